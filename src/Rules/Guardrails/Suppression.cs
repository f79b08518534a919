using Orleans;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>A channel that was closed for a customer, or opened again.</summary>
[GenerateSerializer, Immutable, Alias("cx.suppression")]
public sealed record Suppression
{
    /// <summary>In place of a channel: all of them.</summary>
    public const string AllChannels = "*";

    /// <summary>In lower case; <see cref="AllChannels"/> for every channel without a later statement of its own.</summary>
    [Id(0)] public required string Channel { get; init; }

    /// <summary>Why, as it was said.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>The source that said so.</summary>
    [Id(2)] public required string By { get; init; }

    /// <summary>Own time of the touchpoint.</summary>
    [Id(3)] public required DateTimeOffset At { get; init; }

    /// <summary>The channel was opened again: kept so that an older closing that arrives later does not close it.</summary>
    [Id(4)] public bool Restored { get; init; }

    /// <summary>The address that bounced, as <see cref="AddressFingerprint"/> has it: another one is not closed. Null: the channel is closed for every address.</summary>
    [Id(5)] public ulong? Address { get; init; }

    /// <summary>The attribute that held the address.</summary>
    [Id(6)] public string? AddressIn { get; init; }
}
