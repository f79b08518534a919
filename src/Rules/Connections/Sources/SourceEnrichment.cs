using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>
/// How a delivered event that has only ids gets its content: by a call to the system. What it answers is known to the mapping as <c>enriched</c>.
/// </summary>
public sealed record SourceEnrichment
{
    /// <summary>Expression over the event: only events for which it holds are enriched; null: every event.</summary>
    public string? When { get; init; }

    /// <summary>Names that the texts use under <c>values</c>, and expressions over the event. An event that lacks one of them is not enriched.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Values { get; init; } = [];

    /// <summary>Method, address and headers. The host holds no value of an event.</summary>
    public required RequestDefinition Request { get; init; }

    /// <summary>Parameters of the address, and templates of their values. One that is filled with nothing is left out.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Query { get; init; } = [];

    public RequestAuth? Auth { get; init; }

    /// <summary>Most calls <see cref="Within"/> a time; zero: as many as there are events.</summary>
    public int Calls { get; init; }

    /// <summary>The time in which there are at most <see cref="Calls"/>.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an answer serves further events that ask for the same; zero: each asks.</summary>
    public TimeSpan Cache { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>An event whose content is gone (404 or 410) is mapped without it; else its delivery becomes a dead letter.</summary>
    public bool MapsMissing { get; init; } = true;

    /// <summary>How long a delivery is tried, from its first failure on, before it becomes a dead letter.</summary>
    public TimeSpan TryFor { get; init; } = TimeSpan.FromDays(1);
}
