using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>
/// A kind of system that sends touchpoints: how its deliveries are verified, where the events are in them, and how each becomes touchpoints.
/// Expressions are JMESPath over <c>event</c>, <c>method</c>, <c>headers</c>, <c>query</c>, <c>form</c>, <c>body</c> and <c>settings</c>, those of a
/// mapping also over <c>enriched</c>; they were checked when the document was read.
/// </summary>
public sealed record SourceDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>What a connection states.</summary>
    public ImmutableArray<ProviderSetting> Settings { get; init; } = [];

    public ImmutableArray<ProviderSecret> Secrets { get; init; } = [];

    /// <summary>Null: it sends nothing by itself, and its files are uploaded.</summary>
    public SourceWebhook? Webhook { get; init; }

    /// <summary>How it is asked for its events; null: it is not.</summary>
    public SourcePull? Pull { get; init; }

    /// <summary>How it is listened to; null: it is not.</summary>
    public StreamDefinition? Stream { get; init; }

    /// <summary>How delivered events get their content; null: they have it.</summary>
    public SourceEnrichment? Enrich { get; init; }

    /// <summary>The events of a delivery: a list, or a single one. Over the request.</summary>
    public required string Events { get; init; }

    /// <summary>The system's word for what happened.</summary>
    public required string Type { get; init; }

    /// <summary>The event's own id; null: made from its content, so that the same event has the same id.</summary>
    public string? EventId { get; init; }

    /// <summary>When it happened: ISO 8601, or seconds or milliseconds since 1970; null: when it arrives.</summary>
    public string? At { get; init; }

    /// <summary>Of every touchpoint, unless its own mapping says otherwise.</summary>
    public MappedParts Common { get; init; } = MappedParts.None;

    /// <summary>By the system's word; a word that ends in <c>*</c> stands for all that begin so. The longest that fits counts.</summary>
    public ImmutableArray<EventMapping> Mappings { get; init; } = [];

    /// <summary>A delivery to try the connection with; null: none.</summary>
    public SourceSample? Sample { get; init; }

    /// <summary>Words of which no touchpoint is made; they may end in <c>*</c>.</summary>
    public ImmutableArray<string> Drop { get; init; } = [];

    /// <summary>What names the type of an event that no mapping names, such as an event's name in words; null: the source's id and the word.</summary>
    public string? Generic { get; init; }

    /// <summary>An event that no mapping names is dropped; else it becomes a touchpoint whose type is made of the source's id and its word.</summary>
    public bool DropsOthers { get; init; }
}
