using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Timers decide too: while the gate is closed, none is due.</summary>
internal sealed class GatedReadThrough(IReadThrough read, IReadingGate gate) : IReadThrough
{
    public async ValueTask<DateTimeOffset?> ThroughAsync(CancellationToken cancellationToken) => gate.IsOpen ? await read.ThroughAsync(cancellationToken) : null;
}
