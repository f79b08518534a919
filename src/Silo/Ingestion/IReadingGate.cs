namespace CxOrchestrator.Silo.Ingestion;

/// <summary>Whether this process may decide anything; while it is closed, what was read waits.</summary>
internal interface IReadingGate
{
    bool IsOpen { get; }

    /// <summary>Completes as soon as it is open.</summary>
    Task WaitAsync(CancellationToken cancellationToken);
}
