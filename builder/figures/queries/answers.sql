-- Questions that a decision answered within the time to respond, of those that were due for an answer or
-- have one; as of the day of each edition. All of them, by owner, by kind and by the edition that first
-- showed them. `ages` are the days that the open ones have waited.
with as_of_day as (
    select
        moment.edition as scope,
        moment.day,
        question.*,
        case when question.answered_on <= moment.day then question.answered_on end as answered,
        case when question.ended_on <= moment.day then question.ended_on end as ended
    from moment
    join question on question.asked_on <= moment.day
),
standing as (
    select
        *,
        answered is null and ended is null as is_open,
        answered is not null or due_on < least(day, coalesce(ended, day)) as is_due,
        date_diff('day', asked_on::date, coalesce(answered, ended, day)::date) as age
    from as_of_day
),
counted as (
    select
        scope as edition,
        case when grouping(edition) = 0 then edition end as month,
        case when grouping(owner) = 0 then owner end as owner,
        case when grouping(kind) = 0 then kind end as kind,
        count(*) filter (is_due and answered <= due_on) as k,
        count(*) filter (is_due) as n,
        count(*) as asked,
        count(answered) as answered,
        count(*) filter (is_open) as waiting,
        max(age) filter (is_open) as oldest,
        median(age) filter (answered is not null) as days,
        string_agg(age, ' ' order by age) filter (is_open) as ages,
        list(id) as questions
    from standing
    group by grouping sets ((scope), (scope, owner), (scope, kind), (scope, edition))
    having grouping(edition) = 1 or edition <> ''
)
select
    counted.* exclude (questions),
    (
        select coalesce(list_sort(list(distinct asking.debrief)), [])
        from asking
        where list_contains(counted.questions, asking.question)
    ) as debriefs
from counted
order by all
