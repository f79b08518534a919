using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Erasures in SQLite: their marks, and how far each is.</summary>
internal sealed class SqliteErasures(SqliteDatabase database, TimeProvider clock) : ICustomerErasures, IErasureStore
{
    private const string Columns = "number, requested_at, requested_by, removed, failure, done_at, readmitted_at, readmitted_by";

    public Task<ErasureMark?> BeginAsync(CustomerErasure erasure, CancellationToken cancellationToken) =>
        database.WriteAsync(transaction => Begin(transaction.Session, erasure), cancellationToken);

    public Task<bool> CountAsync(ErasedCount count, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var update = transaction.Session.Use("UPDATE erasures SET version = version + 1, positions = ?3 WHERE hash = ?1 AND version = ?2");
            if (update.Bind(1, Hash.Of(count.Key)).Bind(2, count.ExpectedVersion).BindText(3, StoreJson.Of(count.Positions)).Run() == 0)
            {
                return false;
            }

            foreach (var line in count.Ledger)
            {
                transaction.Count(line);
            }

            return true;
        },
        cancellationToken);

    public Task<ErasureMark?> ReadmitAsync(CustomerKey key, string by, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            var hash = Hash.Of(key);
            using var update = transaction.Session.Use("UPDATE erasures SET version = version + 1, readmitted_at = ?2, readmitted_by = ?3 WHERE hash = ?1 AND readmitted_at IS NULL");
            return update.Bind(1, hash).Bind(2, clock.GetUtcNow()).Bind(3, by).Run() == 0 ? null : Mark(transaction.Session, hash);
        },
        cancellationToken);

    public Task<Page<StoredErasure>> ListAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var before = Cursors.Number(cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use($"SELECT {Columns} FROM erasures WHERE number < ?1 ORDER BY number DESC LIMIT ?2");
                statement.Bind(1, before).Bind(2, (long)limit + 1);
                return SqlitePages.Of(statement, limit, Read, e => e.Number);
            },
            cancellationToken);
    }

    public Task<StoredErasure?> GetAsync(long number, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM erasures WHERE number = ?1");
            return statement.Bind(1, number).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<StoredErasure?> FindAsync(CustomerKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM erasures WHERE hash = ?1");
            return statement.Bind(1, Hash.Of(key)).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<ImmutableHashSet<CustomerKey>> KeptOutAsync(IReadOnlyCollection<CustomerKey> keys, CancellationToken cancellationToken) => database.ReadAsync(
        session => keys.Where(k => Mark(session, Hash.Of(k)) is { Readmitted: false }).ToImmutableHashSet(), cancellationToken);

    public Task<ImmutableArray<RunningErasure>> RunningAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var running = ImmutableArray.CreateBuilder<RunningErasure>();
            using var statement = session.Use("SELECT number, key, requested_at FROM erasures WHERE done_at IS NULL ORDER BY number");
            while (statement.Read())
            {
                running.Add(new RunningErasure { Number = statement.Long(0), Key = CustomerKey.Parse(statement.Text(1)), RequestedAt = statement.Time(2) });
            }

            return running.ToImmutable();
        },
        cancellationToken);

    public Task<bool> LeaseAsync(long number, string runner, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                using var take = transaction.Session.Use(
                    "UPDATE erasures SET runner = ?2, runner_until = ?3 WHERE number = ?1 AND done_at IS NULL AND (runner IS NULL OR runner = ?2 OR runner_until <= ?4)");
                return take.Bind(1, number).Bind(2, runner).Bind(3, now + lease).Bind(4, now).Run() > 0;
            },
            cancellationToken);
    }

    public Task<int> RemoveAsync(CustomerKey key, ErasedPart part, int max, CancellationToken cancellationToken) =>
        new SqliteErasedParts(database).RemoveAsync(key, part, max, cancellationToken);

    public Task NoteAsync(long number, IReadOnlyDictionary<string, long> removed, string? failure, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            Dictionary<string, long> sum;
            using (var read = transaction.Session.Use("SELECT removed FROM erasures WHERE number = ?1"))
            {
                sum = read.Bind(1, number).Read() ? StoreJson.Removed(read.Bytes(0)) : [];
            }

            using var update = transaction.Session.Use("UPDATE erasures SET removed = ?2, failure = ?3 WHERE number = ?1");
            update.Bind(1, number).BindText(2, StoreJson.Of(StoreJson.Sum(sum, removed))).Bind(3, failure).Run();
            return true;
        },
        cancellationToken);

    public async Task DoneAsync(long number, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction =>
            {
                using var done = transaction.Session.Use("UPDATE erasures SET key = NULL, done_at = ?2, failure = NULL, runner = NULL, runner_until = NULL WHERE number = ?1");
                return done.Bind(1, number).Bind(2, clock.GetUtcNow()).Run();
            },
            cancellationToken);
        await database.EmptyLogAsync(clock, cancellationToken);
    }

    internal static ErasureMark? Mark(SqliteSession session, string hash)
    {
        using var statement = session.Use("SELECT number, version, at, readmitted_at, positions FROM erasures WHERE hash = ?1");
        return statement.Bind(1, hash).Read()
            ? new ErasureMark
            {
                Number = statement.Long(0),
                Version = statement.Long(1),
                At = statement.Time(2),
                Readmitted = !statement.IsNull(3),
                Positions = StoreJson.Positions(statement.Bytes(4)),
            }
            : null;
    }

    private ErasureHash Hash => database.ErasureHash;

    private ErasureMark? Begin(SqliteSession session, CustomerErasure erasure)
    {
        var (key, hash) = (erasure.Key.ToString(), Hash.Of(erasure.Key));
        using (var row = session.Use("SELECT version FROM customers WHERE key = ?1"))
        {
            if ((row.Bind(1, key).Read() ? row.Long(0) : 0) != erasure.ExpectedVersion)
            {
                return null;
            }
        }

        if (erasure.ExpectedVersion == 0 && IsRunning(session, hash))
        {
            return Mark(session, hash);
        }

        var removed = new Dictionary<string, long> { [ErasureNames.AuditEntries] = SqliteErasedParts.BlankAudit(session, erasure.Key) };
        foreach (var (table, name) in ErasureNames.AtOnce)
        {
            using var delete = session.Use($"DELETE FROM {table} WHERE key = ?1");
            var rows = delete.Bind(1, key).Run();
            if (name is not null && rows > 0)
            {
                removed[name] = rows;
            }
        }

        using (var put = session.Use(
            """
            INSERT INTO erasures (hash, key, version, positions, at, requested_at, requested_by, removed) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (hash) DO UPDATE SET key = ?2, version = version + 1, positions = ?3, at = ?4, requested_at = ?5, requested_by = ?6, removed = ?7,
                failure = NULL, done_at = NULL, readmitted_at = NULL, readmitted_by = NULL, runner = NULL, runner_until = NULL
            """))
        {
            put.Bind(1, hash).Bind(2, key).BindText(3, StoreJson.Of(erasure.Positions)).Bind(4, erasure.At).Bind(5, clock.GetUtcNow()).Bind(6, erasure.By).BindText(7, StoreJson.Of(removed)).Run();
        }

        return Mark(session, hash);
    }

    private static bool IsRunning(SqliteSession session, string hash)
    {
        using var statement = session.Use("SELECT 1 FROM erasures WHERE hash = ?1 AND done_at IS NULL");
        return statement.Bind(1, hash).Read();
    }

    private static StoredErasure Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        RequestedAt = s.Time(1),
        RequestedBy = s.Text(2),
        Removed = StoreJson.Removed(s.Bytes(3)),
        Failure = s.TextOrNull(4),
        DoneAt = s.TimeOrNull(5),
        ReadmittedAt = s.TimeOrNull(6),
        ReadmittedBy = s.TextOrNull(7),
    };
}
