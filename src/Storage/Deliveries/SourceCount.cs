namespace CxOrchestrator.Storage.Deliveries;

/// <summary>What a connection received in an hour.</summary>
public sealed record SourceCount
{
    public required string Connection { get; init; }

    /// <summary>Its beginning, by the system's clock.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>Accepted.</summary>
    public long Deliveries { get; init; }

    /// <summary>Refused: not verified, not readable, too large.</summary>
    public long Refused { get; init; }

    /// <summary>Appended to the log; the ledger says what became of them.</summary>
    public long Touchpoints { get; init; }

    /// <summary>Events of which no touchpoint was made although none was told to drop them.</summary>
    public long Unmapped { get; init; }

    public long Dropped { get; init; }

    /// <summary>Both together.</summary>
    public SourceCount Plus(SourceCount other) => this with
    {
        Deliveries = Deliveries + other.Deliveries,
        Refused = Refused + other.Refused,
        Touchpoints = Touchpoints + other.Touchpoints,
        Unmapped = Unmapped + other.Unmapped,
        Dropped = Dropped + other.Dropped,
    };
}
