-- Deals closed in the period that have been debriefed, of all that closed, in deals; by outcome,
-- segment and territory. The cell of no territory ('') is there for the floor, which hides it.
with closed as (
    select
        scope.edition,
        closed_deal.deal,
        closed_deal.outcome,
        closed_deal.segment,
        closed_deal.territory,
        closed_deal.reporter,
        heard.id
    from scope
    join closed_deal on closed_deal.edition = scope.member
    left join (select deal, min(id) as id from debrief group by deal) as heard on heard.deal = closed_deal.deal
    where scope.span = 'own'
)
select
    edition,
    nullif(outcome, '') as outcome,
    nullif(segment, '') as segment,
    case when grouping(territory) = 0 then territory end as territory,
    count(id) as k,
    count(*) as n,
    count(distinct reporter) as reporters,
    list(id order by id) filter (id is not null) as debriefs
from closed
group by grouping sets ((edition), (edition, outcome), (edition, segment), (edition, territory))
having (
        grouping(outcome, segment, territory) = 7
        or coalesce(nullif(outcome, ''), nullif(segment, '')) is not null
        or grouping(territory) = 0
    )
    and (edition = 'all' or grouping(territory) = 1)
order by all
