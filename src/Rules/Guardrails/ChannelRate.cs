namespace CxOrchestrator.Rules.Guardrails;

/// <summary>How many messages leave on a channel in a second, through all of its connections and from all silos. Service messages go first.</summary>
public sealed record ChannelRate
{
    /// <summary>Most messages a second of any rate.</summary>
    public const int Most = 100_000;

    /// <summary>Most channels with a rate.</summary>
    public const int Max = 50;

    public required string Channel { get; init; }

    public required int PerSecond { get; init; }
}
