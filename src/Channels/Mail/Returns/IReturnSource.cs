namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>A sender whose reports and replies come to a mailbox.</summary>
internal interface IReturnSource
{
    /// <summary>Null where the connection has no mailbox.</summary>
    ImapSettings? Mailbox { get; }

    /// <summary>Opens the mailbox and signs in.</summary>
    Task<ImapMailbox> OpenMailboxAsync(CancellationToken cancellationToken);
}
