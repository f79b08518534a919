using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>A request without a body, such as one that asks for a message.</summary>
public record RequestDefinition
{
    /// <summary><c>GET</c>, <c>POST</c>, <c>PUT</c> or <c>PATCH</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Template; filled-in parts are escaped, save a setting or secret that it begins with.</summary>
    public required string Url { get; init; }

    /// <summary>Names, and templates of their values. One that is filled with nothing is left out.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];
}
