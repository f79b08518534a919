namespace CxOrchestrator.Api.Catalogue;

/// <summary><c>GET /v1/catalogue</c>: types of touchpoints that were really seen, in alphabetical order.</summary>
public sealed record CatalogueView
{
    public required IReadOnlyList<EventTypeView> Types { get; init; }

    /// <summary>Types beyond the bound that were not recorded, counted; 0: all are here.</summary>
    public long TypesLeftOut { get; init; }
}

/// <summary>A type of touchpoint: <c>GET /v1/catalogue/{type}</c> too.</summary>
public sealed record EventTypeView
{
    public required string Type { get; init; }

    /// <summary>Touchpoints since it was first seen.</summary>
    public required long Count { get; init; }

    /// <summary>Touchpoints in the last 24 hours by the journey's clock.</summary>
    public required long CountLastDay { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>By the journey's clock.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>It usually comes more often: the last is longer ago than it ever should be.</summary>
    public required bool WentSilent { get; init; }

    /// <summary>24 numbers, oldest first; the last is the hour that runs.</summary>
    public required IReadOnlyList<long> Hours { get; init; }

    public required IReadOnlyList<string> Channels { get; init; }

    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Attributes that were seen with it, by name.</summary>
    public required IReadOnlyList<AttributeView> Attributes { get; init; }

    /// <summary>Published journeys, segments and policies that name it, also in a wait or a condition: "journey delivery", "policy late-delivery".</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];
}

/// <summary>An attribute of a type.</summary>
public sealed record AttributeView
{
    public required string Name { get; init; }

    /// <summary>text, number, flag, time, list or object; the kind seen last.</summary>
    public required string Kind { get; init; }

    /// <summary>Share of the type's touchpoints that were looked at and had it, 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Up to five values that were seen, newest first, each at most 60 characters; none of an attribute that names persons.</summary>
    [Sensitive(SensitiveKind.Values)]
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>Touchpoints of the type whose value documents could not read: of another kind than they expect, or no time where a time is needed.</summary>
    public long Unread { get; init; }

    /// <summary>Share of the touchpoints with the attribute, 0 to 1, that <see cref="Unread"/> is about.</summary>
    public double UnreadShare { get; init; }

    /// <summary>When the last one came, by the journey's clock.</summary>
    public DateTimeOffset? UnreadAt { get; init; }

    /// <summary>What was wrong with the last one, as text.</summary>
    public string? UnreadWhy { get; init; }
}
