-- Deals that name a theme on a side among those that this side decides (what puts off: lost; what
-- draws: won), and `other_k` of `other_n` among those that ended the other way; in deals asked
-- about that side. The debriefs are those of k, the others those of `other_k`.
with asked as (
    select scope, 'compelling' as side, id, outcome from spoken where asked_compelling and outcome in ('won', 'lost')
    union all
    select scope, 'repelling', id, outcome from spoken where asked_repelling and outcome in ('won', 'lost')
),
bases as (
    select
        scope,
        side,
        count(*) filter (outcome = deciding(side)) as n,
        count(*) filter (outcome <> deciding(side)) as other_n
    from asked
    group by scope, side
),
named as (
    select
        asked.scope,
        asked.side,
        driver.theme,
        count(*) filter (outcome = deciding(asked.side)) as k,
        count(*) filter (outcome <> deciding(asked.side)) as other_k,
        list_sort(list(asked.id) filter (outcome = deciding(asked.side))) as debriefs,
        list_sort(list(asked.id) filter (outcome <> deciding(asked.side))) as others
    from asked
    join driver on driver.debrief = asked.id and driver.side = asked.side
    group by asked.scope, asked.side, driver.theme
)
select
    named.scope as edition,
    named.theme,
    named.side,
    named.k,
    bases.n,
    named.other_k,
    bases.other_n,
    named.debriefs,
    named.others
from named
join bases on bases.scope = named.scope and bases.side = named.side
order by all
