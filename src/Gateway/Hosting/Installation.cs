namespace CxOrchestrator.Gateway.Hosting;

/// <summary>What this process is.</summary>
internal sealed record Installation(GatewayMode Mode, DateTimeOffset StartedAt, string? DataFolder);
