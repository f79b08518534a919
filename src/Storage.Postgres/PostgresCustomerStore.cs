using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Customers' rows in PostgreSQL.</summary>
internal sealed class PostgresCustomerStore(PostgresDatabase database, PostgresErasureKey erasures, IOptions<PostgresOptions> options) : ICustomerStore, IAsyncDisposable
{
    private readonly CustomerLoader _loader = new(database, erasures, options.Value);

    public Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken) => _loader.LoadAsync(key, cancellationToken);

    public Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken) => database.Writer.CommitAsync(commit, cancellationToken);

    public Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
        database.RunAsync(
            connection => connection.RowsAsync(
                "SELECT source, id, input FROM history WHERE hash = ANY($1) AND hash <> 0 AND key = $2",
                [identityHashes.Select(h => unchecked((long)h)).ToArray(), key.ToString()],
                r => new StoredIdentity { Source = r.GetString(0), Id = r.GetString(1), Input = r.Bytes(2) },
                cancellationToken),
            cancellationToken);

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken) =>
        database.RunAsync(
            connection => connection.RowsAsync(
                "SELECT action FROM outbox WHERE id = ANY($1) AND key = $2 AND status IN (1, 2)",
                [actions.ToArray(), key.ToString()],
                r => StoreJson.Action(Encoding.UTF8.GetBytes(r.GetString(0))),
                cancellationToken),
            cancellationToken);

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.RunAsync(
            connection => PostgresGuardSwitches.FactsAsync(connection, key, cancellationToken), cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken) =>
        database.RunAsync(connection => PostgresGuardSwitches.UsedAsync(connection, [.. limits], cancellationToken), cancellationToken);

    public ValueTask DisposeAsync() => _loader.DisposeAsync();
}
