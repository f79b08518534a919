using CxOrchestrator.Publishing;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Open as soon as any documents are published: what would be decided without them would be decided wrongly, for good.</summary>
internal sealed class PublishedGate(DefinitionHost definitions) : IReadingGate
{
    public bool IsOpen => definitions.Published is not null;

    public Task WaitAsync(CancellationToken cancellationToken) => definitions.WaitAsync(cancellationToken);
}
