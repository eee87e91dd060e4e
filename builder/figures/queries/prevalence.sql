-- Deals that name a theme on a side, of the deals debriefed that were asked about that side;
-- by outcome, segment, product, competitor and the buyer's role, each of the deals of its kind;
-- by voice and evidence, and those in which it was decisive, of all. In deals.
with asked as (
    select scope, 'compelling' as side, id, outcome, segment, product, role from spoken where asked_compelling
    union all
    select scope, 'repelling', id, outcome, segment, product, role from spoken where asked_repelling
),
kinds as (
    select scope, side, id, 'outcome' as dimension, outcome as value from asked
    union all
    select scope, side, id, 'segment', segment from asked where segment <> ''
    union all
    select scope, side, id, 'product', product from asked where product <> ''
    union all
    select scope, side, id, 'role', role from asked where role <> ''
    union all
    select asked.scope, asked.side, asked.id, 'competitor', met.competitor from asked join met on met.debrief = asked.id
),
bases as (
    select scope, side, '' as dimension, '' as value, count(*) as n
    from asked
    group by scope, side
    union all
    select scope, side, dimension, value, count(*)
    from kinds
    group by scope, side, dimension, value
),
named as (
    select
        asked.scope,
        asked.side,
        asked.id,
        driver.theme,
        driver.voice,
        driver.evidence,
        driver.weight = 'decisive' as is_decisive,
        directness(driver.evidence, driver.voice, driver.has_quote) as directness
    from asked
    join driver on driver.debrief = asked.id and driver.side = asked.side
),
cells as (
    select scope, side, theme, '' as dimension, '' as value, id, directness from named
    union all
    select scope, side, theme, 'voice', voice, id, directness from named
    union all
    select scope, side, theme, 'evidence', evidence, id, directness from named
    union all
    select scope, side, theme, 'decisive', 'yes', id, directness from named where is_decisive
    union all
    select named.scope, named.side, named.theme, kinds.dimension, kinds.value, named.id, named.directness
    from named
    join kinds on kinds.scope = named.scope and kinds.side = named.side and kinds.id = named.id
),
counted as (
    select
        scope,
        theme,
        side,
        dimension,
        value,
        count(*) as k,
        strongest(directness, id) as debriefs
    from cells
    group by scope, theme, side, dimension, value
)
select
    counted.scope as edition,
    counted.theme,
    counted.side,
    case when counted.dimension = 'outcome' then counted.value end as outcome,
    case when counted.dimension = 'decisive' then counted.value end as decisive,
    case when counted.dimension = 'voice' then counted.value end as voice,
    case when counted.dimension = 'evidence' then counted.value end as evidence,
    case when counted.dimension = 'segment' then counted.value end as segment,
    case when counted.dimension = 'product' then counted.value end as product,
    case when counted.dimension = 'competitor' then counted.value end as competitor,
    case when counted.dimension = 'role' then counted.value end as role,
    counted.k,
    bases.n,
    counted.debriefs
from counted
join bases
    on bases.scope = counted.scope
    and bases.side = counted.side
    and bases.dimension = case when counted.dimension in ('voice', 'evidence', 'decisive') then '' else counted.dimension end
    and bases.value = case when counted.dimension in ('voice', 'evidence', 'decisive') then '' else counted.value end
order by all
