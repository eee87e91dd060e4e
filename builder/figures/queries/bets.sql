-- Bets won of those settled as won or lost, by the edition that settles them: all, and by owner.
with settled as (
    select edition, owner, result
    from bet
    where edition in (select edition from scope)
    union all
    select 'all', owner, result
    from bet
)
select
    edition,
    case when grouping(owner) = 0 then owner end as owner,
    count(*) filter (result = 'won') as k,
    count(*) filter (result in ('won', 'lost')) as n,
    count(*) filter (result = 'undecidable') as undecidable,
    []::integer[] as debriefs
from settled
group by grouping sets ((edition), (edition, owner))
order by all
