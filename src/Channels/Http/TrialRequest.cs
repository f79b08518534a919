using System.Collections.Immutable;

namespace CxOrchestrator.Channels.Http;

/// <summary>A request as a document makes it, its secrets hidden.</summary>
public sealed record TrialRequest
{
    /// <summary>Why there is none; null: there is one.</summary>
    public string? Problem { get; init; }

    public string Method { get; init; } = "";

    public string Url { get; init; } = "";

    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    public string? ContentType { get; init; }

    public string? Body { get; init; }
}
