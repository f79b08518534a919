-- What admission shares over customers: budgets and what queues take, a row for each day or hour. Rows are locked in the order of their names.
CREATE TABLE limits (
    name text COLLATE "C" PRIMARY KEY,
    used bigint NOT NULL,
    ends_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX limits_ends ON limits (ends_at);

-- What people hold back by hand; each change moves the version of sending.
CREATE TABLE policy_switches (
    policy text COLLATE "C" PRIMARY KEY,
    stopped boolean NOT NULL,
    changed_by text NOT NULL,
    why text,
    changed_at timestamptz NOT NULL
);

CREATE TABLE mutes (
    key text COLLATE "C" PRIMARY KEY,
    until timestamptz,
    changed_by text NOT NULL,
    why text,
    changed_at timestamptz NOT NULL,
    version bigint NOT NULL
);

-- A queue is counted by what is open in it: its cases, and callbacks on their way to become one.
ALTER TABLE outbox ADD COLUMN queue text;
ALTER TABLE outbox ADD COLUMN held_by text;
CREATE INDEX outbox_callbacks ON outbox (queue) WHERE kind = 3 AND status = 3;
CREATE INDEX cases_queue ON cases (queue) WHERE status <> 3;
