-- Deals won of those won or lost, in deals; `all_in` also counts no-decision in its base.
-- From the CRM export where there is one, else from debriefs ("share of debriefed deals won"); by
-- region and product always from debriefs, since only they know.
-- By team and territory over a quarter, with the people behind each cell for the floor.
with deals as (
    select
        scope.edition as scope,
        scope.span,
        closed_deal.outcome,
        closed_deal.segment,
        spoken.region,
        spoken.product,
        closed_deal.reporter,
        closed_deal.team,
        closed_deal.territory,
        closed_deal.edition as month,
        spoken.id,
        'closed deals' as basis
    from scope
    join closed_deal on closed_deal.edition = scope.member
    left join spoken on spoken.scope = 'all' and spoken.deal = closed_deal.deal
    where scope.span in ('own', 'quarter')
    union all
    select scope, 'own', outcome, segment, region, product, 0, '', '', edition, id, 'debriefed deals'
    from spoken
    where not exists (from closed_deal)
    union all
    select scope.edition, 'quarter', outcome, '', '', '', reporter, team, territory, '', id, 'debriefed deals'
    from scope
    join debrief on debrief.edition = scope.member
    where scope.span = 'quarter'
        and debrief.is_prospect
        and debrief.is_shared
        and debrief.source = 'rep'
        and not exists (from closed_deal)
),
plain as (
    select
        scope as edition,
        nullif(segment, '') as segment,
        nullif(region, '') as region,
        nullif(product, '') as product,
        case when grouping(month) = 0 then month end as month,
        null as team,
        null as territory,
        count(*) filter (outcome = 'won') as k,
        count(*) filter (outcome in ('won', 'lost')) as n,
        count(*) filter (outcome in ('won', 'lost', 'no-decision')) as all_in,
        case when grouping(region, product) = 3 then any_value(basis) else 'debriefed deals' end as basis,
        null as people,
        list_sort(list(id) filter (id is not null and outcome in ('won', 'lost'))) as debriefs
    from deals
    where span = 'own'
    group by grouping sets ((scope), (scope, segment), (scope, region), (scope, product), (scope, month))
    having n > 0
        and (
            grouping(segment, region, product, month) = 15
            or coalesce(nullif(segment, ''), nullif(region, ''), nullif(product, '')) is not null
            or (grouping(month) = 0 and scope = 'all')
        )
),
personal as (
    select
        scope as edition,
        null as segment,
        null as region,
        null as product,
        null as month,
        team,
        territory,
        count(*) filter (outcome = 'won') as k,
        count(*) filter (outcome in ('won', 'lost')) as n,
        count(*) filter (outcome in ('won', 'lost', 'no-decision')) as all_in,
        any_value(basis) as basis,
        coalesce(list(distinct reporter) filter (outcome in ('won', 'lost')), []) as people,
        null as debriefs
    from deals
    where span = 'quarter'
    group by scope, team, territory
)
from plain
union all
from personal
order by all
