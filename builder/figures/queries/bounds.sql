-- Of the deals that closed in the period and that a side decides (what puts off: lost; what draws:
-- won), those whose debrief names the theme, k of n: at least so many did. `at_most` adds those that
-- nobody debriefed or asked. In deals; there are rows only where there is a CRM export.
with sides as (
    select unnest(['compelling', 'repelling']) as side
),
closed as (
    select
        scope.edition,
        sides.side,
        closed_deal.deal,
        spoken.id,
        case sides.side when 'repelling' then spoken.asked_repelling else spoken.asked_compelling end as is_asked
    from scope
    join closed_deal on closed_deal.edition = scope.member
    join sides on closed_deal.outcome = deciding(sides.side)
    left join spoken on spoken.scope = 'all' and spoken.deal = closed_deal.deal
    where scope.span = 'own'
),
bases as (
    select edition, side, count(*) as n, count(*) filter (is_asked) as asked
    from closed
    group by edition, side
),
named as (
    select
        closed.edition,
        closed.side,
        driver.theme,
        count(*) as k,
        list_sort(list(closed.id)) as debriefs
    from closed
    join driver on driver.debrief = closed.id and driver.side = closed.side
    where closed.is_asked
    group by closed.edition, closed.side, driver.theme
)
select
    named.edition,
    named.theme,
    named.side,
    named.k,
    bases.n,
    named.k + bases.n - bases.asked as at_most,
    named.debriefs
from named
join bases on bases.edition = named.edition and bases.side = named.side
order by all
