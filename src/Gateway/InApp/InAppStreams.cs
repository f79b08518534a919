using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>
/// Apps that wait for messages. While there are any, it is looked for new messages once for all of them; a stream then reads its customer's own. What a
/// look misses, since a later number can be stored before an earlier one, the stream finds at its next beat.
/// </summary>
internal sealed partial class InAppStreams(IInAppInbox inbox, IOptions<InAppOptions> options, TimeProvider clock, ILogger<InAppStreams> logger) : RepeatedWork(clock)
{
    private const int LookMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<CustomerKey, List<InAppStream>> _streams = [];
    private int _count;
    private long? _last;

    protected override TimeSpan Interval => options.Value.LookEvery;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Null where there are as many as may be.</summary>
    public InAppStream? Open(CustomerKey key)
    {
        lock (_gate)
        {
            var own = _streams.GetValueOrDefault(key);
            if (_count >= options.Value.StreamsMax || own?.Count >= options.Value.StreamsPerCustomerMax)
            {
                return null;
            }

            var stream = new InAppStream(key, this);
            if (own is null)
            {
                _streams[key] = [stream];
            }
            else
            {
                own.Add(stream);
            }

            _count++;
            return stream;
        }
    }

    public void Close(InAppStream stream)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(stream.Key, out var own) && own.Remove(stream))
            {
                _count--;
                if (own.Count == 0)
                {
                    _streams.Remove(stream.Key);
                }
            }
        }
    }

    /// <summary>A customer got a message, as far as this process knows.</summary>
    public void Wake(CustomerKey key)
    {
        lock (_gate)
        {
            foreach (var stream in _streams.GetValueOrDefault(key) ?? [])
            {
                stream.Wakeup.Raise();
            }
        }
    }

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (Count == 0)
        {
            // Streams that open later read what is there first.
            _last = null;
            return;
        }

        var before = _last;
        var news = await inbox.NewsAsync(before, LookMax, cancellationToken);
        _last = news.Last;
        if (before is null)
        {
            WakeAll();
            return;
        }

        foreach (var customer in news.Customers)
        {
            Wake(customer);
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    // From where to look was not known until now: what was stored meanwhile is found by looking at each.
    private void WakeAll()
    {
        lock (_gate)
        {
            foreach (var stream in _streams.Values.SelectMany(s => s))
            {
                stream.Wakeup.Raise();
            }
        }
    }

    [LoggerMessage(3603, LogLevel.Warning, "In-app messages could not be looked for; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
