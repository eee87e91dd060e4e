-- The tables that every figure reads. Values are in the site's currency.
create table scope (
    edition varchar,            -- the edition that a figure is for, or 'all'
    member varchar,             -- an edition that it looks at
    span varchar,               -- 'own': the edition itself; 'six': it and the five before;
                                -- 'now', 'before': the last three, the three before those;
                                -- 'quarter': the editions of the quarter that ends with it;
                                -- 'two': it and the one before
    months integer              -- how long the member is
);
create table debrief (
    id integer,                 -- a number in the order of edition and public id
    edition varchar,
    rank integer,               -- oldest first, without ties
    deal integer,
    account integer,            -- 0: not named
    reporter integer,           -- 0: all anonymous contributors together
    source varchar,
    outcome varchar,
    lost_to varchar,
    value double,
    segment varchar,
    region varchar,
    product varchar,
    role varchar,
    is_prospect boolean,        -- the prospect's voice, not a customer's
    is_shared boolean,          -- read by every audience
    asked_compelling boolean,
    asked_repelling boolean,
    minutes integer,
    team varchar,
    territory varchar
);
create table met (
    debrief integer,
    competitor varchar          -- considered, or the one that won
);
create table driver (           -- one row for each debrief, theme and side
    debrief integer,
    theme varchar,
    side varchar,
    weight varchar,             -- decisive, contributing, mentioned
    voice varchar,
    evidence varchar,
    has_quote boolean,
    is_verbatim boolean         -- the buyer's own words, on record or held by a third party
);
create table closed_deal (
    deal integer,
    edition varchar,            -- the period in which it closed
    outcome varchar,
    value double,
    segment varchar,
    reporter integer,
    team varchar,
    territory varchar
);
create table attained (
    reporter integer,
    period varchar,
    peers varchar,              -- the territory of the rep in that period
    ratio double                -- attainment ÷ expectation
);
create table horizon (
    edition varchar,
    period varchar,             -- a period of attainment that the edition looks back on
    needed integer              -- in how many of them a star stands above the peers' median
);
create table moment (
    edition varchar,            -- an edition, or 'all'
    day varchar                 -- the date as of which it tells of promises and answers
);
create table claim_reception (
    debrief integer,
    claim varchar,
    reception varchar,          -- landed, ignored, disbelieved, contradicted
    has_own_words boolean       -- the buyer's own words, on record or in an interview, stand there against us
);
create table promise (
    id varchar,
    owner varchar,
    made_on varchar,
    first_due varchar,          -- the due date that it was made with
    due varchar,                -- the due date as it stands
    kept_on varchar,
    is_released boolean         -- withdrawn by whoever it was made to
);
create table slip (             -- a move of a due date
    promise varchar,
    place integer,
    moved_from varchar,
    moved_on varchar
);
create table citing (
    promise varchar,
    debrief integer             -- cited by the promise, or calls it broken
);
create table question (
    id integer,
    kind varchar,               -- 'theme', 'promise'
    owner varchar,              -- a department, or empty
    edition varchar,            -- the first that showed it
    asked_on varchar,
    due_on varchar,
    answered_on varchar,        -- null: no decision yet
    ended_on varchar            -- null: not over without a decision
);
create table asking (
    question integer,
    debrief integer
);
create table bet (              -- settled bets
    owner varchar,
    edition varchar,
    result varchar              -- won, lost, undecidable
);
create table value_bands (      -- the lower bounds of the bands of value but the first, in the site's currency
    bound bigint
);
