-- Keys and ids compare by bytes: the same order in every database, and prefixes served by plain indexes.

-- No index on anything that a touchpoint changes, and room on each page: updates stay on their page (HOT). States are dense already and up to
-- 8 KB; what fits a page beside others stays in the row, uncompressed.
CREATE TABLE customers (
    key text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    positions text NOT NULL,
    state bytea NOT NULL
) WITH (fillfactor = 70, toast_tuple_target = 4080, autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE customers ALTER COLUMN state SET STORAGE EXTERNAL;

CREATE TABLE directory (
    key text COLLATE "C" PRIMARY KEY,
    name text,
    id_folded text COLLATE "C" NOT NULL,
    name_folded text COLLATE "C"
);
CREATE INDEX directory_id ON directory (id_folded);
CREATE INDEX directory_name ON directory (name_folded) WHERE name_folded IS NOT NULL;

-- By month of receipt; partitions are made and dropped by the program. No unique key: the customer's version lets an input in once.
CREATE TABLE history (
    key text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    kind smallint NOT NULL,
    effective_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    definitions integer NOT NULL,
    at timestamptz NOT NULL,
    source text NOT NULL,
    id text NOT NULL,
    hash bigint NOT NULL,
    type text NOT NULL,
    channel text,
    input bytea NOT NULL,
    outcome bytea NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX history_key ON history (key, sequence);
CREATE INDEX history_hash ON history (hash) WHERE hash <> 0;

CREATE SEQUENCE decision_numbers;
CREATE TABLE decisions (
    number bigint NOT NULL DEFAULT nextval('decision_numbers'),
    key text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    ordinal integer NOT NULL,
    received_at timestamptz NOT NULL,
    policy text NOT NULL,
    outcome smallint NOT NULL,
    decision text NOT NULL
) PARTITION BY RANGE (received_at);
CREATE INDEX decisions_number ON decisions (number);
CREATE INDEX decisions_key ON decisions (key, number);
CREATE INDEX decisions_policy ON decisions (policy, number);

-- Partitions of one month (given by its first day). A table of that name beside the partitions is what an interrupted removal left behind.
CREATE FUNCTION add_month(month date) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    parent text;
    child text;
BEGIN
    PERFORM pg_advisory_xact_lock(7272202, 2);
    FOREACH parent IN ARRAY ARRAY['history', 'decisions'] LOOP
        child := parent || to_char(month, '_YYYY_MM');
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_inherits WHERE inhparent = parent::regclass AND inhrelid = to_regclass(child) AND NOT inhdetachpending);
        IF to_regclass(child) IS NOT NULL THEN
            EXECUTE format('DROP TABLE %I', child);
        END IF;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS)', child, parent);
        EXECUTE format(
            'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            parent, child, month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00');
    END LOOP;
END
$body$;

CREATE TABLE outbox (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    key text COLLATE "C" NOT NULL,
    kind smallint NOT NULL,
    policy text NOT NULL,
    status smallint NOT NULL,
    status_at timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    reason smallint NOT NULL DEFAULT 0,
    next_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    lease_owner text,
    lease_until timestamptz,
    last_error text,
    action text NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX outbox_waiting ON outbox (decided_at, id) WHERE status IN (1, 2);
CREATE INDEX outbox_sending ON outbox (next_attempt_at, number) WHERE status = 3;
CREATE INDEX outbox_dead ON outbox (number) WHERE status = 6;
CREATE INDEX outbox_key ON outbox (key, number);

CREATE TABLE timers (
    key text COLLATE "C" PRIMARY KEY,
    shard smallint NOT NULL,
    due_at timestamptz NOT NULL,
    not_before timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX timers_due ON timers (shard, due_at);

CREATE TABLE at_risk (
    key text COLLATE "C" PRIMARY KEY,
    risk double precision NOT NULL,
    low_point_opened_at timestamptz
) WITH (fillfactor = 70);

-- One row per writer of each sum, added up when read: a busy source does not make writers wait for each other.
CREATE TABLE ledger (
    source text COLLATE "C" NOT NULL,
    lane integer NOT NULL,
    received bigint NOT NULL,
    applied bigint NOT NULL,
    duplicate bigint NOT NULL,
    rejected bigint NOT NULL,
    conflicting bigint NOT NULL,
    last_received_at timestamptz,
    PRIMARY KEY (source, lane)
) WITH (fillfactor = 50);
CREATE TABLE customer_counts (
    lane integer PRIMARY KEY,
    customers bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE log_progress (
    log text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    received_to bigint NOT NULL,
    through timestamptz NOT NULL,
    PRIMARY KEY (log, partition)
) WITH (fillfactor = 50);

CREATE TABLE dead_letters (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    log text COLLATE "C" NOT NULL,
    partition integer NOT NULL,
    position bigint NOT NULL,
    source text NOT NULL,
    customer text,
    reason text NOT NULL,
    detail text NOT NULL,
    at timestamptz NOT NULL,
    body bytea NOT NULL,
    replayed_at timestamptz,
    UNIQUE (log, partition, position)
);
CREATE INDEX dead_letters_waiting ON dead_letters (number) WHERE replayed_at IS NULL;

CREATE TABLE cases (
    id text COLLATE "C" PRIMARY KEY,
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    key text COLLATE "C" NOT NULL,
    queue text NOT NULL,
    priority smallint NOT NULL,
    reason text NOT NULL,
    policy text NOT NULL,
    journey text,
    correlation text,
    status smallint NOT NULL,
    opened_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    claimed_by text,
    claimed_at timestamptz,
    outcome text,
    note text,
    completed_at timestamptz,
    completed_system_at timestamptz,
    announced boolean NOT NULL DEFAULT false,
    version bigint NOT NULL
);
CREATE INDEX cases_open ON cases (priority DESC, due_at, number) WHERE status <> 3;
CREATE INDEX cases_completed ON cases (completed_at DESC, number DESC) WHERE status = 3;
CREATE INDEX cases_key ON cases (key);
CREATE INDEX cases_unannounced ON cases (number) WHERE status = 3 AND NOT announced;

CREATE TABLE definition_sets (
    version integer PRIMARY KEY,
    published_at timestamptz NOT NULL,
    origin text NOT NULL
);
CREATE TABLE definition_documents (
    set_version integer NOT NULL REFERENCES definition_sets,
    place integer NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    version integer NOT NULL,
    file text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (set_version, place)
);

CREATE TABLE sending (
    id integer PRIMARY KEY CHECK (id = 1),
    stopped boolean NOT NULL,
    version bigint NOT NULL,
    changed_by text,
    changed_at timestamptz
);
INSERT INTO sending (id, stopped, version) VALUES (1, false, 1);
