using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>What a stream is made of.</summary>
public enum StreamProtocol
{
    /// <summary>An answer that does not end, with a JSON object in each line.</summary>
    Lines,

    /// <summary>Salesforce's Pub/Sub API: gRPC, and events in Avro.</summary>
    Salesforce,
}

/// <summary>
/// How a source is listened to: one connection that stays open, on which its events come as they happen. Where the system says how far it was read, that
/// is stored with the events, and reading goes on after it.
/// </summary>
public sealed record StreamDefinition
{
    public StreamProtocol Protocol { get; init; }

    /// <summary>Address and headers.</summary>
    public required RequestDefinition Request { get; init; }

    /// <summary>Parameters of the address, and templates of their values. One that is filled with nothing is left out.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Query { get; init; } = [];

    public RequestAuth? Auth { get; init; }

    /// <summary>Template of the topics that are subscribed to, with commas or spaces between them; null where the protocol has none.</summary>
    public string? Topics { get; init; }

    /// <summary>A topic that was never read is read from its oldest event on, not from the next one.</summary>
    public bool FromOldest { get; init; }

    /// <summary>Hosts that may take over, with all hosts below them; the system's own is always one.</summary>
    public ImmutableArray<string> RedirectsTo { get; init; } = [];

    /// <summary>A connection on which nothing came for so long is opened again.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(6);
}
