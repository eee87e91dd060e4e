-- The time that debriefs took, in minutes: k of n debriefs that say so, their sum and their median,
-- and `a_head`, the sum for each contributor and month (all anonymous ones together are one).
with timed as (
    select scope.edition, debrief.id, debrief.minutes, debrief.reporter, debrief.edition as month, scope.months
    from scope
    join debrief on debrief.edition = scope.member
    where scope.span = 'own'
),
heads as (
    select edition, month, months * count(distinct reporter) filter (minutes is not null) as head_months
    from timed
    group by edition, month, months
)
select
    timed.edition,
    count(minutes) as k,
    count(*) as n,
    sum(minutes) as total,
    median(minutes) as median,
    round(sum(minutes) / (select sum(head_months) from heads where heads.edition = timed.edition), 1) as a_head,
    list_sort(list(id) filter (minutes is not null)) as debriefs
from timed
group by timed.edition
having k > 0
order by all
