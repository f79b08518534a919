-- How far sources are asked for their events.
CREATE TABLE source_pulls (
    connection text PRIMARY KEY,
    reader text,
    reader_until timestamptz,
    due_at timestamptz,
    cursor text,
    read_at timestamptz,
    failing_since timestamptz,
    last_error text
);
