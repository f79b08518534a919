namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Tables of drafts, versions of documents, accounts, the audit trail, and what policies did by the hour.</summary>
internal static class LifeSchema
{
    public const string Step =
        """
        ALTER TABLE definition_documents ADD COLUMN origin TEXT;
        ALTER TABLE definition_documents ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE document_versions (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, file TEXT NOT NULL, text TEXT,
            published_at INTEGER NOT NULL, published_by TEXT NOT NULL, UNIQUE (kind, id, version));
        INSERT INTO document_versions (kind, id, version, file, text, published_at, published_by)
            SELECT d.kind, d.id, d.version, d.file, d.text, s.published_at, s.origin FROM definition_documents d JOIN definition_sets s ON s.version = d.set_version
            WHERE d.version = d.set_version ORDER BY d.set_version, d.place;
        INSERT INTO document_versions (kind, id, version, file, text, published_at, published_by)
            SELECT g.kind, g.id, s.version, g.file, NULL, s.published_at, s.origin
            FROM (SELECT kind, id, max(set_version) AS last, max(file) AS file FROM definition_documents GROUP BY kind, id) g
            JOIN definition_sets s ON s.version = g.last + 1;

        CREATE TABLE drafts (kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, state INTEGER NOT NULL, text TEXT NOT NULL, base_version INTEGER NOT NULL,
            edited_by TEXT NOT NULL, edited_at INTEGER NOT NULL, submitted_by TEXT, submitted_at INTEGER, decided_by TEXT, decided_at INTEGER, comment TEXT,
            PRIMARY KEY (kind, id));
        CREATE TABLE accounts (name TEXT PRIMARY KEY, display_name TEXT NOT NULL, roles TEXT NOT NULL, password_hash TEXT, disabled INTEGER NOT NULL,
            version INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE protection_keys (name TEXT PRIMARY KEY, xml TEXT NOT NULL);

        CREATE TABLE audit (number INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, kind TEXT, id TEXT, version INTEGER,
            detail TEXT);
        CREATE INDEX audit_actor ON audit (actor, number);
        CREATE INDEX audit_action ON audit (action, number);
        CREATE INDEX audit_document ON audit (kind, id, number);
        CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail keeps its entries'); END;
        CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail keeps its entries'); END;

        CREATE TABLE policy_hours (policy TEXT NOT NULL, hour INTEGER NOT NULL, fired INTEGER NOT NULL, held INTEGER NOT NULL, PRIMARY KEY (policy, hour)) WITHOUT ROWID;
        CREATE INDEX policy_hours_hour ON policy_hours (hour);
        """;
}
