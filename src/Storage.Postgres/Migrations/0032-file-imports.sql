-- Files that become touchpoints, in parts, until their import ends. The parts are read once and removed: the database does not try to compress them.
CREATE TABLE file_imports (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    connection text NOT NULL,
    name text NOT NULL,
    format text NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    received_at timestamptz NOT NULL,
    state smallint NOT NULL,
    ended_at timestamptz,
    problem text,
    row_count bigint NOT NULL DEFAULT 0,
    touchpoints bigint NOT NULL DEFAULT 0,
    dropped bigint NOT NULL DEFAULT 0,
    rejected bigint NOT NULL DEFAULT 0,
    errors text NOT NULL DEFAULT '[]',
    runner text,
    runner_until timestamptz
);
CREATE INDEX file_imports_connection ON file_imports (connection, number);
CREATE INDEX file_imports_open ON file_imports (number) WHERE state < 3;
CREATE TABLE file_import_parts (
    import text NOT NULL,
    place integer NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (import, place)
);
ALTER TABLE file_import_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;
