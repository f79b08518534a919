-- What admission shares over customers: budgets and what queues take, a row for each day or hour. Rows are locked in the order of their names.
CREATE TABLE limits (
    name text COLLATE "C" PRIMARY KEY,
    used bigint NOT NULL,
    ends_at timestamptz NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX limits_ends ON limits (ends_at);

-- Adds to what is used, all of it or an error: the transaction is then run again and looks first. At its end, so that others wait for a row
-- that everybody wants no longer than a commit takes.
CREATE FUNCTION take_limits(names text[], amounts bigint[], maxima bigint[], ends timestamptz[]) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    taken integer;
BEGIN
    INSERT INTO limits AS l (name, used, ends_at)
    SELECT d.name, d.amount, d.ends_at FROM unnest(names, amounts, maxima, ends) AS d (name, amount, maximum, ends_at) WHERE d.amount <= d.maximum ORDER BY d.name COLLATE "C"
    ON CONFLICT (name) DO UPDATE SET used = l.used + excluded.used
        WHERE l.used + excluded.used <= (SELECT d.maximum FROM unnest(names, maxima) AS d (name, maximum) WHERE d.name = l.name);
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken < cardinality(names) THEN
        RAISE EXCEPTION 'a limit has no room' USING ERRCODE = 'CX001';
    END IF;
END
$body$;

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
