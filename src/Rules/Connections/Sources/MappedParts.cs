using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections.Sources;

/// <summary>Expressions for parts of a touchpoint. What one finds nothing for is left out.</summary>
public sealed record MappedParts
{
    public static MappedParts None { get; } = new();

    /// <summary>The customer's id; null: the identities say who it is.</summary>
    public string? Customer { get; init; }

    /// <summary>By their kinds; each gives a value or a list of them.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Identities { get; init; } = [];

    public string? Channel { get; init; }

    public ImmutableArray<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Expression: an object whose plain values become attributes too, those named above excepted; null: none. That of a source is for events that no mapping names.</summary>
    public string? Rest { get; init; }

    public string? Amount { get; init; }

    public string? Currency { get; init; }

    /// <summary>The amount counts the smallest unit of its currency: 1999 is 19.99 EUR and 1999 JPY.</summary>
    public bool MinorUnits { get; init; }

    public string? Nps { get; init; }

    public string? Csat { get; init; }

    public string? Ces { get; init; }

    public string? Text { get; init; }

    public string? Language { get; init; }

    /// <summary>These, and those of the others where these have none.</summary>
    public MappedParts Over(MappedParts others) => new()
    {
        Customer = Customer ?? others.Customer,
        Identities = Over(Identities, others.Identities),
        Channel = Channel ?? others.Channel,
        Attributes = Over(Attributes, others.Attributes),
        Rest = Rest,
        Amount = Amount ?? others.Amount,
        Currency = Currency ?? others.Currency,
        MinorUnits = Amount is null ? others.MinorUnits : MinorUnits,
        Nps = Nps ?? others.Nps,
        Csat = Csat ?? others.Csat,
        Ces = Ces ?? others.Ces,
        Text = Text ?? others.Text,
        Language = Language ?? others.Language,
    };

    private static ImmutableArray<KeyValuePair<string, string>> Over(ImmutableArray<KeyValuePair<string, string>> own, ImmutableArray<KeyValuePair<string, string>> others) =>
        others.IsEmpty ? own : [.. own, .. others.Where(o => own.All(i => !string.Equals(i.Key, o.Key, StringComparison.Ordinal)))];
}
