using CxOrchestrator.Silo.Ingestion;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// Whether the published documents here are known to be the newest. A process that could not learn that for
/// <see cref="ClusterNodeOptions.DefinitionsKnownFor"/> reads nothing until it can: it would decide by what others have replaced.
/// </summary>
internal sealed class DefinitionFreshness(IOptions<ClusterNodeOptions> options, TimeProvider clock) : IReadingGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _askedAt;

    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _askedAt is { } asked && clock.GetElapsedTime(asked) <= options.Value.DefinitionsKnownFor;
            }
        }
    }

    /// <summary>How long ago the published documents here were last known to be the newest; null: not yet.</summary>
    public TimeSpan? KnownAgo
    {
        get
        {
            lock (_gate)
            {
                return _askedAt is { } asked ? clock.GetElapsedTime(asked) : null;
            }
        }
    }

    /// <summary>The newest documents are published here, as somebody learned who asked at that time (a timestamp of the clock).</summary>
    public void Confirm(long askedAt)
    {
        TaskCompletionSource waited;
        lock (_gate)
        {
            _askedAt = askedAt;
            (waited, _confirmed) = (_confirmed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        waited.SetResult();
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task confirmed;
            lock (_gate)
            {
                // Taken before it is looked: a confirmation in between is not missed.
                confirmed = _confirmed.Task;
            }

            if (IsOpen)
            {
                return;
            }

            await confirmed.WaitAsync(cancellationToken);
        }
    }
}
