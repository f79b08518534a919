using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>What an input did to a customer, as history keeps it (JSON).</summary>
public sealed record HistoryOutcome
{
    /// <summary>-1 to 1; null where the input was worth none.</summary>
    public double? Experience { get; init; }

    /// <summary>After the input, -1 to 1.</summary>
    public required double Mood { get; init; }

    public required double Pressure { get; init; }

    /// <summary>After the input, 0 to 100.</summary>
    public required double Risk { get; init; }

    public ImmutableArray<HistoryMark> Marks { get; init; } = [];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, HistoryJson.Default.HistoryOutcome);

    public static HistoryOutcome FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, HistoryJson.Default.HistoryOutcome)
        ?? throw new JsonException("A history outcome is an object.");
}

/// <summary>Something that an input brought about.</summary>
public sealed record HistoryMark
{
    public required HistoryMarkKind Kind { get; init; }

    /// <summary>When it took effect; a timer's marks stand at their due times.</summary>
    public required DateTimeOffset At { get; init; }

    public string? Journey { get; init; }

    public string? Correlation { get; init; }

    /// <summary>The stage, the expectation, the policy, the action.</summary>
    public string? Name { get; init; }

    /// <summary>What people read.</summary>
    public string? Text { get; init; }

    /// <summary>Depth, height or experience, where the kind has one.</summary>
    public double? Size { get; init; }

    /// <summary>When an expectation is due.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

public enum HistoryMarkKind
{
    InstanceStarted,
    StageEntered,
    InstanceEnded,
    [JsonStringEnumMemberName("InstanceLeft")]
    InstanceExited,
    GoalReached,
    ExpectationSet,
    ExpectationMoved,
    ExpectationMet,
    ExpectationMetLate,
    ExpectationMissed,
    ExpectationCancelled,
    LowPointOpened,
    LowPointDeepened,
    LowPointRecovered,
    LowPointFaded,
    HighPointOpened,
    HighPointClosed,
    ActionDecided,
    PolicyHeld,
    ActionAdmitted,
    ActionHeld,
    ActionRefused,
    ProfileChanged,

    /// <summary>A pending wait's time came.</summary>
    WaitFired,

    /// <summary>A pending wait's time came while its policy was paused.</summary>
    WaitHeld,

    /// <summary>A pending wait ended because nothing waits for it any more, or it was held for too long.</summary>
    WaitDropped,

    /// <summary>Something could not be read as a document means it, or not be kept.</summary>
    ValueUnread,

    /// <summary>What matters least is no longer kept, since the state reached its bound.</summary>
    StateTrimmed,

    /// <summary>A timer looked again at risk or metrics.</summary>
    Reviewed,

    /// <summary>Another customer was merged into this one, or this one into another.</summary>
    CustomerMerged,

    /// <summary>A merge was undone.</summary>
    CustomerUnmerged,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryOutcome))]
internal sealed partial class HistoryJson : JsonSerializerContext;
