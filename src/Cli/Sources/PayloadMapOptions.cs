namespace CxOrchestrator.Cli.Sources;

/// <summary>What a payload is mapped with.</summary>
internal sealed record PayloadMapOptions
{
    /// <summary>Id of a built-in source, or a file.</summary>
    public required string Kind { get; init; }

    public required string Payload { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Null: the kind's id.</summary>
    public string? Source { get; init; }
}
