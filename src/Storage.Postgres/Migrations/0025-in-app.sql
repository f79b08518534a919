-- Messages that wait in customers' apps, and the keys that sign the tokens of those apps.
CREATE TABLE in_app_messages (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    key text NOT NULL,
    title text,
    text text NOT NULL,
    link text,
    link_text text,
    image text,
    sent_at timestamptz NOT NULL,
    expires_at timestamptz,
    read_at timestamptz,
    clicked_at timestamptz
);
CREATE INDEX in_app_messages_key ON in_app_messages (key, number);

CREATE TABLE in_app_keys (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    secret text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL
);
