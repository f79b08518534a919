-- Customers who were merged into others. Their histories stay where they are; a row that follows its customer into another keeps whose it was, so that
-- an undo returns it. No index on merged_into: it is read by the key.
CREATE SEQUENCE merge_numbers;
CREATE TABLE merges (
    number bigint PRIMARY KEY,
    from_key text COLLATE "C" NOT NULL,
    into_key text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    by text NOT NULL,
    kind text NOT NULL,
    reason text,
    exact boolean NOT NULL,
    into_before bytea NOT NULL,
    undone_at timestamptz,
    undone_by text
);
CREATE INDEX merges_from ON merges (from_key, number);
CREATE INDEX merges_into ON merges (into_key, number);
ALTER TABLE customers ADD COLUMN merged_into text COLLATE "C";
ALTER TABLE directory ADD COLUMN merged_into text COLLATE "C";
ALTER TABLE outbox ADD COLUMN origin text COLLATE "C";
ALTER TABLE cases ADD COLUMN origin text COLLATE "C";
ALTER TABLE consents ADD COLUMN origin text COLLATE "C";
