namespace CxOrchestrator.Storage.Sqlite;

/// <summary>What the bounds of drafts and of the ledger's sources need.</summary>
internal static class BoundsSchema
{
    // A list of drafts is read from the index alone: columns behind a long text cost reading the text.
    public const string Step =
        """
        ALTER TABLE drafts ADD COLUMN name TEXT;
        ALTER TABLE drafts ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
        UPDATE drafts SET bytes = length(CAST(text AS BLOB));
        CREATE INDEX drafts_heads ON drafts (kind, id, revision, state, name, base_version, edited_by, edited_at, submitted_by, submitted_at, decided_by, decided_at, comment, bytes);
        CREATE TABLE ledger_sources (source TEXT PRIMARY KEY) WITHOUT ROWID;
        INSERT INTO ledger_sources (source) SELECT source FROM ledger WHERE source <> 'other';
        """;
}
