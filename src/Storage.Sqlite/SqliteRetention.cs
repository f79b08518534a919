using CxOrchestrator.Storage.Retention;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteRetention(SqliteDatabase database) : IRetention
{
    public Task<RetentionStep> TrimAsync(Kept kept, DateTimeOffset before, long after, int rows, CancellationToken cancellationToken)
    {
        var of = KeptRows.Of(kept);
        return database.WriteAsync(
            transaction =>
            {
                var (past, last, looked, old) = (new List<long>(), after, 0, false);
                using (var look = transaction.Session.Use(
                    $"SELECT number, {of.Made} < ?1, coalesce(({of.Ended}) < ?1, 0) FROM {of.Table} WHERE number > ?2 ORDER BY number LIMIT ?3"))
                {
                    look.Bind(1, before).Bind(2, after).Bind(3, (long)rows);
                    while (look.Read())
                    {
                        (last, looked, old) = (look.Long(0), looked + 1, old || look.Long(1) != 0);
                        if (look.Long(2) != 0)
                        {
                            past.Add(last);
                        }
                    }
                }

                foreach (var number in past)
                {
                    Remove(transaction.Session, kept, of.Table, number);
                }

                return new RetentionStep(past.Count, looked == rows && old ? last : null);
            },
            cancellationToken);
    }

    public Task<int> TrimDocumentsAsync(DateTimeOffset before, int versions, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var first = transaction.Session.Use("SELECT coalesce(max(version), 0) FROM definition_sets WHERE published_at < ?1");
            first.Bind(1, before).Read();
            var keptFrom = first.Long(0);
            using var documents = transaction.Session.Use("DELETE FROM definition_documents WHERE set_version < ?1");
            documents.Bind(1, keptFrom).Run();
            using var sets = transaction.Session.Use("DELETE FROM definition_sets WHERE version < ?1");
            var removed = sets.Bind(1, keptFrom).Run();
            using var single = transaction.Session.Use(
                """
                DELETE FROM document_versions WHERE number IN (
                    SELECT number FROM (SELECT number, row_number() OVER (PARTITION BY kind, id ORDER BY version DESC) AS place FROM document_versions) WHERE place > ?1)
                """);
            return removed + single.Bind(1, versions + 1L).Run();
        },
        cancellationToken);

    private static void Remove(SqliteSession session, Kept kept, string table, long number)
    {
        if (kept == Kept.History)
        {
            // A decision goes with the input that led to it.
            using var decisions = session.Use(
                "DELETE FROM decisions WHERE key = (SELECT key FROM history WHERE number = ?1) AND sequence = (SELECT sequence FROM history WHERE number = ?1)");
            decisions.Bind(1, number).Run();
        }

        using var delete = session.Use($"DELETE FROM {table} WHERE number = ?1");
        delete.Bind(1, number).Run();
    }
}
