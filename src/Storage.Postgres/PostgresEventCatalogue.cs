using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Storage.Erasure;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresEventCatalogue(PostgresDatabase database, PostgresErasureKey secret) : IEventCatalogue
{
    public async Task AddAsync(ImmutableArray<SeenType> seen, CancellationToken cancellationToken)
    {
        var hash = await secret.HashAsync(cancellationToken);
        await database.WriteAsync(
            async connection =>
            {
                // In one order, so that two silos never wait for each other.
                foreach (var type in (await BoundedAsync(connection, seen, cancellationToken)).OrderBy(s => s.Type, StringComparer.Ordinal))
                {
                    await AddAsync(connection, type, hash, cancellationToken);
                }

                return true;
            },
            cancellationToken);
    }

    public Task<ImmutableArray<SeenType>> ListAsync(DateTimeOffset hoursFrom, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            var hours = (await connection.RowsAsync(
                    "SELECT type, hour, count FROM event_hours WHERE hour >= $1", [hoursFrom], r => (Type: r.GetString(0), Hour: r.Time(1), Count: r.GetInt64(2)), cancellationToken))
                .GroupBy(h => h.Type).ToDictionary(g => g.Key, g => g.ToDictionary(h => h.Hour, h => h.Count));
            return await connection.RowsAsync(
                "SELECT type, count, first_at, last_at, detail FROM event_types ORDER BY type",
                [],
                r => new SeenType
                {
                    Type = r.GetString(0),
                    Count = r.GetInt64(1),
                    FirstAt = r.Time(2),
                    LastAt = r.Time(3),
                    Hours = hours.GetValueOrDefault(r.GetString(0)) ?? [],
                    Detail = JsonSerializer.Deserialize(r.GetString(4), SeenJson.Default.SeenDetail)!,
                },
                cancellationToken);
        },
        cancellationToken);

    public Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync("DELETE FROM event_hours WHERE hour < $1", [before], cancellationToken), cancellationToken);

    // Silos take turns where a type may be new, so that they never store too many together.
    private static async Task<IEnumerable<SeenType>> BoundedAsync(NpgsqlConnection connection, ImmutableArray<SeenType> seen, CancellationToken cancellationToken)
    {
        var wanted = seen.Select(s => StorableText.Of(s.Type)).ToArray();
        var known = await KnownAsync();
        if (!wanted.All(t => t.Length == 0 || known.Contains(t)))
        {
            await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(7272202, 6)", [], cancellationToken);
            known = await KnownAsync();
        }

        var room = IEventCatalogue.TypesMax - await connection.ScalarAsync<long>("SELECT count(*) FROM event_types WHERE type <> ''", [], cancellationToken);
        return seen.Select(s => s.Type.Length == 0 || known.Contains(StorableText.Of(s.Type)) || room-- > 0 ? s : s.Together()).ToList();

        async Task<HashSet<string>> KnownAsync() =>
            [.. await connection.RowsAsync("SELECT type FROM event_types WHERE type = ANY ($1)", [wanted], r => r.GetString(0), cancellationToken)];
    }

    private static async Task AddAsync(NpgsqlConnection connection, SeenType seen, ErasureHash hash, CancellationToken cancellationToken)
    {
        var type = StorableText.Of(seen.Type);
        await connection.ExecuteAsync(
            "INSERT INTO event_types (type, count, first_at, last_at, detail) VALUES ($1, 0, $2, $3, $4) ON CONFLICT DO NOTHING",
            [type, seen.FirstAt, seen.LastAt, JsonSerializer.Serialize(SeenDetail.Nothing, SeenJson.Default.SeenDetail)],
            cancellationToken);

        // The row is held from here on: what another silo adds to it waits.
        var had = await connection.ScalarAsync<string>("SELECT detail FROM event_types WHERE type = $1 FOR UPDATE", [type], cancellationToken);

        // Erased from here on, a customer's values are removed once this is stored: an erasure waits for the row.
        var added = await AnyErasedAsync(connection, seen, hash, cancellationToken) ? seen.WithoutValues() : seen;
        var detail = JsonSerializer.Deserialize(had, SeenJson.Default.SeenDetail)!.With(added.Detail);
        await connection.ExecuteAsync(
            "UPDATE event_types SET count = count + $2, first_at = least(first_at, $3), last_at = greatest(last_at, $4), detail = $5 WHERE type = $1",
            [type, seen.Count, seen.FirstAt, seen.LastAt, StorableText.Of(JsonSerializer.Serialize(detail, SeenJson.Default.SeenDetail))],
            cancellationToken);
        await connection.ExecuteAsync(
            """
            INSERT INTO event_hours (type, hour, count) SELECT $1, h.hour, h.count FROM unnest($2, $3) AS h (hour, count)
            ON CONFLICT (type, hour) DO UPDATE SET count = event_hours.count + excluded.count
            """,
            [type, seen.Hours.Keys.Select(h => h.UtcDateTime).ToArray(), seen.Hours.Values.ToArray()],
            cancellationToken);
    }

    private static async Task<bool> AnyErasedAsync(NpgsqlConnection connection, SeenType seen, ErasureHash hash, CancellationToken cancellationToken) =>
        seen.Customers.Count > 0
        && await connection.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM erasures WHERE hash = ANY ($1) AND readmitted_at IS NULL)", [seen.Customers.Select(hash.Of).ToArray()], cancellationToken);
}
