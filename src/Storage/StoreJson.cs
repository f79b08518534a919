using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Files;

namespace CxOrchestrator.Storage;

/// <summary>Stored JSON: what a person can read in a shell.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DecidedAction))]
[JsonSerializable(typeof(PolicyDecision))]
[JsonSerializable(typeof(ImmutableArray<LogPosition>))]
[JsonSerializable(typeof(Dictionary<string, long>))]
[JsonSerializable(typeof(SentMessage))]
[JsonSerializable(typeof(IReadOnlyList<RowError>))]
public sealed partial class StoreJson : JsonSerializerContext
{
    public static byte[] Of(DecidedAction action) => JsonSerializer.SerializeToUtf8Bytes(action, Default.DecidedAction);

    public static DecidedAction Action(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.DecidedAction)!;

    public static byte[] Of(SentMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Default.SentMessage);

    public static SentMessage Message(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.SentMessage)!;

    public static string Of(IReadOnlyList<RowError> errors) => JsonSerializer.Serialize(errors, Default.IReadOnlyListRowError);

    public static ImmutableArray<RowError> RowErrors(string json) => [.. JsonSerializer.Deserialize(json, Default.IReadOnlyListRowError)!];

    public static byte[] Of(PolicyDecision decision) => JsonSerializer.SerializeToUtf8Bytes(decision, Default.PolicyDecision);

    public static PolicyDecision Decision(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.PolicyDecision)!;

    public static byte[] Of(ImmutableArray<LogPosition> positions) => JsonSerializer.SerializeToUtf8Bytes(positions, Default.ImmutableArrayLogPosition);

    public static byte[] Of(Dictionary<string, long> removed) => JsonSerializer.SerializeToUtf8Bytes(removed, Default.DictionaryStringInt64);

    public static Dictionary<string, long> Removed(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.DictionaryStringInt64)!;

    /// <summary>Adds the counts of both, by name.</summary>
    public static Dictionary<string, long> Sum(Dictionary<string, long> counts, IReadOnlyDictionary<string, long> further)
    {
        foreach (var (name, count) in further)
        {
            counts[name] = counts.GetValueOrDefault(name) + count;
        }

        return counts;
    }

    public static ImmutableArray<LogPosition> Positions(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.ImmutableArrayLogPosition);
}
