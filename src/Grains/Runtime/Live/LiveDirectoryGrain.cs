using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Live;

namespace CxOrchestrator.Grains.Runtime.Live;

/// <summary>Who listens. Lost with its silo, and full again when the gateways renew.</summary>
[GrainType("cx.live-directory")]
internal sealed class LiveDirectoryGrain(TimeProvider clock) : Grain, ILiveDirectoryGrain
{
    /// <summary>Most gateways listed; a further one is refused.</summary>
    private const int ListenersMax = 256;

    private readonly Dictionary<ILiveObserver, DateTimeOffset> _until = [];

    public Task JoinAsync(ILiveObserver observer)
    {
        Forget();
        if (_until.Count >= ListenersMax && !_until.ContainsKey(observer))
        {
            throw new InvalidOperationException($"More than {ListenersMax} gateways listen already.");
        }

        _until[observer] = clock.GetUtcNow().AddSeconds(ILiveDirectoryGrain.LeaseSeconds);
        return Task.CompletedTask;
    }

    public Task LeaveAsync(ILiveObserver observer)
    {
        _until.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<ILiveObserver>> ListAsync()
    {
        Forget();
        return Task.FromResult(_until.Keys.ToImmutableArray());
    }

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var observer in _until.Where(u => u.Value <= now).Select(u => u.Key).ToList())
        {
            _until.Remove(observer);
        }
    }
}
