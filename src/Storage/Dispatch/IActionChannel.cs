using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Storage.Dispatch;

public enum ChannelOutcome
{
    /// <summary>The channel took it.</summary>
    Delivered,

    /// <summary>Not now; the same may work later.</summary>
    Retry,

    /// <summary>It will never take it.</summary>
    Never,
}

/// <summary>What a channel said.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Error">Why not, for people.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again; null: it did not say.</param>
/// <param name="Case">A case that the delivery opens.</param>
public sealed record ChannelResult(ChannelOutcome Outcome, string? Error = null, TimeSpan? RetryAfter = null, NewCase? Case = null)
{
    public static ChannelResult Delivered { get; } = new(ChannelOutcome.Delivered);
}

/// <summary>Sends actions of a kind. Called at least once for an action; its id is the idempotency key.</summary>
public interface IActionChannel
{
    bool Takes(DecidedAction action);

    /// <summary>Where it goes, to bound what one receiver gets at once; empty where that does not matter.</summary>
    string HostOf(DecidedAction action);

    /// <summary>Throws only where it is cancelled; every other failure is a result.</summary>
    Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken);
}
