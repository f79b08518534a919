-- Actions that a topic has and an older database, restored, does not know as delivered: they are not sent again.
CREATE TABLE sent_before (
    id text COLLATE "C" PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);
