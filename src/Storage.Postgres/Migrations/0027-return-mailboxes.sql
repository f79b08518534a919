-- How far mailboxes of connections are read, and what was found in them. A reading ended at looked_at, well or not.
CREATE TABLE return_mailboxes (
    connection text PRIMARY KEY,
    reader text,
    reader_until timestamptz,
    looked_at timestamptz,
    place text,
    validity bigint,
    last_uid bigint,
    read_at timestamptz,
    failing_since timestamptz,
    last_error text,
    bounces bigint NOT NULL DEFAULT 0,
    complaints bigint NOT NULL DEFAULT 0,
    replies bigint NOT NULL DEFAULT 0,
    delivered bigint NOT NULL DEFAULT 0,
    automatic bigint NOT NULL DEFAULT 0,
    foreign_messages bigint NOT NULL DEFAULT 0,
    not_understood bigint NOT NULL DEFAULT 0,
    unreadable bigint NOT NULL DEFAULT 0
);
