using CxOrchestrator.Storage.Retention;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Timelines and decisions go by whole months, see <see cref="MonthKeeper"/>; here is everything else.</summary>
internal sealed class PostgresRetention(PostgresDatabase database) : IRetention
{
    public async Task<RetentionStep> TrimAsync(Kept kept, DateTimeOffset before, long after, int rows, CancellationToken cancellationToken)
    {
        if (kept == Kept.History)
        {
            return new RetentionStep(0, null);
        }

        var of = KeptRows.Of(kept);
        return await database.WriteAsync(
            async connection =>
            {
                var looked = await connection.RowsAsync(
                    $"SELECT number, {of.Made} < $1, coalesce(({of.Ended}) < $1, false) FROM {of.Table} WHERE number > $2 ORDER BY number LIMIT $3",
                    [before, after, rows],
                    r => (Number: r.GetInt64(0), Old: r.GetBoolean(1), Past: r.GetBoolean(2)),
                    cancellationToken);
                var past = looked.Where(l => l.Past).Select(l => l.Number).ToArray();
                if (past.Length > 0)
                {
                    // Looked at again: an action that was given up may have been tried again meanwhile.
                    await connection.ExecuteAsync($"DELETE FROM {of.Table} WHERE number = ANY($1) AND ({of.Ended}) < $2", [past, before], cancellationToken);
                }

                return new RetentionStep(past.Length, looked.Length == rows && looked.Any(l => l.Old) ? looked[^1].Number : null);
            },
            cancellationToken,
            repeatable: true);
    }

    public Task<int> TrimDocumentsAsync(DateTimeOffset before, int versions, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var keptFrom = await connection.ScalarAsync<int>("SELECT coalesce(max(version), 0) FROM definition_sets WHERE published_at < $1", [before], cancellationToken);
            await connection.ExecuteAsync("DELETE FROM definition_documents WHERE set_version < $1", [keptFrom], cancellationToken);
            var removed = await connection.ExecuteAsync("DELETE FROM definition_sets WHERE version < $1", [keptFrom], cancellationToken);
            return removed + await connection.ExecuteAsync(
                """
                DELETE FROM document_versions v USING (
                    SELECT kind, id, version, row_number() OVER (PARTITION BY kind, id ORDER BY version DESC) AS place FROM document_versions) AS p
                WHERE p.place > $1 AND v.kind = p.kind AND v.id = p.id AND v.version = p.version
                """,
                [versions + 1L],
                cancellationToken);
        },
        cancellationToken,
        repeatable: true);
}
