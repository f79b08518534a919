using CxOrchestrator.Rules.Identities;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>An identity that came with touchpoints of a customer.</summary>
public sealed record SeenIdentity
{
    /// <summary>Its value as it is compared.</summary>
    public required CustomerIdentity Identity { get; init; }

    /// <summary>The value as it came.</summary>
    public required string Given { get; init; }

    /// <summary>Why it identifies nobody.</summary>
    public IdentityProblem Problem { get; init; }

    /// <summary>Of the touchpoint that had it first.</summary>
    public required string Source { get; init; }

    /// <summary>The id of that touchpoint.</summary>
    public required string Touchpoint { get; init; }

    /// <summary>The earliest touchpoint's own time.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>The latest touchpoint's own time.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Both of one identity; the source is that of the earlier one.</summary>
    public SeenIdentity With(SeenIdentity other)
    {
        var first = other.FirstSeen < FirstSeen ? other : this;
        return first with { Problem = other.Problem, LastSeen = other.LastSeen > LastSeen ? other.LastSeen : LastSeen };
    }
}
