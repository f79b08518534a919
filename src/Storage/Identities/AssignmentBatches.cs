using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Storage.Identities;

/// <summary>
/// Puts the questions of many requests together while one batch is at the store: one reading and one write for all of them. Where a batch fails, each of
/// its requests is tried alone, so that none fails by another's fault.
/// </summary>
/// <param name="assign">Finds the customers of touchpoints, given by their usable identities.</param>
internal sealed class AssignmentBatches(Func<ImmutableArray<ImmutableArray<CustomerIdentity>>, Task<ImmutableArray<CustomerId?>>> assign)
{
    /// <summary>Most touchpoints of a batch; a request with more is a batch of its own.</summary>
    public const int TouchpointsMax = 500;

    private readonly Lock _gate = new();
    private readonly Queue<Request> _waiting = new();
    private bool _running;

    private sealed record Request(ImmutableArray<ImmutableArray<CustomerIdentity>> Touchpoints)
    {
        public TaskCompletionSource<ImmutableArray<CustomerId?>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>The customers in the order of the touchpoints; null: none of its identities can be used.</summary>
    public Task<ImmutableArray<CustomerId?>> AssignAsync(ImmutableArray<ImmutableArray<CustomerIdentity>> touchpoints, CancellationToken cancellationToken)
    {
        var request = new Request(touchpoints);
        lock (_gate)
        {
            _waiting.Enqueue(request);
            if (!_running)
            {
                _running = true;

                // What it does is for all: neither the first one's trace nor its user.
                using var apart = ExecutionContext.SuppressFlow();
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }

        return request.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        for (var batch = Next(); batch.Count > 0; batch = Next())
        {
            if (batch.Count == 1 || !await TryTogetherAsync(batch))
            {
                await Task.WhenAll(batch.Select(AloneAsync));
            }
        }
    }

    private List<Request> Next()
    {
        lock (_gate)
        {
            var batch = new List<Request>();
            var touchpoints = 0;
            while (_waiting.TryPeek(out var next) && (batch.Count == 0 || touchpoints + next.Touchpoints.Length <= TouchpointsMax))
            {
                batch.Add(_waiting.Dequeue());
                touchpoints += next.Touchpoints.Length;
            }

            _running = batch.Count > 0;
            return batch;
        }
    }

    private async Task<bool> TryTogetherAsync(List<Request> batch)
    {
        try
        {
            var customers = await assign([.. batch.SelectMany(r => r.Touchpoints)]);
            var place = 0;
            foreach (var request in batch)
            {
                request.Answer.SetResult(customers.Slice(place, request.Touchpoints.Length));
                place += request.Touchpoints.Length;
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever it was, each is tried alone, and says what is wrong with it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task AloneAsync(Request request)
    {
        try
        {
            request.Answer.SetResult(await assign(request.Touchpoints));
        }
#pragma warning disable CA1031 // Thrown where it is awaited.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            request.Answer.SetException(exception);
        }
    }
}
