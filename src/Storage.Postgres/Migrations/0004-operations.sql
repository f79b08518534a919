-- Actions that a topic has and an older database, restored, does not know as delivered: they are not sent again.
CREATE TABLE sent_before (
    id text COLLATE "C" PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);

-- What each silo says of its own transactions, for gateways to show. A silo that says nothing for a while is gone.
CREATE TABLE silo_figures (
    silo text COLLATE "C" PRIMARY KEY,
    at timestamptz NOT NULL,
    commits bigint NOT NULL,
    operations_mean double precision NOT NULL,
    time_p95 interval NOT NULL
) WITH (fillfactor = 50);
