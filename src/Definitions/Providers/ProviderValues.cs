using System.Collections.Immutable;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>What the texts of a provider document are filled with.</summary>
public sealed record ProviderValues
{
    /// <summary>Names under <c>message</c>; <c>message.values</c> has named values of its own, and <c>message.parameters</c> is a list of them.</summary>
    public static readonly ImmutableArray<string> MessageNames =
        ["id", "channel", "to", "toName", "replyTo", "customer", "category", "subject", "text", "html", "language", "unsubscribe", "policy", "link", "image", "template", "templateLanguage", "parameters", "values"];

    /// <summary>By the names of <see cref="MessageNames"/>; one that is missing is filled with nothing.</summary>
    public IReadOnlyDictionary<string, string> Message { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Under <c>message.values</c>, in their order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Values { get; init; } = [];

    /// <summary>Under <c>page</c>, where a source is asked for its events.</summary>
    public IReadOnlyDictionary<string, string> Page { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Under <c>values</c>, where a source is asked for the content of an event.</summary>
    public IReadOnlyDictionary<string, string> OfEvent { get; init; } = ImmutableDictionary<string, string>.Empty;

    public IReadOnlyDictionary<string, string> Settings { get; init; } = ImmutableDictionary<string, string>.Empty;

    public IReadOnlyDictionary<string, string> Secrets { get; init; } = ImmutableDictionary<string, string>.Empty;
}
