using Confluent.Kafka;

namespace CxOrchestrator.Log.Kafka;

/// <summary>The brokers did not acknowledge all of an append in time; none of it counts as accepted, and it may be sent again.</summary>
public sealed class LogUnreachableException(int items, Error error)
    : Exception($"The brokers did not acknowledge an append of {items} touchpoints: {error.Reason}", new KafkaException(error));
