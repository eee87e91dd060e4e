-- Deals that name a theme on a side, of those that reps of a band debriefed and asked about it, over
-- a quarter; in deals. 'stars', 'below-goal' and 'rest'; who is in no band ('') is there for the
-- floor, which needs the people behind each cell, and `namers`, how many of them name the theme.
-- From debriefs that every audience reads. Only the verdict is published, never these counts.
with heard as (
    select
        scope.edition,
        debrief.id,
        debrief.reporter,
        debrief.asked_compelling,
        debrief.asked_repelling,
        coalesce(nullif(banded.band, 'undetermined'), '') as band
    from scope
    join debrief on debrief.edition = scope.member
    left join banded on banded.edition = scope.edition and banded.reporter = debrief.reporter
    where scope.span = 'quarter'
        and debrief.is_prospect
        and debrief.is_shared
        and debrief.source = 'rep'
        and exists (from banded as any_band where any_band.edition = scope.edition)
    qualify row_number() over (partition by scope.edition, debrief.deal order by debrief.rank) = 1
),
asked as (
    select edition, 'compelling' as side, id, reporter, band from heard where asked_compelling
    union all
    select edition, 'repelling', id, reporter, band from heard where asked_repelling
),
bases as (
    select edition, side, band, count(*) as n, list(distinct reporter) as people
    from asked
    group by edition, side, band
),
named as (
    select
        asked.edition,
        asked.side,
        asked.band,
        driver.theme,
        count(*) as k,
        count(distinct asked.reporter) as namers
    from asked
    join driver on driver.debrief = asked.id and driver.side = asked.side
    group by asked.edition, asked.side, asked.band, driver.theme
),
themes as (
    select distinct edition, side, theme
    from named
)
select
    themes.edition,
    themes.theme,
    themes.side,
    bases.band,
    coalesce(named.k, 0) as k,
    bases.n,
    coalesce(named.namers, 0) as namers,
    bases.people,
    null as debriefs
from themes
join bases on bases.edition = themes.edition and bases.side = themes.side
left join named
    on named.edition = themes.edition
    and named.side = themes.side
    and named.theme = themes.theme
    and named.band = bases.band
order by all
