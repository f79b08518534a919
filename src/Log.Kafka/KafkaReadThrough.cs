using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// How far in time every partition of every topic was read, by whichever process, out of the progress store. A topic that does not exist yet
/// holds nothing up; partitions that were added hold the timers until they are read.
/// </summary>
internal sealed class KafkaReadThrough(IOptions<KafkaOptions> options, TopicNames names, IProgressStore store, TimeProvider clock) : IReadThrough, IDisposable
{
    /// <summary>How long an answer holds: firing timers a little late is no harm, asking the store for every look would be.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private Dictionary<string, TopicState> _topics = [];
    private long? _topicsAt;
    private long? _askedAt;
    private DateTimeOffset? _through;

    public void Dispose() => _gate.Dispose();

    public async ValueTask<DateTimeOffset?> ThroughAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await AskAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<DateTimeOffset?> AskAsync(CancellationToken cancellationToken)
    {
        if (_askedAt is { } asked && clock.GetElapsedTime(asked) < AskEvery)
        {
            return _through;
        }

        if (_topicsAt is not { } looked || clock.GetElapsedTime(looked) >= options.Value.TopicsLookEvery)
        {
            _topics = await names.ReadAsync(options.Value.Topics, cancellationToken);
            _topicsAt = clock.GetTimestamp();
        }

        var through = _topics.Count == 0 ? (DateTimeOffset?)null : DateTimeOffset.MaxValue;
        foreach (var state in _topics.Values)
        {
            var topic = await store.ThroughAsync(state.Log, state.Partitions, cancellationToken);
            through = topic is null || through is null ? null : topic < through ? topic : through;
        }

        (_through, _askedAt) = (through, clock.GetTimestamp());
        return through;
    }
}
