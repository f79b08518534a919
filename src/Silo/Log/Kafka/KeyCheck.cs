using System.Text;
using Confluent.Kafka;

namespace CxOrchestrator.Silo.Log.Kafka;

/// <summary>
/// Whether records are keyed by their customer. One that is not is applied all the same, once; but a customer whose touchpoints lie in several
/// partitions may get them out of their order, so it is counted and said.
/// </summary>
internal static class KeyCheck
{
    private const string Suffix = "#keys";

    public static bool Fits(byte[]? key, string customer) =>
        key is not null && key.Length == Encoding.UTF8.GetByteCount(customer) && key.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(customer));

    /// <summary>Where the store keeps the last such offset of a log's partitions, and when it was read.</summary>
    public static string LogOf(string log) => log + Suffix;

    public static PartitionProgress Found(long offset, DateTimeOffset at) => new() { Position = offset, ReceivedTo = -1, Through = at };

    public static string Words(TopicPartitionOffset place, DateTimeOffset at) => FormattableString.Invariant(
        $"{place.Topic} has records whose key is not the customer's id, the last at {place.Partition.Value}/{place.Offset.Value}, read at {at:u}. They are applied, but a customer's touchpoints may come out of order: let their producer use the customer's id as the key.");
}
