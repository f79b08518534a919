namespace CxOrchestrator.Gateway.Hosting;

/// <summary>What this process is.</summary>
internal sealed record Installation(GatewayMode Mode, DateTimeOffset StartedAt, string? DataFolder)
{
    /// <summary>Where it listens, for people of this machine.</summary>
    public string Address { get; init; } = GatewayStart.DefaultUrl;

    /// <summary>One process that other machines reach, as in a container; people sign in then.</summary>
    public bool OnNetwork { get; init; }
}
