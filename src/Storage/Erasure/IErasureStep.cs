namespace CxOrchestrator.Storage.Erasure;

/// <summary>Something outside of the store that an erasure removes the customer from, at its end.</summary>
public interface IErasureStep
{
    /// <summary>May be run more than once. Throws where it cannot be done now; it is tried again.</summary>
    Task RunAsync(RunningErasure erasure, CancellationToken cancellationToken);
}
