using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Policies;

/// <summary>A template that a provider keeps and has approved: WhatsApp takes nothing else from a company that the customer has not written to lately.</summary>
public sealed record ProviderTemplate
{
    /// <summary>Its name or id at the provider.</summary>
    public required string Name { get; init; }

    /// <summary>As the provider names it, such as <c>en_US</c>; null: the customer's, or what the provider takes without one.</summary>
    public string? Language { get; init; }

    /// <summary>Its parameters in their order; in texts, fields are filled in.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Values { get; init; } = [];

    /// <summary>It is sent also where the message's own text may be.</summary>
    public bool Always { get; init; }
}
