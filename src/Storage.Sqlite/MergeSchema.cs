namespace CxOrchestrator.Storage.Sqlite;

/// <summary>What merging customers needs.</summary>
internal static class MergeSchema
{
    /// <summary>A row that follows its customer into another keeps whose it was, so that an undo returns it.</summary>
    public const string Step =
        """
        CREATE TABLE merges (number INTEGER PRIMARY KEY, from_key TEXT NOT NULL, into_key TEXT NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL, kind TEXT NOT NULL,
            reason TEXT, exact INTEGER NOT NULL, into_before BLOB NOT NULL, undone_at INTEGER, undone_by TEXT);
        CREATE INDEX merges_from ON merges (from_key);
        CREATE INDEX merges_into ON merges (into_key);
        CREATE TABLE merge_numbers (number INTEGER PRIMARY KEY AUTOINCREMENT);
        ALTER TABLE customers ADD COLUMN merged_into TEXT;
        ALTER TABLE directory ADD COLUMN merged_into TEXT;
        ALTER TABLE outbox ADD COLUMN origin TEXT;
        ALTER TABLE cases ADD COLUMN origin TEXT;
        ALTER TABLE consents ADD COLUMN origin TEXT;
        """;
}
