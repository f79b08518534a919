namespace CxOrchestrator.Mailbox;

/// <summary>Whether connections are encrypted, with a certificate that the mailbox makes for itself.</summary>
public enum MailboxTls
{
    /// <summary>Never.</summary>
    None,

    /// <summary>After STARTTLS, which is offered; credentials are taken only then.</summary>
    StartTls,

    /// <summary>From the first byte on.</summary>
    Implicit,
}
