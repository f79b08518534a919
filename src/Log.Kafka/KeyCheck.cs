using System.Text;
using System.Text.Unicode;
using Confluent.Kafka;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// Whether records are keyed by their customer. One that is not is applied all the same, once; but a customer whose touchpoints lie in several
/// partitions may get them out of their order, so it is counted and said.
/// </summary>
internal static class KeyCheck
{
    private const string Suffix = "#keys";

    public static bool Fits(byte[]? key, string customer) =>
        key is not null && key.Length == Encoding.UTF8.GetByteCount(customer) && key.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(customer));

    /// <summary>The customer whom a key names; null: it is no text that could be a customer's id.</summary>
    public static string? Customer(byte[]? key)
    {
        if (key is not { Length: > 0 and <= CustomerId.LengthMax * 4 } || !Utf8.IsValid(key))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(key);
        return text.Length <= CustomerId.LengthMax && !text.Any(char.IsControl) ? text : null;
    }

    /// <summary>Where the store keeps the last such offset of a log's partitions, and when it was read.</summary>
    public static string LogOf(string log) => log + Suffix;

    public static PartitionProgress Found(long offset, DateTimeOffset at) => new() { Position = offset, ReceivedTo = -1, Through = at };

    public static string Words(TopicPartitionOffset place, DateTimeOffset at) => FormattableString.Invariant(
        $"{place.Topic} has records whose key is not the customer's id, the last at {place.Partition.Value}/{place.Offset.Value}, read at {at:u}. They are applied, but a customer's touchpoints may come out of order: let their producer use the customer's id as the key.");
}
