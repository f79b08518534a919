using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresConsents(PostgresDatabase database) : IConsentLog
{
    public Task<Page<NumberedConsent>> ListAsync(CustomerKey key, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.RunAsync(
            async connection => NumberPages.Of(
                await connection.RowsAsync(
                    """
                    SELECT number, sequence, at, received_at, channel, purpose, agreed, source, id, type, reason FROM consents
                    WHERE key = $1 AND number < $2 ORDER BY number DESC LIMIT $3
                    """,
                    [key.ToString(), before, limit + 1],
                    Read,
                    cancellationToken),
                limit,
                c => c.Number),
            cancellationToken);
    }

    private static NumberedConsent Read(NpgsqlDataReader r) => new(r.GetInt64(0), new StoredConsent
    {
        Sequence = r.GetInt64(1),
        At = r.Time(2),
        ReceivedAt = r.Time(3),
        Channel = r.GetString(4),
        Purpose = r.TextOrNull(5),
        Agreed = r.IsDBNull(6) ? null : r.GetBoolean(6),
        Source = r.GetString(7),
        Id = r.GetString(8),
        Type = r.GetString(9),
        Reason = r.TextOrNull(10),
    });
}
