-- SPDX-License-Identifier: ISC
-- The first schema.  Instants (*_at) are Unix seconds UTC; flags are 0 or 1;
-- NULL in a setting means: ask the next level up (calendar, branch, company,
-- built in).  A step that was released is never edited: add the next one.

-- The installation: exactly one row, made by smscal-admin init.
CREATE TABLE installation (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    name        TEXT    NOT NULL,            -- whose database this is (X10)
    test        INTEGER NOT NULL DEFAULT 0 CHECK (test IN (0, 1)), -- X3
    tzdata      TEXT    NOT NULL DEFAULT '', -- version of the last expansion
    clock_bad   TEXT,                        -- why plan and send stop (X3)
    paused_at   INTEGER,                     -- X11: all sending stopped
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE company (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    ref          TEXT    NOT NULL UNIQUE,    -- short name: acme
    name         TEXT    NOT NULL,           -- {company}
    contact      TEXT,
    street       TEXT,
    postcode     TEXT,
    town         TEXT,
    country      TEXT,                       -- ISO 3166-1 alpha-2
    email        TEXT,
    phone        TEXT,                       -- {companyphone}, as people write it
    web          TEXT,
    zone         TEXT    NOT NULL,           -- IANA name
    language     TEXT    NOT NULL,           -- de, en ...
    country_code TEXT,                       -- of national numbers: 43 (C2)
    gateway      TEXT    NOT NULL DEFAULT 'file', -- a gateway of smscal.conf
    token_file   TEXT,                       -- path of the gateway's secret
    send_window  TEXT,                       -- P9, as window_parse() reads it
    active       INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    paused_at    INTEGER,                    -- X11
    redirect     TEXT,                       -- X11: every message goes here
    created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE branch (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id   INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    ref          TEXT    NOT NULL,           -- acme/graz without acme/
    name         TEXT    NOT NULL,           -- {branch}
    phone        TEXT,                       -- {companyphone} of its calendars
    gateway      TEXT,
    token_file   TEXT,
    send_window  TEXT,
    active       INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    created_at   INTEGER NOT NULL,
    UNIQUE (company_id, ref)
) STRICT;

CREATE TABLE calendar (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id     INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    branch_id      INTEGER REFERENCES branch (id) ON DELETE SET NULL,
    ref            TEXT    NOT NULL,         -- acme/ordination without acme/
    name           TEXT    NOT NULL,
    url            TEXT    NOT NULL,         -- a secret (F6)
    zone           TEXT,                     -- IANA name
    country_code   TEXT,
    phone_field    TEXT    NOT NULL DEFAULT 'name',     -- C1
    name_field     TEXT    NOT NULL DEFAULT 'summary',
    location_field TEXT    NOT NULL DEFAULT 'location',
    phones         TEXT    NOT NULL DEFAULT 'first'     -- C4
                   CHECK (phones IN ('first', 'mobile', 'all')),
    landlines      INTEGER NOT NULL DEFAULT 0 CHECK (landlines IN (0, 1)),
    links          INTEGER NOT NULL DEFAULT 0 CHECK (links IN (0, 1)), -- T3
    send_window    TEXT,
    colour         TEXT,
    interval_s     INTEGER NOT NULL DEFAULT 300 CHECK (interval_s >= 60),
    horizon_days   INTEGER,                  -- D5
    active         INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    paused_at      INTEGER,                  -- X11
    replan         INTEGER NOT NULL DEFAULT 0 CHECK (replan IN (0, 1)),
                                             -- rules or settings changed:
                                             -- plan looks at all that comes
    reread         INTEGER NOT NULL DEFAULT 0 CHECK (reread IN (0, 1)),
                                             -- mapping or zone changed: diff
                                             -- reads every component again
    created_at     INTEGER NOT NULL,
    UNIQUE (company_id, ref)
) STRICT;

CREATE INDEX calendar_branch ON calendar (branch_id) WHERE branch_id IS NOT NULL;

-- Senders that a level may use; position 0 is its default.
CREATE TABLE sender (
    id         INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    branch_id  INTEGER REFERENCES branch (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    type       TEXT    CHECK (type IN ('national', 'international',
                                       'alphanumeric', 'shortcode'))
) STRICT;

CREATE UNIQUE INDEX sender_once
    ON sender (company_id, ifnull(branch_id, 0), position);

-- Fallbacks per placeholder (T1): the nearest level wins.
CREATE TABLE fallback (
    id          INTEGER PRIMARY KEY,
    company_id  INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    branch_id   INTEGER REFERENCES branch (id) ON DELETE CASCADE,
    calendar_id INTEGER REFERENCES calendar (id) ON DELETE CASCADE,
    placeholder TEXT    NOT NULL,            -- name, location ...
    text        TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX fallback_once ON fallback
    (company_id, ifnull(branch_id, 0), ifnull(calendar_id, 0), placeholder);

-- One configured message.  At most one of branch and calendar is set.
CREATE TABLE rule (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id     INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    branch_id      INTEGER REFERENCES branch (id) ON DELETE CASCADE,
    calendar_id    INTEGER REFERENCES calendar (id) ON DELETE CASCADE,
    kind           TEXT    NOT NULL
                   CHECK (kind IN ('confirmation', 'reminder', 'rescheduled',
                                   'feedback', 'followup', 'cancellation')),
    step           INTEGER NOT NULL DEFAULT 1 CHECK (step BETWEEN 1 AND 99),
    position       INTEGER NOT NULL DEFAULT 0, -- order of rules with a
                                             -- condition (P15)
    condition      TEXT,                     -- P15; NULL: always
    days           INTEGER CHECK (days BETWEEN 0 AND 60), -- P4, P8
    clock_min      INTEGER CHECK (clock_min BETWEEN 0 AND 1439),
                                             -- minutes behind midnight
    before_min     INTEGER CHECK (before_min BETWEEN 1 AND 86400),
                                             -- reminder N minutes before,
                                             -- followup N minutes after
    short_notice   INTEGER NOT NULL DEFAULT 0 CHECK (short_notice IN (0, 1)),
    link           INTEGER NOT NULL DEFAULT 0 CHECK (link IN (0, 1)), -- T5
    segments       INTEGER NOT NULL DEFAULT 4 CHECK (segments BETWEEN 1 AND 20),
    smart          INTEGER NOT NULL DEFAULT 1 CHECK (smart IN (0, 1)), -- T4
    on_unsure      TEXT    NOT NULL DEFAULT 'keep' -- S3
                   CHECK (on_unsure IN ('keep', 'resend')),
    active         INTEGER NOT NULL CHECK (active IN (0, 1)),
    since_at       INTEGER NOT NULL,         -- active and timed so since (P5)
    rev            INTEGER NOT NULL DEFAULT 1, -- rises with every edit (S5)
    CHECK (branch_id IS NULL OR calendar_id IS NULL)
) STRICT;

CREATE UNIQUE INDEX rule_once ON rule
    (company_id, ifnull(branch_id, 0), ifnull(calendar_id, 0), kind, step,
     position);

-- Since when the rules of another level hold for a calendar, because nearer
-- ones were removed or it changed its branch (P5).
CREATE TABLE rules_since (
    calendar_id INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL
                CHECK (kind IN ('confirmation', 'reminder', 'rescheduled',
                                'feedback', 'followup', 'cancellation')),
    since_at    INTEGER NOT NULL,
    PRIMARY KEY (calendar_id, kind)
) STRICT, WITHOUT ROWID;

-- A rule's text in a language; none: the built-in one.
CREATE TABLE rule_text (
    rule_id  INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
    language TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (rule_id, language)
) STRICT, WITHOUT ROWID;

-- What fetch and diff remember of a calendar's feed.
CREATE TABLE feed (
    calendar_id   INTEGER PRIMARY KEY REFERENCES calendar (id) ON DELETE CASCADE,
    next_at       INTEGER NOT NULL DEFAULT 0, -- due from then on (F1)
    next_wait_s   INTEGER NOT NULL DEFAULT 0, -- the wait next_at came from
    etag          TEXT,
    last_modified TEXT,
    digest        BLOB,                      -- of the last body's components
    good_at       INTEGER,                   -- last good fetch, 304 too
    body_at       INTEGER,                   -- last good body that was new
    tried_at      INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0, -- in a row
    error         TEXT,                      -- of the last fetch; NULL: good
    error_at      INTEGER,                   -- since when it fails
    note          TEXT,                      -- what diff has to say of it
    baseline      INTEGER NOT NULL DEFAULT 1 CHECK (baseline IN (0, 1)),
                                             -- the next body is one (D6)
    diffed_at     INTEGER,                   -- last body worked off by diff
    expanded_on   INTEGER,                   -- local day (since 1970-01-01)
                                             -- series are expanded for (D5)
    parsing       INTEGER NOT NULL DEFAULT 0 CHECK (parsing IN (0, 1))
                                             -- diff was having it parsed (D12)
) STRICT;

-- The components of the last good body of each feed (D2).
CREATE TABLE component (
    id          INTEGER PRIMARY KEY,
    calendar_id INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    hash        BLOB    NOT NULL,            -- without DTSTAMP, LAST-MODIFIED
                                             -- and CREATED
    kind        TEXT    NOT NULL CHECK (kind IN ('calendar', 'timezone', 'event')),
    uid         TEXT    NOT NULL DEFAULT '', -- event: UID; timezone: TZID
    line        INTEGER NOT NULL,            -- where it began in the body
    series      INTEGER NOT NULL DEFAULT 0 CHECK (series IN (0, 1)),
                                             -- has RRULE or RDATE
    text        BLOB    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('new', 'known', 'bad', 'missing')),
    UNIQUE (calendar_id, hash)
) STRICT;

CREATE INDEX component_todo ON component (calendar_id)
    WHERE state IN ('new', 'missing', 'bad');
CREATE INDEX component_frame ON component (calendar_id) WHERE kind <> 'event';
CREATE INDEX component_series ON component (calendar_id) WHERE series = 1;
CREATE INDEX component_uid ON component (calendar_id, uid);

-- One occurrence.  The row lives on when the feed forgets it, so that its id
-- stands for the appointment in keys and 'known in the last 400 days' holds.
CREATE TABLE appointment (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id  INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    calendar_id INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    uid         TEXT    NOT NULL,
    original_at INTEGER NOT NULL DEFAULT 0,  -- RECURRENCE-ID as an instant;
                                             -- 0: a single event (D1)
    start_at    INTEGER NOT NULL,            -- all-day: midnight in the zone
    end_at      INTEGER NOT NULL,            -- exclusive
    all_day     INTEGER NOT NULL CHECK (all_day IN (0, 1)),
    state       TEXT    NOT NULL CHECK (state IN ('live', 'missing', 'gone')),
    missing_at  INTEGER,                     -- state missing: since when
    nosms       INTEGER NOT NULL DEFAULT 0 CHECK (nosms IN (0, 1)), -- C5
    title       TEXT    NOT NULL,            -- SUMMARY
    location    TEXT,                        -- the field mapped to it (C1)
    description TEXT,
    baseline    INTEGER NOT NULL CHECK (baseline IN (0, 1)), -- came with one
    known_at    INTEGER NOT NULL,            -- first known
    start_known_at INTEGER NOT NULL,         -- this start known since
    changed_at  INTEGER NOT NULL,            -- last change that is told (P7)
    burst_at    INTEGER NOT NULL,            -- first of those changes that
                                             -- have not settled yet
    rev         INTEGER NOT NULL DEFAULT 1,  -- rises with every change (S5)
    replan      INTEGER NOT NULL DEFAULT 1 CHECK (replan IN (0, 1)),
    UNIQUE (company_id, uid, original_at)
) STRICT;

CREATE INDEX appointment_replan ON appointment (calendar_id) WHERE replan = 1;
CREATE INDEX appointment_start ON appointment (calendar_id, start_at);
CREATE INDEX appointment_missing ON appointment (calendar_id)
    WHERE state = 'missing';

-- A phone number in an appointment.  One that left stays, for its messages.
CREATE TABLE recipient (
    id             INTEGER PRIMARY KEY,
    appointment_id INTEGER NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    phone          TEXT    NOT NULL,         -- E.164
    name           TEXT    NOT NULL,
    known_at       INTEGER NOT NULL,
    announce_at    INTEGER,                  -- a confirmation is owed for the
                                             -- change seen then (P3)
    told_start_at  INTEGER NOT NULL,         -- the start that counts as told
    told_at        INTEGER NOT NULL,         -- ... unless a message was handed
                                             -- over after this
    left_at        INTEGER,                  -- no longer in the appointment
    UNIQUE (appointment_id, phone)
) STRICT;

CREATE INDEX recipient_phone ON recipient (phone);

-- One SMS we owe a person, and what became of it.
CREATE TABLE message (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             TEXT    NOT NULL UNIQUE, -- P2
    company_id      INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    calendar_id     INTEGER NOT NULL REFERENCES calendar (id) ON DELETE CASCADE,
    appointment_id  INTEGER NOT NULL REFERENCES appointment (id) ON DELETE CASCADE,
    kind            TEXT    NOT NULL
                    CHECK (kind IN ('confirmation', 'reminder', 'rescheduled',
                                    'feedback', 'followup', 'cancellation')),
    step            INTEGER NOT NULL DEFAULT 1, -- of the rule; or the running
                                             -- number of what is told at once
    phone           TEXT    NOT NULL,        -- E.164
    name            TEXT    NOT NULL,
    text            TEXT    NOT NULL,
    segments        INTEGER NOT NULL,
    start_at        INTEGER NOT NULL,        -- the start that the text tells
    old_start_at    INTEGER,                 -- rescheduled: the start told
    due_at          INTEGER NOT NULL,        -- the time that P9 gave
    send_at         INTEGER NOT NULL,        -- not before: due_at, or the next try
    send_wait_s     INTEGER NOT NULL DEFAULT 0, -- the wait send_at came from
    expires_at      INTEGER NOT NULL,        -- of use until then (P10)
    true_until_at   INTEGER,                 -- {day}: the text is true until then
    state           TEXT    NOT NULL
                    CHECK (state IN ('planned', 'held', 'cancelled', 'expired',
                                     'claimed', 'sent', 'unsure', 'failed',
                                     'delivered', 'undelivered')),
    reason          TEXT,                    -- why held, cancelled, expired, failed
    rule_id         INTEGER REFERENCES rule (id) ON DELETE SET NULL,
                                             -- NULL: a built-in rule
    rule_rev        INTEGER NOT NULL DEFAULT 0,
    appointment_rev INTEGER NOT NULL,        -- it was written from
    claimed_at      INTEGER,                 -- the last attempt's claim
    sent_at         INTEGER,                 -- the gateway took it
    ended_at        INTEGER,                 -- delivered, failed, expired ...
    attempts        INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX message_due ON message (send_at) WHERE state = 'planned';
CREATE INDEX message_retry ON message (send_at)
    WHERE state = 'planned' AND send_wait_s > 0;
CREATE INDEX message_open ON message (calendar_id)
    WHERE state IN ('planned', 'held');
CREATE INDEX message_held ON message (calendar_id) WHERE state = 'held';
CREATE INDEX message_claimed ON message (state)
    WHERE state IN ('claimed', 'unsure');
CREATE INDEX message_appointment ON message (appointment_id);
CREATE INDEX message_phone ON message (phone, kind, due_at);

-- One try to hand a message over (S1).
CREATE TABLE attempt (
    id          INTEGER PRIMARY KEY,
    message_id  INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
    ref         TEXT    NOT NULL UNIQUE,     -- ours, told to the gateway
    gateway     TEXT    NOT NULL,            -- name in smscal.conf
    token_file  TEXT,                        -- with it: the account
    sender      TEXT,
    redirect    TEXT,                        -- it went to that number (X11)
    claimed_at  INTEGER NOT NULL,
    ended_at    INTEGER,                     -- the answer, or the verdict
    outcome     TEXT    CHECK (outcome IN ('accepted', 'transient', 'hold',
                                           'permanent', 'unknown', 'released')),
    gateway_id  TEXT,                        -- the gateway's own id
    http_status INTEGER,
    code        TEXT,                        -- the gateway's code
    detail      TEXT                         -- its words
) STRICT;

CREATE INDEX attempt_message ON attempt (message_id);
CREATE INDEX attempt_gateway_id ON attempt (gateway_id)
    WHERE gateway_id IS NOT NULL;

-- An account, or one sender of it, that is stopped for now (S2).
CREATE TABLE account_hold (
    id         INTEGER PRIMARY KEY,
    gateway    TEXT    NOT NULL,
    token_file TEXT    NOT NULL DEFAULT '',
    sender     TEXT    NOT NULL DEFAULT '',  -- '': the whole account
    since_at   INTEGER NOT NULL,
    until_at   INTEGER NOT NULL,             -- then one message probes
    wait_s     INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    UNIQUE (gateway, token_file, sender)
) STRICT;

-- Delivery reports, each once (R2, R3).
CREATE TABLE report (
    id          INTEGER PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,     -- the vendor's id and the status
    ref         TEXT,                        -- ours, if it says one
    gateway_id  TEXT,
    attempt_id  INTEGER REFERENCES attempt (id) ON DELETE CASCADE,
                                             -- NULL: came before the answer
    status      TEXT    NOT NULL CHECK (status IN ('accepted', 'delivered',
                        'undelivered', 'expired', 'deleted', 'rejected')),
    reported_at INTEGER,                     -- the vendor's time
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX report_attempt ON report (attempt_id) WHERE attempt_id IS NOT NULL;
CREATE INDEX report_waiting ON report (gateway_id) WHERE attempt_id IS NULL;
CREATE INDEX report_waiting_ref ON report (ref) WHERE attempt_id IS NULL;

-- Inbound SMS, each once.
CREATE TABLE reply (
    id          INTEGER PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,     -- the vendor's id
    company_id  INTEGER REFERENCES company (id) ON DELETE CASCADE,
    message_id  INTEGER REFERENCES message (id) ON DELETE SET NULL, -- R4
    phone       TEXT    NOT NULL,            -- who wrote, E.164
    address     TEXT,                        -- the number written to
    text        TEXT    NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX reply_message ON reply (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX reply_phone ON reply (phone, received_at);

-- Numbers that get nothing from a company (P11).
CREATE TABLE optout (
    id         INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    phone      TEXT    NOT NULL,
    source     TEXT    NOT NULL CHECK (source IN ('reply', 'operator', 'gateway')),
    since_at   INTEGER NOT NULL,
    UNIQUE (company_id, phone)
) STRICT;
