-- The value of lost and undecided deals, shared among what put the buyer off: decisive drivers
-- weigh 3, contributing 1, mentioned 0 (where all are mentioned: equal parts). In the site's
-- currency; `capped` limits each deal to three times the median of its edition, for the order only.
with stake as (
    select scope, id, value, count(*) over (partition by scope) as deals
    from spoken
    where outcome in ('lost', 'no-decision')
),
caps as (
    select scope, 3 * median(value) as cap
    from stake
    where value is not null
    group by scope
),
weighed as (
    select
        stake.scope,
        stake.id,
        stake.value,
        stake.deals,
        case when stake.value is not null then least(stake.value, caps.cap) end as capped,
        driver.theme,
        case driver.weight when 'decisive' then 3 when 'contributing' then 1 else 0 end as weight
    from stake
    join driver on driver.debrief = stake.id and driver.side = 'repelling'
    left join caps on caps.scope = stake.scope
),
parts as (
    select
        *,
        case
            when sum(weight) over deal = 0 then 1.0 / count(*) over deal
            else weight / sum(weight) over deal
        end as part
    from weighed
    window deal as (partition by scope, id)
),
shared as (
    select scope, id, theme, deals, value, capped, sum(part) as share
    from parts
    group by all
)
select
    scope as edition,
    theme,
    count(*) filter (share > 0) as k,
    any_value(deals) as n,
    round(coalesce(sum(value * share), 0), 2) as amount,
    round(coalesce(sum(capped * share), 0), 2) as capped,
    round(coalesce(max(value * share) / nullif(sum(value * share), 0), 0), 4) as largest_share,
    count(*) filter (share > 0 and value is null) as without_value,
    list(id order by value * share desc nulls last, id) filter (share > 0) as debriefs
from shared
group by scope, theme
having k > 0
order by all
