-- One debrief speaks for a deal: the interview, else the first that was recorded.
create table spoken as
select
    scope.edition as scope,
    debrief.*
from scope
join debrief on debrief.edition = scope.member
where scope.span = 'own'
    and debrief.is_prospect
qualify row_number() over (
    partition by scope.edition, debrief.deal
    order by debrief.source = 'interview' desc, debrief.rank
) = 1;

-- The two windows that a change is measured between, each with one debrief a deal.
create view windowed as
select
    scope.edition as scope,
    scope.span,
    debrief.*
from scope
join debrief on debrief.edition = scope.member
where scope.span in ('now', 'before')
    and debrief.is_prospect
qualify row_number() over (
    partition by scope.edition, scope.span, debrief.deal
    order by debrief.source = 'interview' desc, debrief.rank
) = 1;

-- How each rep stands in an edition: 'stars' are above the peers' median in all but one of the
-- periods, or in all; 'below-goal' missed the goal in more than half. `chances` are the shares of
-- the peers that were above the median, period by period.
create view banded as
with measured as (
    select
        horizon.edition,
        horizon.needed,
        attained.reporter,
        attained.period,
        attained.ratio,
        attained.ratio > median(attained.ratio) over peers as is_above
    from horizon
    join attained on attained.period = horizon.period
    window peers as (partition by horizon.edition, attained.period, attained.peers)
),
counted as (
    select
        measured.edition,
        measured.needed,
        measured.reporter,
        count(*) as periods,
        count(*) filter (measured.is_above) as above,
        count(*) filter (measured.ratio < 1) as missed
    from measured
    group by all
)
select
    edition,
    reporter,
    case
        when periods < needed then 'undetermined'
        when above >= needed then 'stars'
        when 2 * missed > periods then 'below-goal'
        else 'rest'
    end as band
from counted;

-- How direct the evidence of a driver is, 0 the most direct.
create macro directness(evidence, voice, has_quote) as
    list_position(['interview', 'recording', 'email', 'document', 'notes', 'recollection'], evidence)
    + case when voice = 'buyer' then 0 else 10 end
    + case when has_quote then 0 else 5 end;

-- The debriefs of a group, the most direct evidence first: sorted as one number each, and taken from
-- it again.
create macro rank_of(directness, id) as
    directness::bigint * 1000000000 + id;
create macro in_order(ranks) as
    list_transform(list_sort(ranks), lambda rank: rank::bigint % 1000000000);
create macro strongest(directness, id) as
    in_order(list(rank_of(directness, id)));

-- How a deal on a side ends: what puts off decides losses, what draws decides wins.
create macro deciding(side) as case side when 'repelling' then 'lost' else 'won' end;

-- The size of a deal as the lower bound of its class, in the site's currency.
create macro size_of(value) as
    case
        when value is null then null
        else (select coalesce(max(bound), 0)::bigint::varchar from value_bands where bound <= value)
    end;
