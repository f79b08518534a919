-- Customers that drafts may be sent to.
CREATE TABLE test_recipients (
    key text COLLATE "C" PRIMARY KEY,
    account text COLLATE "C",
    marked_by text NOT NULL,
    marked_at timestamptz NOT NULL
);
