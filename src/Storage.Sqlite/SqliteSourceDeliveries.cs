using System.Collections.Immutable;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteSourceDeliveries(SqliteDatabase database) : ISourceDeliveries
{
    public const string Step =
        """
        CREATE TABLE source_deliveries (number INTEGER PRIMARY KEY AUTOINCREMENT, connection TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, reason TEXT,
            size INTEGER NOT NULL, headers TEXT, body BLOB, result TEXT);
        CREATE INDEX source_deliveries_connection ON source_deliveries (connection, number);
        CREATE TABLE source_counts (connection TEXT NOT NULL, hour INTEGER NOT NULL, deliveries INTEGER NOT NULL, refused INTEGER NOT NULL, touchpoints INTEGER NOT NULL,
            unmapped INTEGER NOT NULL, dropped INTEGER NOT NULL, PRIMARY KEY (connection, hour)) WITHOUT ROWID;
        """;

    private const string Columns = "number, connection, at, status, reason, size, headers, body, result";

    public Task AddAsync(ImmutableArray<SourceDeliveryRecord> deliveries, ImmutableArray<SourceCount> counts, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var delivery in deliveries)
            {
                using var insert = transaction.Session.Use(
                    "INSERT INTO source_deliveries (connection, at, status, reason, size, headers, body, result) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
                insert.Bind(1, delivery.Connection).Bind(2, delivery.At).Bind(3, (long)delivery.Status).Bind(4, delivery.Reason).Bind(5, (long)delivery.Size).Bind(6, delivery.Headers);
                (delivery.Body is { } body ? insert.BindBlob(7, body.Span) : insert.Bind(7, (string?)null)).Bind(8, delivery.Result).Run();
            }

            foreach (var connection in deliveries.Select(d => d.Connection).Distinct(StringComparer.Ordinal))
            {
                using var trim = transaction.Session.Use(
                    "DELETE FROM source_deliveries WHERE connection = ?1 AND number <= (SELECT number FROM source_deliveries WHERE connection = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2)");
                trim.Bind(1, connection).Bind(2, (long)ISourceDeliveries.KeptMax).Run();
            }

            foreach (var count in counts)
            {
                using var add = transaction.Session.Use(
                    """
                    INSERT INTO source_counts (connection, hour, deliveries, refused, touchpoints, unmapped, dropped) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                    ON CONFLICT (connection, hour) DO UPDATE SET deliveries = deliveries + ?3, refused = refused + ?4, touchpoints = touchpoints + ?5, unmapped = unmapped + ?6, dropped = dropped + ?7
                    """);
                add.Bind(1, count.Connection).Bind(2, count.Hour).Bind(3, count.Deliveries).Bind(4, count.Refused).Bind(5, count.Touchpoints).Bind(6, count.Unmapped).Bind(7, count.Dropped).Run();
            }

            return true;
        },
        cancellationToken);

    public Task<ImmutableArray<SourceDeliveryRecord>> ListAsync(string connection, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<SourceDeliveryRecord>();
            using var statement = session.Use($"SELECT {Columns} FROM source_deliveries WHERE connection = ?1 ORDER BY number DESC LIMIT ?2");
            statement.Bind(1, connection).Bind(2, (long)ISourceDeliveries.KeptMax);
            while (statement.Read())
            {
                found.Add(Read(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<SourceDeliveryRecord?> GetAsync(string connection, long number, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM source_deliveries WHERE connection = ?1 AND number = ?2");
            return statement.Bind(1, connection).Bind(2, number).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<ImmutableArray<SourceCount>> CountsAsync(DateTimeOffset from, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<SourceCount>();
            using var statement = session.Use("SELECT connection, hour, deliveries, refused, touchpoints, unmapped, dropped FROM source_counts WHERE hour >= ?1 ORDER BY connection, hour");
            statement.Bind(1, from);
            while (statement.Read())
            {
                found.Add(new SourceCount
                {
                    Connection = statement.Text(0),
                    Hour = statement.Time(1),
                    Deliveries = statement.Long(2),
                    Refused = statement.Long(3),
                    Touchpoints = statement.Long(4),
                    Unmapped = statement.Long(5),
                    Dropped = statement.Long(6),
                });
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task TrimAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var deliveries = transaction.Session.Use("DELETE FROM source_deliveries WHERE at < ?1");
            using var counts = transaction.Session.Use("DELETE FROM source_counts WHERE hour < ?1");
            return deliveries.Bind(1, now - ISourceDeliveries.KeptFor).Run() + counts.Bind(1, now - ISourceDeliveries.CountsKeptFor).Run();
        },
        cancellationToken);

    private static SourceDeliveryRecord Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        Connection = s.Text(1),
        At = s.Time(2),
        Status = (int)s.Long(3),
        Reason = s.TextOrNull(4),
        Size = (int)s.Long(5),
        Headers = s.TextOrNull(6),
        Body = s.IsNull(7) ? default(ReadOnlyMemory<byte>?) : s.Bytes(7).ToArray(),
        Result = s.TextOrNull(8),
    };
}
