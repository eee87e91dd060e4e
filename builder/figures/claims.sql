-- Deals in which a claim landed, of those in which it was tried; over six editions for an edition, else
-- over the whole record; all of them and by segment, in deals. Where two debriefs of a deal speak of it,
-- the interview does. `own_k` of `own_n` are those of the edition alone, `lately` those of the last two.
with tried as (
    select
        scope.edition as scope,
        case when scope.edition = 'all' and scope.span = 'own' then 'six' else scope.span end as span,
        trial.claim,
        trial.verdict,
        trial.has_own_words,
        debrief.id,
        debrief.segment
    from scope
    join debrief on debrief.edition = scope.member
    join trial on trial.debrief = debrief.id
    where debrief.is_prospect
        and (scope.span in ('own', 'two') or (scope.span = 'six' and scope.edition <> 'all'))
    qualify row_number() over (
        partition by scope.edition, scope.span, trial.claim, debrief.deal
        order by debrief.source = 'interview' desc, debrief.rank
    ) = 1
)
select
    scope as edition,
    nullif(segment, '') as segment,
    claim,
    count(*) filter (span = 'six' and verdict = 'landed') as k,
    count(*) filter (span = 'six') as n,
    count(*) filter (span = 'six' and verdict = 'ignored') as ignored,
    count(*) filter (span = 'six' and verdict = 'disbelieved') as disbelieved,
    count(*) filter (span = 'six' and verdict = 'contradicted') as contradicted,
    count(*) filter (span = 'six' and verdict = 'contradicted' and has_own_words) as own_words,
    count(*) filter (span = 'own' and verdict = 'landed') as own_k,
    count(*) filter (span = 'own') as own_n,
    count(*) filter (span = 'two') as lately,
    list_sort(list(id) filter (span = 'six')) as debriefs
from tried
group by grouping sets ((scope, claim), (scope, segment, claim))
having grouping(segment) = 1 or nullif(segment, '') is not null
order by all
