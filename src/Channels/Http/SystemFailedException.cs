namespace CxOrchestrator.Channels.Http;

/// <summary>Another system could not be listened to. The message says why, without a full stop, and holds no secret.</summary>
public sealed class SystemFailedException(string problem, TimeSpan? retryAfter = null) : Exception(problem)
{
    /// <summary>How long the system asks not to be called.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
