using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Hashes under the key of this database, read once.</summary>
internal sealed class PostgresErasureKey(PostgresDatabase database)
{
    private volatile ErasureHash? _hash;

    public async ValueTask<ErasureHash> HashAsync(CancellationToken cancellationToken) => _hash ??= new ErasureHash(await database.RunAsync(
        connection => connection.ScalarAsync<byte[]>("SELECT secret FROM erasure_key WHERE id = 1", [], cancellationToken), cancellationToken));
}
