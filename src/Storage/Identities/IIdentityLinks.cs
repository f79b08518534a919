using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Identities;

namespace CxOrchestrator.Storage.Identities;

/// <summary>Customers who have an identity in common that says they are one. Two customers have one link, whatever they have in common.</summary>
public interface IIdentityLinks
{
    /// <summary>Newest first.</summary>
    Task<Page<IdentityLink>> ListAsync(LinkQuery query, CancellationToken cancellationToken);

    /// <summary>Null: there is no such link.</summary>
    Task<IdentityLink?> GetAsync(long number, int sharedMax, CancellationToken cancellationToken);

    /// <summary>Moves a link from one of these states to another; false: it is in none of them.</summary>
    Task<bool> SettleAsync(long number, IReadOnlyCollection<LinkState> from, LinkState into, string by, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>Stored: numbers stay.</summary>
public enum LinkState
{
    /// <summary>It waits for somebody to decide.</summary>
    Proposed = 1,

    /// <summary>The two are one customer.</summary>
    Merged = 2,

    /// <summary>They are two people.</summary>
    Dismissed = 3,

    /// <summary>They were one customer and are two again.</summary>
    Undone = 4,
}

/// <summary>Two customers and what links them.</summary>
public sealed record IdentityLink
{
    public required long Number { get; init; }

    /// <summary>The first by its key, in the order of bytes.</summary>
    public required CustomerKey One { get; init; }

    public required CustomerKey Other { get; init; }

    public required CustomerIdentity Identity { get; init; }

    /// <summary>Of the touchpoint that brought the identity to the second customer.</summary>
    public required string Source { get; init; }

    public required string Touchpoint { get; init; }

    /// <summary>That touchpoint's own time.</summary>
    public required DateTimeOffset At { get; init; }

    public required LinkState State { get; init; }

    /// <summary>Who settled it; null: nobody did.</summary>
    public string? By { get; init; }

    /// <summary>By the system's clock.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>By now more customers have the identity than the bound allows: it links nobody any more.</summary>
    public bool IsShared { get; init; }
}

/// <summary>Which links.</summary>
public sealed record LinkQuery
{
    public LinkState? State { get; init; }

    public CustomerKey? Customer { get; init; }

    /// <summary>Only links whose identity is shared by now, or only those whose is not; null: all.</summary>
    public bool? Shared { get; init; }

    public required int SharedMax { get; init; }

    public string? Cursor { get; init; }

    public required int Limit { get; init; }
}
