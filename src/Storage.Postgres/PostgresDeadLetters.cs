using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresDeadLetters(PostgresDatabase database, ITouchpointLog log, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock) : IDeadLetters
{
    private const string Heads = "number, log, partition, position, source, customer, reason, detail, at, replayed_at, octet_length(body)";
    internal const string Columns = Heads + ", body";

    public Task AddAsync(DeadLetter letter, CancellationToken cancellationToken) => database.Writer.AddAsync(letter, cancellationToken);

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var where = new Conditions().AndIf("number <", Cursors.Number(cursor)).AndIf("reason =", reason);
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync($"SELECT {Heads} FROM dead_letters {where.Sql} ORDER BY number DESC LIMIT {where.Value(limit + 1)}", where.Values, Head, cancellationToken),
                limit,
                letter => letter.Id),
            cancellationToken);
    }

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.RowAsync($"SELECT {Columns} FROM dead_letters WHERE number = $1", [id], Read, cancellationToken), cancellationToken);

    /// <summary>
    /// Appended first, marked after: the log lies elsewhere, and between the two a failure may fall. Then the letter waits on, and is replayed
    /// again: at least once, and its touchpoint's identity lets it count once. The letter's row is held meanwhile, so that of two who replay
    /// it at once only one appends.
    /// </summary>
    public Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            var waits = await connection.RowAsync(
                $"SELECT {Heads} FROM dead_letters WHERE number = $1 AND replayed_at IS NULL FOR UPDATE", [id], Head, cancellationToken);
            if (waits is null)
            {
                return false;
            }

            await log.AppendAsync([item], cancellationToken);
            await connection.ExecuteAsync("UPDATE dead_letters SET replayed_at = $2 WHERE number = $1", [id, journeyClock.GetUtcNow()], CancellationToken.None);
            return true;
        },
        cancellationToken);

    internal static StoredDeadLetter Read(NpgsqlDataReader r) => Head(r).With(r.Bytes(11));

    private static StoredDeadLetter Head(NpgsqlDataReader r) => new()
    {
        Id = r.GetInt64(0),
        Letter = new DeadLetter
        {
            Origin = new LogPosition(r.GetString(1), r.GetInt32(2), r.GetInt64(3)),
            Source = r.GetString(4),
            Customer = r.TextOrNull(5),
            Reason = r.GetString(6),
            Detail = r.GetString(7),
            At = r.Time(8),
            Body = default,
        },
        ReplayedAt = r.TimeOrNull(9),
        Bytes = r.GetInt32(10),
    };
}
