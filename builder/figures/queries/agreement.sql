-- Deals with both a rep's debrief and an interview whose decisive theme is known: k in which the rep
-- named the same one as decisive, `partly` in which the rep named it as something else, `missed`.
-- By theme: pairs in which the rep named it, k of all n pairs, and `in_interview` in which the buyer
-- did. In deals; the debriefs are the interviews of k, the others those that do not match, or
-- in which the buyer named the theme.
with of_edition as (
    select scope.edition as scope, debrief.*
    from scope
    join debrief on debrief.edition = scope.member
    where scope.span = 'own'
        and debrief.is_prospect
),
pairs as (
    select
        interview.scope,
        interview.deal,
        interview.id as interview,
        rep.id as rep
    from of_edition as interview
    join of_edition as rep on rep.scope = interview.scope and rep.deal = interview.deal and rep.source = 'rep'
    where interview.source = 'interview'
        and exists (from driver where driver.debrief = interview.id and driver.weight = 'decisive')
    qualify row_number() over (partition by interview.scope, interview.deal order by interview.rank, rep.rank) = 1
),
judged as (
    select
        pairs.*,
        decisive.theme,
        decisive.side,
        exists (
            from driver
            where driver.debrief = pairs.rep
                and driver.theme = decisive.theme
                and driver.side = decisive.side
                and driver.weight = 'decisive'
        ) as is_match,
        exists (from driver where driver.debrief = pairs.rep and driver.theme = decisive.theme) as is_named
    from pairs
    join driver as decisive on decisive.debrief = pairs.interview and decisive.weight = 'decisive'
),
totals as (
    select
        scope as edition,
        null as theme,
        null as side,
        count(*) filter (is_match) as k,
        count(*) as n,
        count(*) filter (is_named and not is_match) as partly,
        count(*) filter (not is_named) as missed,
        null as in_interview,
        list_sort(list(interview) filter (is_match)) as debriefs,
        list_sort(list(interview) filter (not is_match)) as others
    from judged
    group by scope
),
each as (
    select scope, interview, rep as debrief, true as is_rep from pairs
    union all
    select scope, interview, interview, false from pairs
),
mentions as (
    select
        each.scope,
        driver.theme,
        driver.side,
        each.interview,
        bool_or(each.is_rep) as by_rep,
        bool_or(not each.is_rep) as by_buyer
    from each
    join driver on driver.debrief = each.debrief
    group by all
),
themes as (
    select
        mentions.scope as edition,
        mentions.theme,
        mentions.side,
        count(*) filter (by_rep) as k,
        any_value(totals.n) as n,
        null as partly,
        null as missed,
        count(*) filter (by_buyer) as in_interview,
        list_sort(list(interview) filter (by_rep)) as debriefs,
        list_sort(list(interview) filter (by_buyer)) as others
    from mentions
    join totals on totals.edition = mentions.scope
    group by mentions.scope, mentions.theme, mentions.side
)
from totals
union all
from themes
order by all
