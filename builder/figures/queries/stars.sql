-- Once a quarter: reps above their peers' median in all but one of the last periods of attainment, or in all, of the
-- reps of whom that many periods are known. In reps; `chances` are, for each of these, the shares of
-- their peers above the median period by period: what luck alone would give. No debriefs: it would be
-- a list by rep.
with held as (
    select
        horizon.edition,
        horizon.needed,
        horizon.period,
        attained.reporter,
        attained.ratio > median(attained.ratio) over peers as is_above,
        horizon.edition || attained.period || attained.peers as peer_group
    from horizon
    join attained on attained.period = horizon.period
    window peers as (partition by horizon.edition, attained.period, attained.peers)
),
shares as (
    select peer_group, avg(is_above::int) as share
    from held
    group by peer_group
),
luck as (
    select held.edition, held.reporter, any_value(held.needed) as needed, list(shares.share order by held.period) as chances
    from held
    join shares on shares.peer_group = held.peer_group
    group by held.edition, held.reporter
)
select
    banded.edition,
    'stars' as band,
    count(*) filter (banded.band = 'stars') as k,
    count(*) filter (banded.band <> 'undetermined') as n,
    any_value(luck.needed) as needed,
    list_sort(list(luck.chances) filter (banded.band <> 'undetermined')) as chances,
    null as debriefs
from banded
join luck on luck.edition = banded.edition and luck.reporter = banded.reporter
group by banded.edition
having n > 0
order by all
