-- What a sign-in provider calls the person of an account; null for local accounts.
ALTER TABLE accounts ADD COLUMN subject text COLLATE "C";
CREATE UNIQUE INDEX accounts_subject ON accounts (subject) WHERE subject IS NOT NULL;
