using System.Collections.Immutable;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Gathers outcomes of sends while those before them are stored, so that many that end at about the same time share a transaction. One that comes
/// while few are being stored is stored at once. Never more wait than sends are under way.
/// </summary>
/// <param name="store">Stores a batch; what it throws reaches those who wait for the batch.</param>
internal sealed class OutcomeBatches(Func<ImmutableArray<DeliveryOutcome>, ImmutableArray<OutboxItem>, Task> store)
{
    /// <summary>Most batches that are stored at the same time: a store on another machine is mostly waited for.</summary>
    private const int StoresMax = 4;

    private readonly Lock _gate = new();
    private Batch _gathering = new();
    private int _stores;

    /// <summary>Completes once the outcome is stored, or could not be.</summary>
    public Task AddAsync(DeliveryOutcome outcome, OutboxItem item)
    {
        Batch own;
        lock (_gate)
        {
            own = _gathering;
            own.Outcomes.Add(outcome);
            own.Items.Add(item);
            if (_stores == StoresMax)
            {
                return own.Stored.Task;
            }

            _stores++;
            _gathering = new Batch();
        }

        _ = StoreAsync(own);
        return own.Stored.Task;
    }

    private async Task StoreAsync(Batch? batch)
    {
        while (batch is not null)
        {
            try
            {
                await store(batch.Outcomes.ToImmutable(), batch.Items.ToImmutable());
                batch.Stored.SetResult();
            }
#pragma warning disable CA1031 // Those who wait for this batch get it; the next one is stored.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                batch.Stored.SetException(exception);
            }

            lock (_gate)
            {
                (batch, _gathering) = _gathering.Outcomes.Count > 0 ? (_gathering, new Batch()) : (null, _gathering);
                _stores -= batch is null ? 1 : 0;
            }
        }
    }

    private sealed class Batch
    {
        public ImmutableArray<DeliveryOutcome>.Builder Outcomes { get; } = ImmutableArray.CreateBuilder<DeliveryOutcome>();

        public ImmutableArray<OutboxItem>.Builder Items { get; } = ImmutableArray.CreateBuilder<OutboxItem>();

        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
