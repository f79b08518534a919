using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Log.Kafka;

/// <summary>A topic as it is now: what its log is called, and how many partitions it has.</summary>
internal sealed record TopicState(string Log, string Incarnation, int Partitions);

/// <summary>
/// Names topics' logs by their incarnation: a topic that was recreated begins its offsets again, and what customers' rows say of the old
/// one must not hold for it. The broker's topic id tells incarnations apart; where it has none, and where records were lost by the
/// brokers under the same id, a stored generation does.
/// </summary>
internal sealed class TopicNames(KafkaAdmin admin, IProgressStore store, TimeProvider clock)
{
    private const string GenerationLog = "#generation";

    /// <summary>Names that ended and whose successor is not stored yet.</summary>
    private readonly ConcurrentDictionary<string, TopicState> _ended = new(StringComparer.Ordinal);

    /// <summary>Those of the topics that exist.</summary>
    public async Task<Dictionary<string, TopicState>> ReadAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        foreach (var ended in _ended.Values)
        {
            await RenewAsync(ended, cancellationToken);
        }

        var states = new Dictionary<string, TopicState>(StringComparer.Ordinal);
        foreach (var topic in await admin.DescribeAsync(topics, cancellationToken))
        {
            var incarnation = $"kafka:{topic.Name}@{IdOf(topic.Id)}";
            var generation = await GenerationAsync(incarnation, cancellationToken);
            var log = generation == 0 ? incarnation : string.Create(CultureInfo.InvariantCulture, $"{incarnation}.{generation}");
            states[topic.Name] = new TopicState(log, incarnation, topic.Partitions);
        }

        return states;
    }

    /// <summary>The topic's offsets began again: from now on its log has another name, unless somebody else said so already.</summary>
    public async Task RenewAsync(TopicState state, CancellationToken cancellationToken)
    {
        // Kept until it is stored: what was seen once may never be seen again.
        _ended[state.Incarnation] = state;
        var generation = await GenerationAsync(state.Incarnation, cancellationToken);
        var known = state.Log == state.Incarnation ? 0 : long.Parse(state.Log.AsSpan(state.Incarnation.Length + 1), CultureInfo.InvariantCulture);
        if (generation == known)
        {
            var next = new PartitionProgress { Position = generation + 1, ReceivedTo = -1, Through = clock.GetUtcNow() };
            await store.StoreAsync(state.Incarnation + GenerationLog, 0, receivedAfter: -1, next, [], cancellationToken);
        }

        _ended.TryRemove(state.Incarnation, out _);
    }

    private async Task<long> GenerationAsync(string incarnation, CancellationToken cancellationToken) =>
        (await store.GetAsync(incarnation + GenerationLog, 0, cancellationToken))?.Position ?? 0;

    // Shorter than the id's own text and without its slashes: it is in every customer's row.
    private static string IdOf(Uuid id) =>
        id.MostSignificantBits == 0L && id.LeastSignificantBits == 0L ? "" : string.Create(CultureInfo.InvariantCulture, $"{id.MostSignificantBits ^ id.LeastSignificantBits:x}");
}
