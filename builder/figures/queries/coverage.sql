-- Deals closed in the period that have been debriefed, of all that closed, in deals; by outcome,
-- segment and size. By territory and team over a quarter, with the people behind each cell for the
-- floor, from debriefs that every audience reads.
with heard as (
    select deal, min(id) as id, min(id) filter (is_shared) as shared
    from debrief
    group by deal
),
closed as (
    select scope.edition, scope.span, closed_deal.*, size_of(closed_deal.value) as size, heard.id, heard.shared
    from scope
    join closed_deal on closed_deal.edition = scope.member
    left join heard on heard.deal = closed_deal.deal
    where scope.span in ('own', 'quarter')
),
plain as (
    select
        edition,
        nullif(outcome, '') as outcome,
        nullif(segment, '') as segment,
        size,
        null as territory,
        null as team,
        count(id) as k,
        count(*) as n,
        null as people,
        list_sort(list(id) filter (id is not null)) as debriefs
    from closed
    where span = 'own'
    group by grouping sets ((edition), (edition, outcome), (edition, segment), (edition, size))
    having grouping(outcome, segment, size) = 7
        or coalesce(nullif(outcome, ''), nullif(segment, ''), size) is not null
),
personal as (
    select
        edition,
        null as outcome,
        null as segment,
        null as size,
        territory,
        team,
        count(shared) as k,
        count(*) as n,
        list(distinct reporter) as people,
        null as debriefs
    from closed
    where span = 'quarter'
    group by edition, territory, team
)
from plain
union all
from personal
order by all
