-- Promises kept by the first date that they were given, of those that were due by then or kept already;
-- as of the day of each edition. All of them, by owner, and one by one. `value` is what the deals that
-- cite a promise are worth, each deal once.
with as_of_day as (
    select
        moment.edition,
        moment.day,
        promise.id,
        promise.owner,
        promise.first_due,
        promise.is_released,
        case when promise.kept_on <= moment.day then promise.kept_on end as kept_on,
        coalesce(
            (
                select arg_min(slip.moved_from, slip.place)
                from slip
                where slip.promise = promise.id and slip.moved_on > moment.day
            ),
            promise.due
        ) as due,
        (select count(*) from slip where slip.promise = promise.id and slip.moved_on <= moment.day) as slips
    from moment
    join promise on promise.made_on <= moment.day
),
standing as (
    select
        *,
        not is_released and (kept_on is not null or first_due < day) as is_due,
        not is_released and kept_on is null and due < day as is_overdue,
        date_diff('day', due::date, day::date) as days
    from as_of_day
),
cited as (
    select standing.edition, standing.owner, standing.id as promise, debrief.id, debrief.deal, debrief.value
    from standing
    join citing on citing.promise = standing.id
    join debrief on debrief.id = citing.debrief
    where standing.edition = 'all' or debrief.edition <= standing.edition
),
once as (
    -- One row a deal in each cell: its value stands in it once.
    select
        edition,
        case when grouping(owner) = 0 then owner end as owner,
        case when grouping(promise) = 0 then promise end as promise,
        deal,
        max(value) as value,
        list(distinct id) as ids
    from cited
    group by grouping sets ((edition, deal), (edition, owner, deal), (edition, promise, deal))
),
worth as (
    select edition, owner, promise, count(*) as deals, sum(value) as value, list_sort(list_distinct(flatten(list(ids)))) as debriefs
    from once
    group by edition, owner, promise
),
counted as (
    select
        edition,
        case when grouping(owner) = 0 then owner end as owner,
        case when grouping(id) = 0 then id end as promise,
        count(*) filter (is_due and kept_on <= first_due) as k,
        count(*) filter (is_due) as n,
        count(*) as made,
        count(kept_on) as kept,
        count(*) filter (is_overdue) as overdue,
        max(days) filter (is_overdue) as oldest,
        sum(slips)::integer as slips
    from standing
    group by grouping sets ((edition), (edition, owner), (edition, id))
)
select
    counted.edition,
    counted.promise,
    counted.owner,
    counted.k,
    counted.n,
    counted.made,
    counted.kept,
    counted.overdue,
    counted.oldest,
    counted.slips,
    coalesce(worth.deals, 0) as deals,
    worth.value,
    worth.debriefs
from counted
left join worth
    on worth.edition = counted.edition
    and worth.owner is not distinct from counted.owner
    and worth.promise is not distinct from counted.promise
order by all
