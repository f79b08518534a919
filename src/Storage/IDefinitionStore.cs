using System.Collections.Immutable;

namespace CxOrchestrator.Storage;

/// <summary>Published documents. A publication replaces the whole set and makes the next version; older ones stay.</summary>
public interface IDefinitionStore
{
    /// <summary>The published set; null in a new store.</summary>
    Task<PublishedSet?> CurrentAsync(CancellationToken cancellationToken);

    Task<PublishedSet?> GetAsync(int version, CancellationToken cancellationToken);

    /// <summary>Newest first, without their documents.</summary>
    Task<ImmutableArray<PublishedSet>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Makes the documents version <paramref name="expectedVersion"/> + 1 (0: the first); null where somebody else published meanwhile.</summary>
    Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken);
}

/// <summary>Documents that came into force together.</summary>
public sealed record PublishedSet
{
    public required int Version { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>Where they came from: "retail pack", "folder /etc/cx".</summary>
    public required string Origin { get; init; }

    public ImmutableArray<StoredDocument> Documents { get; init; } = [];
}

/// <summary>One document as it was written.</summary>
public sealed record StoredDocument
{
    /// <summary>journey, segment, policy, template, provider, settings, guardrails.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>Version of this document: the version of the set in which its text last changed.</summary>
    public required int Version { get; init; }

    /// <summary>File name it came with.</summary>
    public required string File { get; init; }

    public required string Text { get; init; }

    /// <summary>Where this document came from; null: from where the set did.</summary>
    public string? Origin { get; init; }

    /// <summary>A policy that is in the set and does nothing until it is resumed.</summary>
    public bool Paused { get; init; }
}
