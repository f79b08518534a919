-- Dead messages and offers whose failure is not in the log yet. Those that were dead before are known to nobody who waits.
ALTER TABLE outbox ADD COLUMN unannounced boolean NOT NULL DEFAULT false;
CREATE INDEX outbox_unannounced ON outbox (number) WHERE unannounced;
