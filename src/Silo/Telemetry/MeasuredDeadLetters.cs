using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Telemetry;

/// <summary>Counts dead letters as they are stored; one that is read a second time after a restart is counted again, unlike in the ledger.</summary>
internal sealed class MeasuredDeadLetters(IDeadLetters letters, SiloMetrics metrics) : IDeadLetters
{
    public async Task AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        await letters.AddAsync(letter, cancellationToken).ConfigureAwait(false);
        metrics.Buried(letter);
    }

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken) =>
        letters.ListAsync(reason, cursor, limit, cancellationToken);

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) => letters.GetAsync(id, cancellationToken);

    public Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken) => letters.ReplayAsync(id, item, cancellationToken);
}
