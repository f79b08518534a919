namespace CxOrchestrator.Api.Connections;

/// <summary>What connections can be made of: <c>GET /v1/connection-providers</c>.</summary>
public sealed record ConnectionProvidersView
{
    public required IReadOnlyList<ConnectionProviderView> Items { get; init; }
}

/// <summary>A protocol or a provider.</summary>
public sealed record ConnectionProviderView
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Channels that it reaches.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    public required IReadOnlyList<ConnectionFieldView> Settings { get; init; }

    public required IReadOnlyList<ConnectionFieldView> Secrets { get; init; }
}

/// <summary>A setting or a secret of a connection.</summary>
public sealed record ConnectionFieldView
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public required bool Required { get; init; }

    /// <summary>What it may be; empty: anything.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>An example, or what applies without it.</summary>
    public string? Hint { get; init; }
}
