using Npgsql;

namespace CxOrchestrator.EndToEnd.Faults.Oracle;

/// <summary>What the database holds of a run's customers.</summary>
internal sealed class Evidence
{
    private const string TenantPrefix = "default/";

    public sealed record HistoryRow(string Customer, long Sequence, short Kind, DateTime EffectiveAt, string Source, string Id, string Type, int Definitions)
    {
        public bool IsTouchpoint => Kind == 1 && Id.Length > 0;
    }

    public sealed record ActionRow(string Id, string Customer, short Status, string? LastError);

    public sealed record LetterRow(string Reason, string Detail, byte[] Body);

    public required IReadOnlyList<HistoryRow> History { get; init; }

    public required IReadOnlyList<ActionRow> Actions { get; init; }

    public required IReadOnlyDictionary<string, long> Versions { get; init; }

    public required IReadOnlyList<LetterRow> Letters { get; init; }

    /// <summary>Versions of the documents in which the policy for what is delivered is published.</summary>
    public required IReadOnlySet<int> WithThanks { get; init; }

    /// <param name="database">Where it is.</param>
    /// <param name="run">How its customers' ids begin.</param>
    /// <param name="lettersAfter">Dead letters with a larger number belong to it.</param>
    public static async Task<Evidence> ReadAsync(NpgsqlDataSource database, string run, long lettersAfter)
    {
        var like = $"{TenantPrefix}{run}-c%";
        return new Evidence
        {
            History = await RowsAsync(
                database,
                "SELECT key, sequence, kind, effective_at, source, id, type, definitions FROM history WHERE key LIKE $1 ORDER BY key, sequence",
                like,
                r => new HistoryRow(Customer(r), r.GetInt64(1), r.GetInt16(2), r.GetDateTime(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetInt32(7))),
            Actions = await RowsAsync(
                database,
                "SELECT key, id, status, last_error FROM outbox WHERE key LIKE $1",
                like,
                r => new ActionRow(r.GetString(1), Customer(r), r.GetInt16(2), r.IsDBNull(3) ? null : r.GetString(3))),
            Versions = (await RowsAsync(database, "SELECT key, version FROM customers WHERE key LIKE $1", like, r => (Customer(r), r.GetInt64(1))))
                .ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal),
            Letters = await RowsAsync(
                database,
                "SELECT reason, detail, body FROM dead_letters WHERE number > $1 ORDER BY number",
                lettersAfter,
                r => new LetterRow(r.GetString(0), r.GetString(1), (byte[])r[2])),
            WithThanks = (await RowsAsync(
                database, "SELECT set_version FROM definition_documents WHERE id = $1", "thank-you", r => r.GetInt32(0))).ToHashSet(),
        };
    }

    public static async Task<List<T>> RowsAsync<T, TArgument>(NpgsqlDataSource database, string sql, TArgument argument, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<TArgument> { TypedValue = argument });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static string Customer(NpgsqlDataReader reader) => reader.GetString(0)[TenantPrefix.Length..];
}
