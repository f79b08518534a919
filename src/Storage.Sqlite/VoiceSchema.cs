namespace CxOrchestrator.Storage.Sqlite;

/// <summary>What customers said, and what people corrected of it.</summary>
internal static class VoiceSchema
{
    /// <summary>The index by time holds all that remarks are counted and filtered by, so that their texts are read for the quotes alone.</summary>
    public const string Step =
        """
        CREATE TABLE remarks (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, sequence INTEGER NOT NULL, at INTEGER NOT NULL, received_at INTEGER NOT NULL,
            source TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, channel TEXT, journey TEXT, stage TEXT, sentiment REAL, class INTEGER, score TEXT,
            reasons TEXT NOT NULL, language TEXT, model TEXT, segments TEXT NOT NULL, excerpt TEXT, corrected INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX remarks_key ON remarks (key, sequence);
        CREATE INDEX remarks_at ON remarks (at, number, class, sentiment, channel, journey, stage, language, reasons, segments);
        CREATE TABLE remark_corrections (number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, sequence INTEGER NOT NULL, received_at INTEGER NOT NULL, text TEXT, language TEXT,
            class INTEGER NOT NULL, reasons TEXT NOT NULL, read_class INTEGER, read_reasons TEXT NOT NULL, model TEXT, by TEXT NOT NULL, at INTEGER NOT NULL);
        CREATE UNIQUE INDEX remark_corrections_key ON remark_corrections (key, sequence);
        """;
}
