using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CxOrchestrator.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace CxOrchestrator.Log.Kafka;

/// <summary>A topic by the broker's word; the id is all zero where the broker has none.</summary>
internal readonly record struct DescribedTopic(string Name, Uuid Id, int Partitions);

/// <summary>The end of a partition, as it was at that time of the journey's clock or later.</summary>
internal readonly record struct PartitionEnd(long Offset, DateTimeOffset At);

/// <summary>Questions to the brokers.</summary>
internal sealed partial class KafkaAdmin(
    IOptions<KafkaOptions> options, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, ILogger<KafkaAdmin> logger) : IDisposable
{
    private readonly Lazy<IAdminClient> _client = new(() => new AdminClientBuilder(KafkaConfig.Client(options.Value))
        .SetErrorHandler((_, error) => LogError(logger, error.Code.ToString(), error.Reason))
        .SetLogHandler((_, message) => KafkaLogging.Write(logger, message))
        .Build());

    /// <summary>Those of the topics that exist. Throws where a topic's broker cannot be asked.</summary>
    public async Task<IReadOnlyList<DescribedTopic>> DescribeAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        var ask = new DescribeTopicsOptions { RequestTimeout = options.Value.RequestTimeout };
        List<TopicDescription> found;
        try
        {
            found = (await _client.Value.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), ask).WaitAsync(cancellationToken)).TopicDescriptions;
        }
        catch (DescribeTopicsException partly) when (partly.Results.TopicDescriptions.All(t => !t.Error.IsError || IsMissing(t.Error)))
        {
            found = partly.Results.TopicDescriptions;
        }

        return [.. found.Where(t => !t.Error.IsError).Select(t => new DescribedTopic(t.Name, t.TopicId, t.Partitions.Count))];
    }

    /// <summary>Where the partition ends; null where its broker cannot be asked.</summary>
    public async Task<PartitionEnd?> EndAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        // Before the question: what is appended after this moment may not be in the answer.
        var at = journeyClock.GetUtcNow();
        return await OffsetAsync(partition, OffsetSpec.Latest(), cancellationToken) is { } end ? new PartitionEnd(end, at) : null;
    }

    /// <summary>The first offset that the partition still has; null where its broker cannot be asked.</summary>
    public Task<long?> BeginAsync(TopicPartition partition, CancellationToken cancellationToken) => OffsetAsync(partition, OffsetSpec.Earliest(), cancellationToken);

    private async Task<long?> OffsetAsync(TopicPartition partition, OffsetSpec which, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.Value.ListOffsetsAsync(
                [new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = which }],
                new ListOffsetsOptions { RequestTimeout = options.Value.RequestTimeout, IsolationLevel = IsolationLevel.ReadCommitted }).WaitAsync(cancellationToken);
            return answer.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static bool IsMissing(Error error) => error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic;

    [LoggerMessage(2022, LogLevel.Debug, "The admin client reports {Code}: {Reason}")]
    private static partial void LogError(ILogger logger, string code, string reason);
}
