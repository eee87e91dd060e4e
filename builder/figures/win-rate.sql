-- Deals won of those won or lost, in deals; `all_in` also counts no-decision in its base.
-- From the CRM export where there is one, else from debriefs ("share of debriefed deals won").
-- The cells of no team and no territory ('') are there for the floor, which hides them.
with from_crm as (
    select
        scope.edition,
        closed_deal.deal,
        closed_deal.outcome,
        closed_deal.segment,
        spoken.region,
        spoken.product,
        closed_deal.reporter,
        closed_deal.team,
        closed_deal.territory,
        closed_deal.edition as month,
        spoken.id
    from scope
    join closed_deal on closed_deal.edition = scope.member
    left join spoken on spoken.scope = 'all' and spoken.deal = closed_deal.deal
    where scope.span = 'own'
),
from_debriefs as (
    select scope as edition, deal, outcome, segment, region, product, reporter, team, territory, edition as month, id
    from spoken
),
base as (
    select *, 'closed deals' as basis from from_crm
    union all
    select *, 'debriefed deals' from from_debriefs
    where not exists (from closed_deal)
)
select
    edition,
    nullif(segment, '') as segment,
    nullif(region, '') as region,
    nullif(product, '') as product,
    case when grouping(team) = 0 then team end as team,
    case when grouping(territory) = 0 then territory end as territory,
    count(*) filter (outcome = 'won') as k,
    count(*) filter (outcome in ('won', 'lost')) as n,
    count(*) filter (outcome in ('won', 'lost', 'no-decision')) as all_in,
    any_value(basis) as basis,
    count(distinct reporter) as reporters,
    list(id order by id) filter (id is not null and outcome in ('won', 'lost')) as debriefs
from base
group by grouping sets (
    (edition), (edition, segment), (edition, region), (edition, product), (edition, team), (edition, territory)
)
having n > 0
    and (
        grouping(segment, region, product, team, territory) = 31
        or coalesce(nullif(segment, ''), nullif(region, ''), nullif(product, '')) is not null
        or grouping(team) = 0
        or grouping(territory) = 0
    )
    and (edition = 'all' or grouping(team, territory) = 3)
order by all
