using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Sqlite.Log;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteDeadLetters(SqliteDatabase database, EmbeddedLog log, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock) : IDeadLetters
{
    private const string Heads = "number, log, partition, position, source, customer, reason, detail, at, replayed_at, length(body)";
    internal const string Columns = Heads + ", body";

    public Task AddAsync(DeadLetter letter, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            if (Insert(transaction.Session, letter))
            {
                transaction.Count(new LedgerCount { Source = letter.Source, Rejected = 1 });
            }

            return true;
        },
        cancellationToken);

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use($"SELECT {Heads} FROM dead_letters WHERE number < ?1 AND (?2 IS NULL OR reason = ?2) ORDER BY number DESC LIMIT ?3");
                statement.Bind(1, before).Bind(2, reason).Bind(3, (long)limit + 1);
                return SqlitePages.Of(statement, limit, Head, letter => letter.Id);
            },
            cancellationToken);
    }

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM dead_letters WHERE number = ?1");
            return statement.Bind(1, id).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public async Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken)
    {
        var reached = new bool[log.Partitions];
        var replayed = await database.WriteAsync(
            transaction =>
            {
                using (var statement = transaction.Session.Use("UPDATE dead_letters SET replayed_at = ?2 WHERE number = ?1 AND replayed_at IS NULL"))
                {
                    if (statement.Bind(1, id).Bind(2, journeyClock.GetUtcNow()).Run() == 0)
                    {
                        return false;
                    }
                }

                log.Append(transaction, [item], reached);
                return true;
            },
            cancellationToken);
        if (replayed)
        {
            log.Wake(reached);
        }

        return replayed;
    }

    /// <summary>False where one of the same origin is there.</summary>
    internal static bool Insert(SqliteSession session, DeadLetter letter)
    {
        using var statement = session.Use(
            """
            INSERT INTO dead_letters (log, partition, position, source, customer, reason, detail, at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (log, partition, position) DO NOTHING
            """);
        return statement.Bind(1, letter.Origin.Log).Bind(2, (long)letter.Origin.Partition).Bind(3, letter.Origin.Position).Bind(4, letter.Source)
            .Bind(5, letter.Customer).Bind(6, letter.Reason).Bind(7, letter.Detail).Bind(8, letter.At).BindBlob(9, letter.Body.Span).Run() > 0;
    }

    internal static StoredDeadLetter Read(SqliteStatement s) => Head(s).With(s.Bytes(11).ToArray());

    private static StoredDeadLetter Head(SqliteStatement s) => new()
    {
        Id = s.Long(0),
        Letter = new DeadLetter
        {
            Origin = new LogPosition(s.Text(1), s.Int(2), s.Long(3)),
            Source = s.Text(4),
            Customer = s.TextOrNull(5),
            Reason = s.Text(6),
            Detail = s.Text(7),
            At = s.Time(8),
            Body = default,
        },
        ReplayedAt = s.TimeOrNull(9),
        Bytes = s.Long(10),
    };
}
