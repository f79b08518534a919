using System.Collections.Immutable;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Gathers outcomes of sends while those before them are stored, so that many that end at about the same time share a transaction. One that finds
/// nothing being stored is stored at once. Never more wait than sends are under way.
/// </summary>
/// <param name="store">Stores a batch; does not throw.</param>
internal sealed class OutcomeBatches(Func<ImmutableArray<DeliveryOutcome>, ImmutableArray<OutboxItem>, Task> store)
{
    private readonly Lock _gate = new();
    private Batch _gathering = new();
    private bool _storing;

    /// <summary>Completes once the outcome is stored, or could not be.</summary>
    public Task AddAsync(DeliveryOutcome outcome, OutboxItem item)
    {
        Batch own;
        lock (_gate)
        {
            own = _gathering;
            own.Outcomes.Add(outcome);
            own.Items.Add(item);
            if (_storing)
            {
                return own.Stored.Task;
            }

            (_storing, _gathering) = (true, new Batch());
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
                _storing = batch is not null;
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
