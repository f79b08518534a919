-- Tries to sign in, by who is tried and from where.
CREATE TABLE sign_in_tries (
    key text COLLATE "C" PRIMARY KEY,
    wrong integer NOT NULL,
    last_at timestamptz NOT NULL
);
