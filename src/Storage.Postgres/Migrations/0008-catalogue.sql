-- Types of touchpoints that were seen, with what they carry (JSON that only the product reads), and how many came in each hour.
CREATE TABLE event_types (
    type text COLLATE "C" PRIMARY KEY,
    count bigint NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    detail text NOT NULL
);
CREATE TABLE event_hours (
    type text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (type, hour)
);
CREATE INDEX event_hours_hour ON event_hours (hour);
