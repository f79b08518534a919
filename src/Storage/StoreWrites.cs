namespace CxOrchestrator.Storage;

/// <summary>Whether the store takes what is written to it, by the last transaction. Safe from many threads.</summary>
public sealed class StoreWrites
{
    private volatile string? _problem;

    /// <summary>What is wrong, and what to do; null while writes succeed.</summary>
    public string? Problem => _problem;

    public void Failed(string problem) => _problem = problem;

    public void Succeeded()
    {
        if (_problem is not null)
        {
            _problem = null;
        }
    }
}
