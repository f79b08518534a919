using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>A set to publish, whole or not at all.</summary>
public sealed record SetPublication
{
    /// <summary>Published version that it replaces; 0: the first.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>All of them; those that changed have the version of this set.</summary>
    public required ImmutableArray<StoredDocument> Documents { get; init; }

    /// <summary>Where it comes from: "retail pack", "folder /etc/cx", "published by ann".</summary>
    public required string Origin { get; init; }

    /// <summary>Who publishes.</summary>
    public required string By { get; init; }

    /// <summary>The draft that it takes in and that is gone afterwards; another revision of it stored: nothing is published.</summary>
    public (DocumentKey Document, long Revision)? Draft { get; init; }

    /// <summary>What the audit trail says of it.</summary>
    public required ImmutableArray<AuditEntry> Entries { get; init; }
}
