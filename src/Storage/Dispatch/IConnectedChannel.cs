using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Dispatch;

/// <summary>A channel whose actions leave through connections. Which one is stored before an action leaves.</summary>
public interface IConnectedChannel : IActionChannel
{
    /// <summary>Chooses a connection for each action, within the rates of the connections; earlier ones of the list go first where a rate is short.</summary>
    /// <returns>One for each, in their order.</returns>
    Task<ImmutableArray<Leaving>> PlanAsync(ImmutableArray<OutboxItem> items, CancellationToken cancellationToken);

    /// <summary>Sends through the chosen connection. Throws only where it is canceled.</summary>
    Task<ChannelResult> SendAsync(OutboxItem item, string connection, CancellationToken cancellationToken);
}

/// <summary>How an action leaves.</summary>
/// <param name="Connection">Through which connection; null: it does not leave now.</param>
/// <param name="Instead">What comes of it then.</param>
public sealed record Leaving(string? Connection, ChannelResult? Instead = null);
