using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A store of documents that fails where the test says so, and counts how often it is read.</summary>
internal sealed class FlakyDefinitions(IDefinitionStore store) : IDefinitionStore
{
    public Exception? Fails { get; set; }

    public int Reads { get; private set; }

    public Task<PublishedSet?> CurrentAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return Fails is { } failure ? throw failure : store.CurrentAsync(cancellationToken);
    }

    public Task<PublishedSet?> GetAsync(int version, CancellationToken cancellationToken) => store.GetAsync(version, cancellationToken);

    public Task<ImmutableArray<PublishedSet>> ListAsync(int limit, CancellationToken cancellationToken) => Fails is { } failure ? throw failure : store.ListAsync(limit, cancellationToken);

    public Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken) =>
        store.PublishAsync(expectedVersion, documents, origin, cancellationToken);
}
