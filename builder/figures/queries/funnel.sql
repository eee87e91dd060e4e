-- Deals won of those won or lost, by segment, product and competitor met, with the rate of all deals
-- of which the same is known (`all_k` of `all_n`). In deals; segments from the CRM export where there
-- is one, products and competitors from debriefed deals, since only debriefs know.
with deals as (
    select scope.edition as scope, closed_deal.deal, closed_deal.outcome, closed_deal.segment, spoken.product, spoken.id
    from scope
    join closed_deal on closed_deal.edition = scope.member
    left join spoken on spoken.scope = 'all' and spoken.deal = closed_deal.deal
    where scope.span = 'own'
    union all
    select scope, deal, outcome, segment, product, id
    from spoken
    where not exists (from closed_deal)
),
kinds as (
    select scope, 'segment' as dimension, segment as value, deal, outcome, id from deals where segment <> ''
    union all
    select scope, 'product', product, deal, outcome, id from deals where product <> ''
    union all
    select deals.scope, 'competitor', met.competitor, deals.deal, deals.outcome, deals.id
    from deals
    join met on met.debrief = deals.id
),
counted as (
    select
        scope,
        dimension,
        value,
        count(*) filter (outcome = 'won') as k,
        count(*) as n,
        list_sort(list(id) filter (id is not null)) as debriefs
    from kinds
    where outcome in ('won', 'lost')
    group by scope, dimension, value
)
select
    scope as edition,
    case when dimension = 'segment' then value end as segment,
    case when dimension = 'product' then value end as product,
    case when dimension = 'competitor' then value end as competitor,
    k,
    n,
    sum(k) over kind as all_k,
    sum(n) over kind as all_n,
    debriefs
from counted
window kind as (partition by scope, dimension)
order by all
