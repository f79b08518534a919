using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Links;

/// <summary>What a link to a form says.</summary>
public sealed record FormToken
{
    /// <summary>Id of the form.</summary>
    public required string Form { get; init; }

    /// <summary>Who answers.</summary>
    public required CustomerKey Customer { get; init; }

    /// <summary>What the answer's touchpoint will have.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>When the link was made, by the journey's clock, to the minute.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Id of the answer: 32 hexadecimal digits. However often it is sent, it is one touchpoint.</summary>
    public required string Answer { get; init; }

    /// <summary>Of a test send: the page works, and nothing is recorded.</summary>
    public bool IsTest { get; init; }
}
