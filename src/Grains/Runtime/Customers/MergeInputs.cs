using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>Reads and writes merges in histories, and what can be folded of histories when customers are merged.</summary>
internal static class MergeInputs
{
    public static byte[] Write(MergeInput input) => JsonSerializer.SerializeToUtf8Bytes(input, MergeJson.Default.MergeInput);

    /// <summary>Of an entry of the kinds <see cref="HistoryKind.Merge"/> and <see cref="HistoryKind.Unmerge"/>.</summary>
    public static MergeInput Read(HistoryEntry entry) =>
        JsonSerializer.Deserialize(entry.Input.Span, MergeJson.Default.MergeInput) ?? throw new JsonException("A merge in a history is an object.");

    /// <summary>The touchpoints and firings that histories hold, in one order.</summary>
    /// <param name="histories">Of each customer what it holds, oldest first.</param>
    public static ImmutableArray<StoredInput> InOrder(IEnumerable<(CustomerId Customer, ImmutableArray<HistoryEntry> Entries)> histories) =>
        MergedOrder.Of([.. histories.Select(h => h.Entries.Select(e => InputOf(h.Customer, e)).OfType<StoredInput>().ToImmutableArray())]);

    private static StoredInput? InputOf(CustomerId customer, HistoryEntry entry) => entry.Kind switch
    {
        HistoryKind.Touchpoint when TouchpointJson.ReadStored(entry.Input.Span).Touchpoint is { } touchpoint =>
            new StoredInput(customer, entry.ReceivedAt, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }),
        HistoryKind.Timer when TimerInputs.Read(entry) is FireTimers timers => new StoredInput(customer, entry.ReceivedAt, timers),
        _ => null,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MergeInput))]
internal sealed partial class MergeJson : JsonSerializerContext;
