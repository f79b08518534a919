namespace CxOrchestrator.Storage.Sqlite;

/// <summary>What customers are found by, and whether their time zone is unknown.</summary>
internal static class DirectorySchema
{
    /// <summary>Folds what is there again, and fills what is new from the customers' states.</summary>
    public const string Step =
        """
        ALTER TABLE directory ADD COLUMN zone_unknown INTEGER NOT NULL DEFAULT 1;
        UPDATE directory SET id_folded = cx_fold(id), name_folded = cx_fold_name(name),
            zone_unknown = cx_zone_unknown((SELECT state FROM customers WHERE customers.key = directory.key));
        CREATE INDEX directory_zone_unknown ON directory (key) WHERE zone_unknown = 1;
        DROP INDEX directory_name;
        CREATE TABLE name_words (word TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (word, key)) WITHOUT ROWID;
        CREATE INDEX name_words_key ON name_words (key);
        WITH RECURSIVE words (key, word, place) AS (
            SELECT key, name_folded, 1 FROM directory WHERE name_folded <> ''
            UNION ALL
            SELECT key, substr(word, instr(word, ' ') + 1), place + 1 FROM words WHERE instr(word, ' ') > 0 AND place < 8)
        INSERT OR IGNORE INTO name_words (word, key) SELECT word, key FROM words;
        """;
}
