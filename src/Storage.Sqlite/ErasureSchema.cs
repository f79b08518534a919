namespace CxOrchestrator.Storage.Sqlite;

/// <summary>What erasing customers and the log of their consent need.</summary>
internal static class ErasureSchema
{
    /// <summary>
    /// The audit trail keeps its entries for at least 90 days, whatever its retention says, and the only change that one takes is to lose whom it is
    /// about.
    /// </summary>
    public const string Step =
        """
        ALTER TABLE ledger ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE erasure_key (id INTEGER PRIMARY KEY CHECK (id = 1), secret BLOB NOT NULL);
        INSERT INTO erasure_key (id, secret) VALUES (1, randomblob(32));
        CREATE TABLE erasures (number INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, key TEXT, version INTEGER NOT NULL, positions TEXT NOT NULL,
            at INTEGER NOT NULL, requested_at INTEGER NOT NULL, requested_by TEXT NOT NULL, removed TEXT NOT NULL, failure TEXT, done_at INTEGER,
            readmitted_at INTEGER, readmitted_by TEXT, runner TEXT, runner_until INTEGER);
        CREATE INDEX erasures_running ON erasures (number) WHERE done_at IS NULL;
        CREATE TABLE consents (number INTEGER PRIMARY KEY, key TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL,
            channel TEXT NOT NULL, purpose TEXT, agreed INTEGER, source TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, reason TEXT);
        CREATE INDEX consents_key ON consents (key);
        CREATE INDEX codes_key ON codes (key) WHERE key IS NOT NULL;
        CREATE INDEX codes_redeemed_by ON codes (redeemed_by) WHERE redeemed_by IS NOT NULL;
        CREATE INDEX dead_letters_customer ON dead_letters (customer);
        DROP TRIGGER audit_kept;
        DROP TRIGGER audit_unchanged;
        CREATE TRIGGER audit_kept BEFORE DELETE ON audit WHEN old.at > (CAST(strftime('%s', 'now') AS INTEGER) - 7776000) * 1000
            BEGIN SELECT RAISE(ABORT, 'the audit trail keeps its entries'); END;
        CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
            WHEN NOT (new.number = old.number AND new.at = old.at AND new.actor = old.actor AND new.action = old.action AND new.kind IS old.kind
                AND new.version IS old.version AND new.id = 'erased' AND new.detail IS NULL)
            BEGIN SELECT RAISE(ABORT, 'the audit trail keeps its entries'); END;
        """;
}
