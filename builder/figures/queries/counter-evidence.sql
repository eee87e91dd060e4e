-- Of the deals that name a theme, those that name it on the opposite side, in deals; the debriefs
-- are those of the opposite side, the most direct evidence first.
with named as (
    select
        spoken.scope,
        driver.theme,
        driver.side,
        spoken.id,
        directness(driver.evidence, driver.voice, driver.has_quote) as directness
    from spoken
    join driver on driver.debrief = spoken.id
),
sides as (
    select unnest(['compelling', 'repelling']) as side
),
pairs as (
    select named.scope, named.theme, sides.side, named.id, named.side <> sides.side as is_contrary, named.directness
    from named
    cross join sides
)
select
    scope as edition,
    theme,
    side,
    count(distinct id) filter (is_contrary) as k,
    count(distinct id) as n,
    in_order(list(rank_of(directness, id)) filter (is_contrary)) as debriefs
from pairs
group by scope, theme, side
having count(*) filter (not is_contrary) > 0
order by all
