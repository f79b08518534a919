using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Merges of customers in SQLite.</summary>
internal sealed class SqliteMerges(SqliteDatabase database) : ICustomerMergeStore
{
    private const string Columns = "number, from_key, into_key, at, by, kind, reason, exact, undone_at, undone_by";

    public Task<long> NextNumberAsync(CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            // Numbers are not given twice, whatever becomes of them: the table remembers the largest one without its rows.
            transaction.Session.Run("INSERT INTO merge_numbers DEFAULT VALUES");
            var number = transaction.Session.Number("SELECT max(number) FROM merge_numbers");
            transaction.Session.Run("DELETE FROM merge_numbers");
            return number;
        },
        cancellationToken);

    public Task<CommitResult> WriteAsync(MergeCommit commit, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(new MergeOperation(commit), cancellationToken);

    public Task<StoredMerge?> GetAsync(long number, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM merges WHERE number = ?1");
            return statement.Bind(1, number).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<ReadOnlyMemory<byte>> IntoBeforeAsync(long number, CancellationToken cancellationToken) => database.ReadAsync<ReadOnlyMemory<byte>>(
        session =>
        {
            using var statement = session.Use("SELECT into_before FROM merges WHERE number = ?1");
            return statement.Bind(1, number).Read() ? statement.Bytes(0).ToArray() : default;
        },
        cancellationToken);

    public Task<CustomerKey?> IntoAsync(CustomerKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT merged_into FROM customers WHERE key = ?1");
            return statement.Bind(1, key.ToString()).Read() && statement.TextOrNull(0) is { } into ? CustomerKey.Parse(into) : (CustomerKey?)null;
        },
        cancellationToken);

    public Task<ImmutableArray<HistoryEntry>> InputsAsync(CustomerKey key, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {SqliteReadModel.EntryColumns} FROM history WHERE key = ?1 AND kind IN (1, 2) ORDER BY sequence LIMIT ?2");
            statement.Bind(1, key.ToString()).Bind(2, (long)limit);
            var entries = ImmutableArray.CreateBuilder<HistoryEntry>();
            while (statement.Read())
            {
                entries.Add(SqliteReadModel.Entry(statement));
            }

            return entries.ToImmutable();
        },
        cancellationToken);

    public Task<ImmutableArray<DecidedAction>> WaitingAsync(CustomerKey key, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT action FROM outbox WHERE key = ?1 AND status IN (1, 2) ORDER BY number LIMIT ?2");
            statement.Bind(1, key.ToString()).Bind(2, (long)limit);
            var actions = ImmutableArray.CreateBuilder<DecidedAction>();
            while (statement.Read())
            {
                actions.Add(StoreJson.Action(statement.Bytes(0)));
            }

            return actions.ToImmutable();
        },
        cancellationToken);

    public Task<ImmutableArray<StoredMerge>> ListAsync(CustomerKey? customer, long? before, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"SELECT {Columns} FROM merges WHERE {(customer is null ? "?1 IS NULL" : "(from_key = ?1 OR into_key = ?1)")} AND number < ?2 ORDER BY number DESC LIMIT ?3");
            statement.Bind(1, customer?.ToString()).Bind(2, before ?? long.MaxValue).Bind(3, (long)limit);
            var merges = ImmutableArray.CreateBuilder<StoredMerge>();
            while (statement.Read())
            {
                merges.Add(Read(statement));
            }

            return merges.ToImmutable();
        },
        cancellationToken);

    private static StoredMerge Read(SqliteStatement s) => new()
    {
        Number = s.Long(0),
        From = CustomerKey.Parse(s.Text(1)),
        Into = CustomerKey.Parse(s.Text(2)),
        At = s.Time(3),
        By = s.Text(4),
        Reason = new MergeReason { Kind = s.Text(5), Text = s.TextOrNull(6) },
        Exact = s.Long(7) != 0,
        UndoneAt = s.TimeOrNull(8),
        UndoneBy = s.TextOrNull(9),
    };
}
