-- A second person confirms test recipients: who was marked before has to be confirmed. Test sends are no customer's actions.
ALTER TABLE test_recipients ADD COLUMN confirmed_by text;
ALTER TABLE test_recipients ADD COLUMN confirmed_at timestamptz;
CREATE TABLE test_sends (account text COLLATE "C" PRIMARY KEY, day integer NOT NULL, sent integer NOT NULL);
ALTER TABLE outbox ADD COLUMN test boolean NOT NULL DEFAULT false;
UPDATE outbox SET test = true WHERE action LIKE '%"cause":"test:%';
