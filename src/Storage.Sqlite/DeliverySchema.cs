namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Tables of connections and of what left through them.</summary>
internal static class DeliverySchema
{
    // An action is about to leave through left_by: set before it leaves, cleared with the outcome. Promotions are leased last.
    public const string Step =
        """
        ALTER TABLE outbox ADD COLUMN left_by TEXT;
        ALTER TABLE outbox ADD COLUMN promotion INTEGER NOT NULL DEFAULT 0;
        DROP INDEX outbox_sending;
        CREATE INDEX outbox_sending ON outbox (promotion, next_attempt_at, number) WHERE status = 3;
        CREATE TABLE deliveries (number INTEGER PRIMARY KEY AUTOINCREMENT, action TEXT NOT NULL UNIQUE, key TEXT NOT NULL, connection TEXT NOT NULL, channel TEXT NOT NULL,
            address TEXT NOT NULL, provider_id TEXT, answer TEXT, sent_at INTEGER NOT NULL, message TEXT NOT NULL);
        CREATE INDEX deliveries_key ON deliveries (key);
        CREATE INDEX deliveries_connection ON deliveries (connection, number);
        CREATE INDEX deliveries_provider ON deliveries (connection, provider_id) WHERE provider_id IS NOT NULL;
        CREATE INDEX deliveries_address ON deliveries (connection, address, number);
        CREATE TABLE delivery_steps (number INTEGER PRIMARY KEY AUTOINCREMENT, reporter TEXT NOT NULL, event_id TEXT NOT NULL, step INTEGER NOT NULL, action TEXT, key TEXT,
            provider_id TEXT, at INTEGER NOT NULL, reason TEXT, permanent INTEGER NOT NULL, url TEXT, text TEXT, automated INTEGER NOT NULL, announced INTEGER NOT NULL DEFAULT 0,
            UNIQUE (reporter, event_id));
        CREATE INDEX delivery_steps_action ON delivery_steps (action);
        CREATE INDEX delivery_steps_key ON delivery_steps (key);
        CREATE INDEX delivery_steps_unannounced ON delivery_steps (number) WHERE announced = 0 AND action IS NOT NULL;
        CREATE INDEX delivery_steps_unmatched ON delivery_steps (reporter, provider_id) WHERE action IS NULL;
        CREATE TABLE connection_states (connection TEXT PRIMARY KEY, paused INTEGER NOT NULL DEFAULT 0, paused_by TEXT, paused_at INTEGER, failing_since INTEGER,
            last_error TEXT, worked_at INTEGER, due_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE TABLE connection_secrets (connection TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, target TEXT NOT NULL, set_by TEXT NOT NULL, set_at INTEGER NOT NULL,
            PRIMARY KEY (connection, name)) WITHOUT ROWID;
        """;
}
