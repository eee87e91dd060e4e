-- One debrief speaks for a deal: the interview, else the first that was recorded.
create table spoken as
select
    scope.edition as scope,
    debrief.*
from scope
join debrief on debrief.edition = scope.member
where scope.span = 'own'
    and debrief.is_prospect
qualify row_number() over (
    partition by scope.edition, debrief.deal
    order by debrief.source = 'interview' desc, debrief.rank
) = 1;

-- How direct the evidence of a driver is, 0 the most direct.
create macro directness(evidence, voice, has_quote) as
    list_position(['interview', 'recording', 'email', 'document', 'notes', 'recollection'], evidence)
    + case when voice = 'buyer' then 0 else 10 end
    + case when has_quote then 0 else 5 end;
