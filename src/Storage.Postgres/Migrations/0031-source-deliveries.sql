-- What other systems delivered last, for people to look at, and what each connection received by the hour.
CREATE TABLE source_deliveries (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    connection text NOT NULL,
    at timestamptz NOT NULL,
    status integer NOT NULL,
    reason text,
    size integer NOT NULL,
    headers text,
    body bytea,
    result text
);
CREATE INDEX source_deliveries_connection ON source_deliveries (connection, number);
CREATE TABLE source_counts (
    connection text NOT NULL,
    hour timestamptz NOT NULL,
    deliveries bigint NOT NULL,
    refused bigint NOT NULL,
    touchpoints bigint NOT NULL,
    unmapped bigint NOT NULL,
    dropped bigint NOT NULL,
    PRIMARY KEY (connection, hour)
);
