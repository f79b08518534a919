using System.Collections.Concurrent;
using System.Collections.Immutable;
using Confluent.Kafka;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// Where the partitions of all topics begin and end, asked of the brokers. Questions at the same time share one answer, and nobody waits
/// longer than <see cref="AnswerWithin"/> for it.
/// </summary>
internal sealed class KafkaEnds(IOptions<KafkaOptions> options, TopicNames names, KafkaAdmin admin, TimeProvider clock) : ILogEnds
{
    /// <summary>Less than a reading of the store is awaited: brokers that are away must not make the store look away.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    /// <summary>Topics that are known already are asked about all the same where the store, which has their names, does not answer.</summary>
    private static readonly TimeSpan NamesWithin = AnswerWithin * 0.2;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<TopicPartition, Bounds> _known = new();
    private Dictionary<string, TopicState> _topics = [];
    private long? _topicsAt;
    private Task<bool>? _asking;
    private Task<Dictionary<string, TopicState>>? _naming;

    private sealed record Bounds(long First, long Next, long FirstAt);

    public async Task<ImmutableArray<PartitionEnds>?> ReadAsync(CancellationToken cancellationToken)
    {
        Task<bool> asking;
        lock (_gate)
        {
            if (_asking is not { IsCompleted: false })
            {
                _asking = Task.Run(AskAsync, CancellationToken.None);
            }

            asking = _asking;
        }

        try
        {
            return await asking.WaitAsync(AnswerWithin, clock, cancellationToken) ? Known() : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private ImmutableArray<PartitionEnds> Known() =>
    [
        .. _topics.SelectMany(t => Enumerable.Range(0, t.Value.Partitions).Select(p => _known.TryGetValue(new TopicPartition(t.Key, p), out var b)
            ? new PartitionEnds(t.Key, t.Value.Log, p, b.First, b.Next)
            : null)).OfType<PartitionEnds>(),
    ];

    // True where at least one partition answered; what is known of the others is older.
    private async Task<bool> AskAsync()
    {
        try
        {
            if (_topicsAt is not { } looked || clock.GetElapsedTime(looked) >= options.Value.TopicsLookEvery)
            {
                await ReadTopicsAsync();
            }

            var answers = _topics.SelectMany(t => Enumerable.Range(0, t.Value.Partitions).Select(p => AskAsync(new TopicPartition(t.Key, p)))).ToList();

            // The first to answer says that the brokers are there; one without a leader may take until its question ends.
            await Task.WhenAny(Task.WhenAll(answers), Task.Delay(AnswerWithin * 0.75, clock));
            return answers.Any(a => a is { IsCompletedSuccessfully: true, Result: true });
        }
#pragma warning disable CA1031 // Brokers or store do not answer: nothing is known.
        catch (Exception)
#pragma warning restore CA1031
        {
            _topicsAt = null;
            return false;
        }
    }

    private async Task ReadTopicsAsync()
    {
        Dictionary<string, TopicState> topics;
        try
        {
            // A store that is away answers none of these: one question to it is enough.
            _naming = _naming is { IsCompleted: false } ? _naming : names.ReadAsync(options.Value.Topics, CancellationToken.None);
            topics = await _naming.WaitAsync(_topics.Count == 0 ? Timeout.InfiniteTimeSpan : NamesWithin, clock);
        }
#pragma warning disable CA1031 // Whether it is the store or the brokers: those of the partitions that answer tell.
        catch (Exception) when (_topics.Count > 0)
#pragma warning restore CA1031
        {
            return;
        }

        foreach (var place in _known.Keys.Where(k => !topics.TryGetValue(k.Topic, out var now) || !_topics.TryGetValue(k.Topic, out var had) || now.Log != had.Log))
        {
            // Another topic of the same name: its offsets began again.
            _known.TryRemove(place, out _);
        }

        (_topics, _topicsAt) = (topics, clock.GetTimestamp());
    }

    private async Task<bool> AskAsync(TopicPartition place)
    {
        if (await admin.EndAsync(place, CancellationToken.None) is not { } end)
        {
            return false;
        }

        _known.TryGetValue(place, out var had);
        var first = had is not null && clock.GetElapsedTime(had.FirstAt) < options.Value.TopicsLookEvery
            ? had
            : await admin.BeginAsync(place, CancellationToken.None) is { } begin ? new Bounds(begin, 0, clock.GetTimestamp()) : had ?? new Bounds(0, 0, 0);
        _known[place] = first with { Next = end.Offset };
        return true;
    }
}
