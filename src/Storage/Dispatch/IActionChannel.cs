using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Storage.Dispatch;

public enum ChannelOutcome
{
    /// <summary>The channel took it.</summary>
    Delivered,

    /// <summary>Not now; the same may work later.</summary>
    Retry,

    /// <summary>It will never take it.</summary>
    Never,

    /// <summary>Whether it took it is not known, and cannot be found out: it is not sent again by itself.</summary>
    Unknown,

    /// <summary>It was not tried: the rate of the channel is used up, or it is paused. Costs no attempt.</summary>
    Later,
}

/// <summary>What a channel said.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Error">Why not, for people.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again; null: it did not say.</param>
/// <param name="Case">A case that the delivery opens.</param>
/// <param name="Delivery">A message that left through a connection.</param>
/// <param name="Uncertain">Retry: it may have been taken, and is to be asked for, or sent again under the same key, through the same connection.</param>
public sealed record ChannelResult(
    ChannelOutcome Outcome, string? Error = null, TimeSpan? RetryAfter = null, NewCase? Case = null, NewDelivery? Delivery = null, bool Uncertain = false)
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
