namespace CxOrchestrator.Storage.Sqlite;

/// <summary>
/// The tables, in numbered steps that run by themselves. Times are Unix milliseconds; a key is <c>tenant/customer</c>. A step that was
/// released is never changed: a new one is added.
/// </summary>
public static class Schema
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE log_head (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, bytes INTEGER NOT NULL, partitions INTEGER NOT NULL, name TEXT NOT NULL);
        CREATE TABLE log_records (partition INTEGER NOT NULL, position INTEGER NOT NULL, source TEXT NOT NULL, received_at INTEGER NOT NULL, body BLOB NOT NULL,
            PRIMARY KEY (partition, position)) WITHOUT ROWID;
        CREATE TABLE log_positions (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL, through INTEGER NOT NULL);
        CREATE TABLE ledger (source TEXT PRIMARY KEY, received INTEGER NOT NULL, applied INTEGER NOT NULL, duplicate INTEGER NOT NULL, rejected INTEGER NOT NULL,
            conflicting INTEGER NOT NULL, last_received_at INTEGER) WITHOUT ROWID;

        CREATE TABLE customers (key TEXT PRIMARY KEY, version INTEGER NOT NULL, positions TEXT NOT NULL, state BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE directory (key TEXT PRIMARY KEY, id TEXT NOT NULL COLLATE NOCASE, name TEXT COLLATE NOCASE) WITHOUT ROWID;
        CREATE INDEX directory_id ON directory (id);
        CREATE INDEX directory_name ON directory (name) WHERE name IS NOT NULL;
        CREATE TABLE history (key TEXT NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, effective_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
            definitions INTEGER NOT NULL, at INTEGER NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, hash INTEGER NOT NULL, type TEXT NOT NULL, channel TEXT,
            input BLOB NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (key, sequence)) WITHOUT ROWID;
        CREATE INDEX history_hash ON history (hash) WHERE hash <> 0;
        CREATE TABLE decisions (number INTEGER PRIMARY KEY, key TEXT NOT NULL, sequence INTEGER NOT NULL, ordinal INTEGER NOT NULL, policy TEXT NOT NULL,
            outcome INTEGER NOT NULL, decision TEXT NOT NULL);
        CREATE INDEX decisions_key ON decisions (key);
        CREATE INDEX decisions_policy ON decisions (policy);

        CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, kind INTEGER NOT NULL, policy TEXT NOT NULL,
            status INTEGER NOT NULL, status_at INTEGER NOT NULL, decided_at INTEGER NOT NULL, reason INTEGER NOT NULL DEFAULT 0, next_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER, lease_owner TEXT, lease_until INTEGER, last_error TEXT, action TEXT NOT NULL);
        CREATE INDEX outbox_waiting ON outbox (decided_at, id) WHERE status IN (1, 2);
        CREATE INDEX outbox_sending ON outbox (next_attempt_at) WHERE status = 3;
        CREATE INDEX outbox_dead ON outbox (number) WHERE status = 6;
        CREATE INDEX outbox_key ON outbox (key);

        CREATE TABLE timers (key TEXT PRIMARY KEY, shard INTEGER NOT NULL, due_at INTEGER NOT NULL, not_before INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX timers_due ON timers (due_at);
        CREATE TABLE at_risk (key TEXT PRIMARY KEY, risk REAL NOT NULL, low_point_opened_at INTEGER) WITHOUT ROWID;
        CREATE TABLE dead_letters (number INTEGER PRIMARY KEY AUTOINCREMENT, log TEXT NOT NULL, partition INTEGER NOT NULL, position INTEGER NOT NULL,
            source TEXT NOT NULL, customer TEXT, reason TEXT NOT NULL, detail TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL, replayed_at INTEGER,
            UNIQUE (log, partition, position));

        CREATE TABLE cases (id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, key TEXT NOT NULL, queue TEXT NOT NULL, priority INTEGER NOT NULL, reason TEXT NOT NULL,
            policy TEXT NOT NULL, journey TEXT, correlation TEXT, status INTEGER NOT NULL, opened_at INTEGER NOT NULL, due_at INTEGER NOT NULL, claimed_by TEXT,
            claimed_at INTEGER, outcome TEXT, note TEXT, completed_at INTEGER, completed_system_at INTEGER, announced INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL);
        CREATE INDEX cases_open ON cases (priority DESC, due_at, number) WHERE status <> 3;
        CREATE INDEX cases_key ON cases (key);
        CREATE INDEX cases_unannounced ON cases (number) WHERE status = 3 AND announced = 0;

        CREATE TABLE definition_sets (version INTEGER PRIMARY KEY, published_at INTEGER NOT NULL, origin TEXT NOT NULL);
        CREATE TABLE definition_documents (set_version INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
            file TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (set_version, place)) WITHOUT ROWID;
        CREATE TABLE sending (id INTEGER PRIMARY KEY CHECK (id = 1), stopped INTEGER NOT NULL, version INTEGER NOT NULL, changed_by TEXT, changed_at INTEGER);
        INSERT INTO sending (id, stopped, version) VALUES (1, 0, 1);
        """,
        """
        ALTER TABLE directory ADD COLUMN id_folded TEXT NOT NULL DEFAULT '';
        ALTER TABLE directory ADD COLUMN name_folded TEXT;
        UPDATE directory SET id_folded = cx_fold(id), name_folded = cx_fold(name);
        DROP INDEX directory_id;
        DROP INDEX directory_name;
        CREATE INDEX directory_id ON directory (id_folded);
        CREATE INDEX directory_name ON directory (name_folded) WHERE name_folded IS NOT NULL;
        """,

        // A table without row ids moves rows over a quarter of a page to overflow pages of their own: two to three pages for every row
        // written. History now goes to the end of its table, whose pages fill up, and only a small index has to look for its place.
        """
        ALTER TABLE customers RENAME TO customers_before;
        CREATE TABLE customers (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, positions TEXT NOT NULL, state BLOB NOT NULL);
        INSERT INTO customers (key, version, positions, state) SELECT key, version, positions, state FROM customers_before;
        DROP TABLE customers_before;
        DROP INDEX history_hash;
        ALTER TABLE history RENAME TO history_before;
        CREATE TABLE history (number INTEGER PRIMARY KEY, key TEXT NOT NULL, sequence INTEGER NOT NULL, kind INTEGER NOT NULL, effective_at INTEGER NOT NULL,
            received_at INTEGER NOT NULL, definitions INTEGER NOT NULL, at INTEGER NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL, hash INTEGER NOT NULL,
            type TEXT NOT NULL, channel TEXT, input BLOB NOT NULL, outcome TEXT NOT NULL, UNIQUE (key, sequence));
        INSERT INTO history (key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome)
            SELECT key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome FROM history_before;
        DROP TABLE history_before;
        CREATE INDEX history_hash ON history (hash) WHERE hash <> 0;
        """,

        // What admission shares over customers, and what people hold back by hand. Queues are counted by what is open in them.
        """
        CREATE TABLE limits (name TEXT PRIMARY KEY, used INTEGER NOT NULL, ends_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE policy_switches (policy TEXT PRIMARY KEY, stopped INTEGER NOT NULL, changed_by TEXT NOT NULL, why TEXT, changed_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE mutes (key TEXT PRIMARY KEY, until INTEGER, changed_by TEXT NOT NULL, why TEXT, changed_at INTEGER NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID;
        ALTER TABLE outbox ADD COLUMN queue TEXT;
        ALTER TABLE outbox ADD COLUMN held_by TEXT;
        CREATE INDEX outbox_callbacks ON outbox (queue) WHERE kind = 3 AND status = 3;
        CREATE INDEX cases_queue ON cases (queue) WHERE status <> 3;
        """,
        LifeSchema.Step,
        SqliteRuns.Table("backtests"),
        SqliteEventCatalogue.Step,
        SqliteCodes.Step,
        SqliteAccounts.SubjectStep,
        SqliteSchedules.Step,
        SqliteTestRecipients.Step,
        SqliteApiKeys.Step,
        SqliteAccounts.SessionStep,
        SqliteSignInTries.Step,
        DirectorySchema.Step,
        SqliteWebhookEndpoints.Step,
        SqliteTestRecipients.ConfirmStep,
        SqliteAccounts.SecondFactorStep,
        BoundsSchema.Step,
        SqliteSchedules.ExpiredStep,
        ErasureSchema.Step,

        // Dead messages and offers whose failure is not in the log yet. Those that were dead before are known to nobody who waits.
        """
        ALTER TABLE outbox ADD COLUMN unannounced INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX outbox_unannounced ON outbox (number) WHERE unannounced = 1;
        """,
        DeliverySchema.Step,
        SqliteInAppInbox.Step,
        SqliteImages.Step,
        SqliteReturnMailboxes.Step,

        // A message that never left has no delivery: what is reported of it says itself of which address.
        "ALTER TABLE delivery_steps ADD COLUMN address TEXT;",
        SqliteSourceDeliveries.Step,
        SqliteIdentityRows.Step,
        MergeSchema.Step,
        SqliteSourcePulls.Step,
        SqliteFileImports.Step,
        VoiceSchema.Step,
        SqliteWaitingDeliveries.Step,
        SqliteRuns.Table("warning_searches"),
    ];

    /// <summary>Brings the file to this version; throws <see cref="InvalidDataException"/> for a file that a newer version wrote.</summary>
    public static void Migrate(SqliteSession session)
    {
        long version;
        using (var statement = session.Use("PRAGMA user_version"))
        {
            statement.Read();
            version = statement.Long(0);
        }

        if (version > Steps.Length)
        {
            throw new InvalidDataException($"The data folder was written by a newer version (schema {version}, this one knows {Steps.Length}). Start that version, or use another folder.");
        }

        session.AddDirectoryFunctions();
        for (; version < Steps.Length; version++)
        {
            session.Script($"BEGIN IMMEDIATE; {Steps[version]} PRAGMA user_version = {version + 1}; COMMIT;");
        }
    }
}
