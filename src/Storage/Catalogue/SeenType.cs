using System.Text.Json.Serialization;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Catalogue;

/// <summary>What was seen of a type of touchpoints, since it was last reported or since the beginning.</summary>
public sealed record SeenType
{
    /// <summary>Empty: all types beyond the bound together.</summary>
    public required string Type { get; init; }

    public required long Count { get; init; }

    /// <summary>When they were received, by the journey's clock, as the next and the hours.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Touchpoints by the beginning of the hour; of what is stored, the hours that were asked for.</summary>
    public required IReadOnlyDictionary<DateTimeOffset, long> Hours { get; init; }

    public required SeenDetail Detail { get; init; }

    /// <summary>Whose values <see cref="Detail"/> may hold; not stored. Empty for what is read from the store.</summary>
    public IReadOnlyCollection<CustomerKey> Customers { get; init; } = [];

    /// <summary>The same counts without any value: one of its customers was erased before it was stored.</summary>
    public SeenType WithoutValues() => this with { Detail = Detail.WithoutValues(), Customers = [] };

    /// <summary>Counted with the types beyond the bound. What it carries is not kept: attributes of many types together say nothing.</summary>
    public SeenType Together() => this with { Type = "", Detail = SeenDetail.Nothing with { Looked = Detail.Looked } };
}

/// <summary>What the touchpoints of a type carry.</summary>
public sealed record SeenDetail
{
    /// <summary>Most channels, and most sources, that are kept.</summary>
    public const int NamesMax = 20;

    /// <summary>Most attributes that are kept.</summary>
    public const int AttributesMax = 100;

    public static SeenDetail Nothing { get; } = new();

    /// <summary>Touchpoints whose attributes were looked at.</summary>
    public long Looked { get; init; }

    public IReadOnlyList<string> Channels { get; init; } = [];

    public IReadOnlyList<string> Sources { get; init; } = [];

    public IReadOnlyList<SeenField> Attributes { get; init; } = [];

    /// <summary>The same without examples, and without words that may quote a value.</summary>
    public SeenDetail WithoutValues() => this with { Attributes = [.. Attributes.Select(a => a with { Examples = [], UnreadWhy = null })] };

    /// <summary>Both together; the other is newer.</summary>
    public SeenDetail With(SeenDetail newer)
    {
        var attributes = Attributes.ToDictionary(a => a.Name, StringComparer.Ordinal);
        foreach (var attribute in newer.Attributes)
        {
            if (attributes.TryGetValue(attribute.Name, out var had))
            {
                attributes[attribute.Name] = had.With(attribute);
            }
            else if (attributes.Count < AttributesMax)
            {
                attributes.Add(attribute.Name, attribute);
            }
        }

        return new SeenDetail
        {
            Looked = Looked + newer.Looked,
            Channels = [.. Channels.Union(newer.Channels).Take(NamesMax)],
            Sources = [.. Sources.Union(newer.Sources).Take(NamesMax)],
            Attributes = [.. attributes.Values.OrderBy(a => a.Name, StringComparer.Ordinal)],
        };
    }
}

/// <summary>An attribute that touchpoints carry.</summary>
public sealed record SeenField
{
    /// <summary>Most examples that are kept.</summary>
    public const int ExamplesMax = 5;

    /// <summary>Longest example; a longer value is cut.</summary>
    public const int ExampleLengthMax = 60;

    public required string Name { get; init; }

    /// <summary>text, number, flag, list.</summary>
    public required string Kind { get; init; }

    /// <summary>How often, of the touchpoints that were looked at.</summary>
    public required long Seen { get; init; }

    /// <summary>Newest first, each once.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>How often, of all touchpoints of the type, a document could not read it.</summary>
    public long Unread { get; init; }

    /// <summary>When that happened last, by the journey's clock; null: never.</summary>
    public DateTimeOffset? UnreadAt { get; init; }

    /// <summary>What was wrong then, in words.</summary>
    public string? UnreadWhy { get; init; }

    /// <summary>Both together; the other is newer.</summary>
    public SeenField With(SeenField newer) => this with
    {
        Kind = newer.Seen > 0 || Kind.Length == 0 ? newer.Kind : Kind,
        Seen = Seen + newer.Seen,
        Unread = Unread + newer.Unread,
        UnreadAt = newer.UnreadAt ?? UnreadAt,
        UnreadWhy = newer.UnreadWhy ?? UnreadWhy,
        Examples = [.. newer.Examples.Concat(Examples).Distinct(StringComparer.Ordinal).Take(ExamplesMax)],
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SeenDetail))]
public sealed partial class SeenJson : JsonSerializerContext;
