using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Voice;

/// <summary>An example: a text with what a person says that it means, beside what was read.</summary>
public sealed record StoredCorrection
{
    public required long Number { get; init; }

    public required CustomerKey Key { get; init; }

    /// <summary>Of the input in the customer's history.</summary>
    public required long Sequence { get; init; }

    /// <summary>As the remark has it: its beginning, where it is long.</summary>
    public string? Text { get; init; }

    public string? Language { get; init; }

    /// <summary>-1, 0 or 1, as the person said.</summary>
    public required int Class { get; init; }

    public required ImmutableArray<string> Reasons { get; init; }

    /// <summary>As it was read; null: it was not.</summary>
    public int? ReadClass { get; init; }

    public required ImmutableArray<string> ReadReasons { get; init; }

    /// <summary>What read it.</summary>
    public string? Model { get; init; }

    public required string By { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset At { get; init; }
}
