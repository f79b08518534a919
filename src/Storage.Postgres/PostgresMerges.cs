using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Postgres.Writing;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Merges of customers in PostgreSQL.</summary>
internal sealed class PostgresMerges(PostgresDatabase database) : ICustomerMergeStore
{
    private const string Columns = "number, from_key, into_key, at, by, kind, reason, exact, undone_at, undone_by";

    public Task<long> NextNumberAsync(CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.ScalarAsync<long>("SELECT nextval('merge_numbers')", [], cancellationToken), cancellationToken);

    public async Task<CommitResult> WriteAsync(MergeCommit commit, CancellationToken cancellationToken)
    {
        // Outside of the transaction: others wait for what making a month locks.
        foreach (var month in commit.Into.History.Concat(commit.From.History).Select(h => HistoryMonths.Of(h.ReceivedAt.UtcDateTime)).Distinct())
        {
            await database.RunAsync(
                async connection =>
                {
                    await database.Months.EnsureAsync(connection, month, cancellationToken);
                    return true;
                },
                cancellationToken);
        }

        return await database.WriteAsync(connection => new MergeWrite(commit).RunAsync(connection, cancellationToken), cancellationToken);
    }

    public Task<StoredMerge?> GetAsync(long number, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync($"SELECT {Columns} FROM merges WHERE number = $1", [number], Read, cancellationToken), cancellationToken);

    public Task<ReadOnlyMemory<byte>> IntoBeforeAsync(long number, CancellationToken cancellationToken) => database.RunAsync<ReadOnlyMemory<byte>>(
        async connection => await connection.RowAsync("SELECT into_before FROM merges WHERE number = $1", [number], r => r.Bytes(0), cancellationToken), cancellationToken);

    public Task<CustomerKey?> IntoAsync(CustomerKey key, CancellationToken cancellationToken) => database.RunAsync(
        async connection => await connection.RowAsync("SELECT merged_into FROM customers WHERE key = $1 AND merged_into IS NOT NULL", [key.ToString()], r => r.GetString(0), cancellationToken)
            is { } into ? CustomerKey.Parse(into) : (CustomerKey?)null,
        cancellationToken);

    public Task<ImmutableArray<HistoryEntry>> InputsAsync(CustomerKey key, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {PostgresReadModel.EntryColumns} FROM history WHERE key = $1 AND kind IN (1, 2) ORDER BY sequence LIMIT $2",
            [key.ToString(), limit],
            PostgresReadModel.Entry,
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<DecidedAction>> WaitingAsync(CustomerKey key, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT action FROM outbox WHERE key = $1 AND status IN (1, 2) ORDER BY number LIMIT $2",
            [key.ToString(), limit],
            r => StoreJson.Action(Encoding.UTF8.GetBytes(r.GetString(0))),
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<StoredMerge>> ListAsync(CustomerKey? customer, long? before, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => customer is { } key
            ? connection.RowsAsync(
                $"SELECT {Columns} FROM merges WHERE (from_key = $1 OR into_key = $1) AND number < $2 ORDER BY number DESC LIMIT $3",
                [key.ToString(), before ?? long.MaxValue, limit],
                Read,
                cancellationToken)
            : connection.RowsAsync(
                $"SELECT {Columns} FROM merges WHERE number < $1 ORDER BY number DESC LIMIT $2", [before ?? long.MaxValue, limit], Read, cancellationToken),
        cancellationToken);

    private static StoredMerge Read(NpgsqlDataReader r) => new()
    {
        Number = r.GetInt64(0),
        From = CustomerKey.Parse(r.GetString(1)),
        Into = CustomerKey.Parse(r.GetString(2)),
        At = r.Time(3),
        By = r.GetString(4),
        Reason = new MergeReason { Kind = r.GetString(5), Text = r.TextOrNull(6) },
        Exact = r.GetBoolean(7),
        UndoneAt = r.TimeOrNull(8),
        UndoneBy = r.TextOrNull(9),
    };
}
