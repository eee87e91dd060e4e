-- Deals that name a theme on a side, of those that this side decides (what puts off: lost; what
-- draws: won) and that were asked about it: in the last three editions k of n, in the three before
-- `before_k` of `before_n`. The debriefs are those of k, the others those of `before_k`.
with asked as (
    select scope, span, 'compelling' as side, id from windowed where asked_compelling and outcome = 'won'
    union all
    select scope, span, 'repelling', id from windowed where asked_repelling and outcome = 'lost'
),
bases as (
    select
        scope,
        side,
        count(*) filter (span = 'now') as n,
        count(*) filter (span = 'before') as before_n
    from asked
    group by scope, side
),
named as (
    select
        asked.scope,
        asked.side,
        driver.theme,
        count(*) filter (span = 'now') as k,
        count(*) filter (span = 'before') as before_k,
        list_sort(list(asked.id) filter (span = 'now')) as debriefs,
        list_sort(list(asked.id) filter (span = 'before')) as others
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
    named.before_k,
    bases.before_n,
    named.debriefs,
    named.others
from named
join bases on bases.scope = named.scope and bases.side = named.side
order by all
