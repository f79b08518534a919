namespace CxOrchestrator.Gateway.Running;

/// <summary>Long work that waits or runs here.</summary>
/// <param name="id">By which it is stored.</param>
internal abstract class QueuedRun(string id) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();

    public string Id => id;

    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>What is shown of it now, as JSON.</summary>
    public abstract string Json { get; }

    /// <summary>It runs now.</summary>
    public abstract void Begin();

    /// <summary>It is over.</summary>
    /// <param name="state">One of <see cref="RunStates"/>.</param>
    /// <param name="failure">Why it failed.</param>
    /// <param name="at">By the system's clock.</param>
    public abstract void End(string state, string? failure, DateTimeOffset at);

    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}
