-- What ends sessions, and passwords that somebody else chose.
ALTER TABLE accounts ADD COLUMN stamp text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN must_change boolean NOT NULL DEFAULT false;
