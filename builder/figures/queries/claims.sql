-- Deals in which a claim landed, of those in which it was tried; over six editions for an edition, else
-- over the whole record; all of them and by segment, in deals. By reception, k are the deals in which it
-- was received like that. Where two debriefs of a deal speak of it, the interview does. `own_k` of `own_n`
-- are those of the edition alone, `lately` those of the last two; `own_words` those in which the buyer's
-- own words stand against us.
with tried as (
    select
        scope.edition,
        scope.span = case when scope.edition = 'all' then 'own' else 'six' end as is_counted,
        scope.span = 'own' and scope.edition <> 'all' as is_own,
        scope.span = 'two' as is_late,
        claim_reception.claim,
        claim_reception.reception,
        claim_reception.has_own_words,
        debrief.id,
        debrief.segment
    from scope
    join debrief on debrief.edition = scope.member
    join claim_reception on claim_reception.debrief = debrief.id
    where debrief.is_prospect
        and scope.span in ('own', 'two', 'six')
    qualify row_number() over (
        partition by scope.edition, scope.span, claim_reception.claim, debrief.deal
        order by debrief.source = 'interview' desc, debrief.rank
    ) = 1
),
counted as (
    select
        edition,
        segment,
        claim,
        reception,
        grouping(segment) = 1 and grouping(reception) = 1 as is_total,
        count(*) filter (is_counted) as tried,
        count(*) filter (is_counted and reception = 'landed') as landed,
        count(*) filter (is_counted and has_own_words) as own_words,
        count(*) filter (is_own and reception = 'landed') as own_k,
        count(*) filter (is_own) as own_n,
        count(*) filter (is_late) as lately,
        list_sort(list(id) filter (is_counted)) as debriefs,
        list_sort(list(id) filter (is_own)) as in_edition,
        list_sort(list(id) filter (is_counted and has_own_words)) as in_own_words
    from tried
    group by grouping sets ((edition, claim), (edition, segment, claim), (edition, claim, reception))
    having grouping(segment) = 1 or segment <> ''
)
select
    edition,
    segment,
    claim,
    reception,
    case when reception is null then landed else tried end as k,
    case when reception is null then tried else sum(tried) over (partition by edition, claim, reception is null) end
        ::integer as n,
    case when reception = 'contradicted' then own_words end as own_words,
    case when is_total and edition <> 'all' then own_k end as own_k,
    case when is_total and edition <> 'all' then own_n end as own_n,
    case when is_total then lately end as lately,
    debriefs,
    case when reception = 'contradicted' then in_own_words when is_total then in_edition end as others
from counted
where tried > 0
order by all
