-- Bets won of those settled as won or lost, by the edition that settles them: all, and by owner.
select
    scope.edition,
    case when grouping(bet.owner) = 0 then bet.owner end as owner,
    count(*) filter (bet.result = 'won') as k,
    count(*) filter (bet.result in ('won', 'lost')) as n,
    count(*) filter (bet.result = 'undecidable') as undecidable,
    []::integer[] as debriefs
from scope
join bet on bet.edition = scope.member
where scope.span = 'own'
group by grouping sets ((scope.edition), (scope.edition, bet.owner))
order by all
