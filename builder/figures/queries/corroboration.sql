-- How many accounts and reporters name a theme on a side within six editions, and in how many
-- debriefs the buyer's own words say so (a quote on record, or an interview). Not in deals:
-- k counts accounts, n the debriefs.
with said as (
    select
        scope.edition,
        driver.theme,
        driver.side,
        debrief.id,
        debrief.account,
        debrief.reporter,
        driver.is_verbatim,
        directness(driver.evidence, driver.voice, driver.has_quote) as directness
    from scope
    join debrief on debrief.edition = scope.member and debrief.is_prospect
    join driver on driver.debrief = debrief.id
    where scope.span = 'six'
)
select
    edition,
    theme,
    side,
    count(distinct account) as k,
    count(*) as n,
    count(distinct reporter) as reporters,
    count(*) filter (is_verbatim) as own_words,
    strongest(directness, id) as debriefs
from said
group by edition, theme, side
order by all
