-- Deals that name a theme on a side, of the deals debriefed that were asked about that side;
-- by outcome, voice and evidence, and of those the ones where it was decisive. In deals.
with asked as (
    select scope, 'compelling' as side, deal, id, outcome from spoken where asked_compelling
    union all
    select scope, 'repelling', deal, id, outcome from spoken where asked_repelling
),
bases as (
    select scope, side, outcome, count(*) as n
    from asked
    group by grouping sets ((scope, side), (scope, side, outcome))
),
named as (
    select
        asked.scope,
        driver.theme,
        asked.side,
        asked.outcome,
        driver.voice,
        driver.evidence,
        case when driver.weight = 'decisive' then 'yes' end as decisive,
        asked.id,
        directness(driver.evidence, driver.voice, driver.has_quote) as directness
    from asked
    join driver on driver.debrief = asked.id and driver.side = asked.side
),
counted as (
    select
        scope,
        theme,
        side,
        outcome,
        voice,
        evidence,
        decisive,
        grouping(outcome) = 1 as any_outcome,
        grouping(decisive) = 1 as any_weight,
        count(distinct id) as k,
        list(id order by directness, id) as debriefs
    from named
    group by grouping sets (
        (scope, theme, side),
        (scope, theme, side, outcome),
        (scope, theme, side, decisive),
        (scope, theme, side, voice),
        (scope, theme, side, evidence)
    )
)
select
    counted.scope as edition,
    counted.theme,
    counted.side,
    counted.outcome,
    counted.decisive,
    counted.voice,
    counted.evidence,
    counted.k,
    bases.n,
    counted.debriefs
from counted
join bases
    on bases.scope = counted.scope
    and bases.side = counted.side
    and bases.outcome is not distinct from counted.outcome
where counted.any_weight or counted.decisive is not null
order by all
