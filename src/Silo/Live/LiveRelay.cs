using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Live;

/// <summary>
/// Sends gateways what was committed on this silo: per customer the latest version, in one call per gateway every
/// <see cref="FlushEvery"/>. Past <see cref="PendingMax"/> changes it keeps none and says so: gateways read again.
/// </summary>
internal sealed partial class LiveRelay(IGrainFactory grains, TimeProvider clock, ILogger<LiveRelay> logger) : BackgroundService
{
    public const int PendingMax = 50_000;

    public static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan TellWithin = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Signal _changed = new();
    private Dictionary<(string, string), CustomerChange> _customers = [];
    private Dictionary<string, ActionChange> _actions = [];
    private Dictionary<string, CaseChange> _cases = [];
    private bool _overflow;
    private long _conflated;
    private long _lost;

    /// <summary>Changes that a later one of the same customer, action or case replaced before it was delivered.</summary>
    public long Conflated => Interlocked.Read(ref _conflated);

    /// <summary>Changes that were not kept: gateways are asked to read again.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    public void Add(CustomerChange change) => Add(() =>
    {
        // Two activations may announce at the same moment: the last delivery must not be the first stored state.
        var key = (change.Tenant, change.State.Customer.Value);
        if (!_customers.TryGetValue(key, out var had) || had.State.Sequence <= change.State.Sequence)
        {
            _customers[key] = change;
        }
    });

    public void Add(ActionChange change) => Add(() => _actions[change.Action] = change);

    public void Add(CaseChange change) => Add(() => _cases[change.Case] = change);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(stoppingToken);
                await SendAsync(Take());
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // An unreachable gateway must not end the relay.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(logger, exception);
                Overflow();
            }

            await Task.Delay(FlushEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Add(Action add)
    {
        lock (_gate)
        {
            var pending = _customers.Count + _actions.Count + _cases.Count;
            if (pending < PendingMax)
            {
                add();
                _conflated += _customers.Count + _actions.Count + _cases.Count == pending ? 1 : 0;
            }
            else
            {
                _lost += pending + 1;
                (_customers, _actions, _cases, _overflow) = ([], [], [], true);
            }
        }

        _changed.Raise();
    }

    private void Overflow()
    {
        lock (_gate)
        {
            _overflow = true;
        }

        // Sent again without waiting for a change: the lost one may have been the last.
        _changed.Raise();
    }

    private LiveBatch Take()
    {
        lock (_gate)
        {
            var batch = new LiveBatch
            {
                Customers = [.. _customers.Values],
                Actions = [.. _actions.Values],
                Cases = [.. _cases.Values],
                Overflow = _overflow,
            };
            (_customers, _actions, _cases, _overflow) = ([], [], [], false);
            return batch;
        }
    }

    private async Task SendAsync(LiveBatch batch)
    {
        // Listed after the changes were taken: a gateway that joins later reads later, and finds them stored.
        var observers = await grains.GetGrain<ILiveDirectoryGrain>(0).ListAsync();
        await Task.WhenAll(observers.Select(o => TellAsync(o, batch)));
    }

    // A gateway that is gone is taken off the list; one that lives lists itself again and reads again.
    private async Task TellAsync(ILiveObserver observer, LiveBatch batch)
    {
        try
        {
            await observer.OnChangedAsync(batch).WaitAsync(TellWithin, clock);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception);
            await grains.GetGrain<ILiveDirectoryGrain>(0).LeaveAsync(observer);
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "Live changes could not be relayed; gateways will read again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
