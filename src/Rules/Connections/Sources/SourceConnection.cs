using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>A system that touchpoints come from: a kind of source with its settings. Secrets are kept elsewhere. Its id is the source of its touchpoints.</summary>
public sealed record SourceConnection
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>Deliveries to a disabled connection are refused, and the system sends them again later.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Id of the kind (<see cref="SourceDefinition"/>).</summary>
    public required string Source { get; init; }

    /// <summary>What the kind needs to know, by name; nothing secret.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Secrets that an administrator keeps outside; the others are entered in the console.</summary>
    public ImmutableArray<SecretSource> Secrets { get; init; } = [];
}
