using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>What ranges cannot say: topics that would feed themselves, settings that would break a promise, and whatever librdkafka itself refuses.</summary>
internal sealed class KafkaSettingsValidator : IValidateOptions<KafkaOptions>
{
    /// <summary>Each would lose or double touchpoints where it said something else.</summary>
    private static readonly HashSet<string> Owned = new(StringComparer.Ordinal)
    {
        "bootstrap.servers", "metadata.broker.list", "group.id", "enable.auto.commit", "enable.auto.offset.store", "auto.offset.reset", "enable.partition.eof",
        "partition.assignment.strategy", "group.protocol", "session.timeout.ms", "queued.max.messages.kbytes", "fetch.max.bytes", "max.partition.fetch.bytes",
        "isolation.level", "acks", "request.required.acks", "enable.idempotence", "partitioner", "transactional.id", "message.timeout.ms", "delivery.timeout.ms",
        "queue.buffering.max.messages", "queue.buffering.max.kbytes",
    };

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        List<string> errors =
        [
            .. Topics(options),
            .. Settings(nameof(KafkaOptions.Client), options.Client),
            .. Settings(nameof(KafkaOptions.Consumer), options.Consumer),
            .. Settings(nameof(KafkaOptions.Producer), options.Producer),
        ];
        if (errors.Count == 0 && options is { BootstrapServers.Length: > 0, Topics.Count: > 0 })
        {
            errors.AddRange(Refused(nameof(KafkaOptions.Consumer), () => new ConsumerBuilder<byte[], byte[]>(KafkaConfig.Consumer(options)).SetLogHandler(Silent).Build()));
            errors.AddRange(Refused(nameof(KafkaOptions.Producer), () => new ProducerBuilder<byte[], byte[]>(KafkaConfig.Producer(options)).SetLogHandler(Silent).Build()));
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Topics(KafkaOptions options)
    {
        if (options.Topics.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{KafkaOptions.Section}:{nameof(KafkaOptions.Topics)} holds an empty name.";
        }

        if (options.Topics.Distinct(StringComparer.Ordinal).Count() != options.Topics.Count)
        {
            yield return $"{KafkaOptions.Section}:{nameof(KafkaOptions.Topics)} names a topic twice.";
        }

        if (options.IntakeTopic is { } intake && !options.Topics.Contains(intake))
        {
            yield return $"{KafkaOptions.Section}:{nameof(KafkaOptions.IntakeTopic)} is {intake}, which is not among the topics that are read.";
        }

        foreach (var (setting, topic) in (IEnumerable<(string, string?)>)
            [
                (nameof(KafkaOptions.DeadLetterTopic), options.DeadLetterTopic),
                (nameof(KafkaOptions.ActionsTopic), options.ActionsTopic),
                (nameof(KafkaOptions.JourneysTopic), options.JourneysTopic),
            ])
        {
            if (topic is not null && options.Topics.Contains(topic))
            {
                yield return $"{KafkaOptions.Section}:{setting} is {topic}, which is read as touchpoints: what is written there would come back.";
            }
        }
    }

    private static IEnumerable<string> Settings(string group, IDictionary<string, string> settings) =>
        settings.Keys.Where(Owned.Contains).Select(key => $"{KafkaOptions.Section}:{group}:{key} is set by the log itself and cannot be changed here.");

    // The clients that run say it again.
    private static void Silent(object client, LogMessage message)
    {
    }

    private static IEnumerable<string> Refused(string group, Func<IDisposable> build)
    {
        try
        {
            build().Dispose();
            return [];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or KafkaException)
        {
            return [$"{KafkaOptions.Section}:{group} (with {KafkaOptions.Section}:{nameof(KafkaOptions.Client)}): {exception.Message}"];
        }
    }
}
