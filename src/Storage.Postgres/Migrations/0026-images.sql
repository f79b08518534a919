-- Images that marketers uploaded for messages. They are compressed already: the database does not try again.
CREATE TABLE images (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    name text NOT NULL,
    media_type text NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    length integer NOT NULL,
    uploaded_by text NOT NULL,
    uploaded_at timestamptz NOT NULL,
    bytes bytea NOT NULL
);
ALTER TABLE images ALTER COLUMN bytes SET STORAGE EXTERNAL;
