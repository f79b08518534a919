-- Connections, and what left through them. An action is about to leave through left_by: set before it leaves, cleared with the outcome.
-- Promotions are leased last.
ALTER TABLE outbox ADD COLUMN left_by text;
ALTER TABLE outbox ADD COLUMN promotion boolean NOT NULL DEFAULT false;
DROP INDEX outbox_sending;
CREATE INDEX outbox_sending ON outbox (promotion, next_attempt_at, number) WHERE status = 3;

CREATE TABLE deliveries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    action text NOT NULL UNIQUE,
    key text NOT NULL,
    connection text NOT NULL,
    channel text NOT NULL,
    address text NOT NULL,
    provider_id text,
    answer text,
    sent_at timestamptz NOT NULL,
    message text NOT NULL
);
CREATE INDEX deliveries_key ON deliveries (key, number);
CREATE INDEX deliveries_connection ON deliveries (connection, number);
CREATE INDEX deliveries_provider ON deliveries (connection, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX deliveries_address ON deliveries (connection, address, number);

CREATE TABLE delivery_steps (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reporter text NOT NULL,
    event_id text NOT NULL,
    step smallint NOT NULL,
    action text,
    key text,
    provider_id text,
    at timestamptz NOT NULL,
    reason text,
    permanent boolean NOT NULL,
    url text,
    text text,
    automated boolean NOT NULL,
    announced boolean NOT NULL DEFAULT false,
    UNIQUE (reporter, event_id)
);
CREATE INDEX delivery_steps_action ON delivery_steps (action);
CREATE INDEX delivery_steps_key ON delivery_steps (key);
CREATE INDEX delivery_steps_unannounced ON delivery_steps (number) WHERE NOT announced AND action IS NOT NULL;
CREATE INDEX delivery_steps_unmatched ON delivery_steps (reporter, provider_id) WHERE action IS NULL;

CREATE TABLE connection_states (
    connection text PRIMARY KEY,
    paused boolean NOT NULL DEFAULT false,
    paused_by text,
    paused_at timestamptz,
    failing_since timestamptz,
    last_error text,
    worked_at timestamptz,
    due_at timestamptz NOT NULL DEFAULT 'epoch'
);

CREATE TABLE connection_secrets (
    connection text NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    target text NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (connection, name)
);
