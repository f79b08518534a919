namespace CxOrchestrator.Channels.Sending;

/// <summary>Sends through one connection. Safe from many threads; one lives as long as its connection and secrets are unchanged.</summary>
public interface IMessageSender : IAsyncDisposable
{
    /// <summary>The provider takes an idempotency key: the same message twice arrives once.</summary>
    bool TakesIdempotencyKey { get; }

    /// <summary>The provider can be asked by the action's id whether it has a message.</summary>
    bool CanBeAsked { get; }

    /// <summary>Throws only where it is canceled before anything was handed over.</summary>
    Task<SendAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>Asks the provider whether it has a message; null where it cannot tell, or not now.</summary>
    /// <param name="id">Id of the action.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<SendAnswer?> AskAsync(string id, CancellationToken cancellationToken);

    /// <summary>Tries the connection without sending a message.</summary>
    Task<ConnectionTest> TestAsync(CancellationToken cancellationToken);
}

/// <summary>What a test of a connection found.</summary>
/// <param name="Works">Everything that the connection states works.</param>
/// <param name="Text">What works, or what is wrong and what to do, in a sentence.</param>
public sealed record ConnectionTest(bool Works, string Text)
{
    /// <summary>Messages can be sent, even where something else does not work.</summary>
    public bool Sends { get; init; } = Works;
}
