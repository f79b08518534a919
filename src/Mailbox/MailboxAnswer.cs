namespace CxOrchestrator.Mailbox;

/// <summary>What the mailbox does with a message, for those who test how a sender copes.</summary>
public enum MailboxAnswer
{
    /// <summary>Takes it.</summary>
    Accept,

    /// <summary>Takes it, and answers after <see cref="MailboxServerOptions.SlowBy"/>.</summary>
    Slow,

    /// <summary>Refuses it for now: 451.</summary>
    Defer,

    /// <summary>Refuses it for good: 550.</summary>
    Reject,

    /// <summary>Takes it, and closes the connection without an answer: the sender cannot know what became of it.</summary>
    Drop,
}
