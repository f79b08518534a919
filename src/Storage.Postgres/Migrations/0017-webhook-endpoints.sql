-- Addresses of webhooks that answered 410 Gone.
CREATE TABLE webhook_endpoints (
    url text COLLATE "C" PRIMARY KEY,
    disabled_at timestamptz NOT NULL,
    reason text NOT NULL
);
