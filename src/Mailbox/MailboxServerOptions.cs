namespace CxOrchestrator.Mailbox;

/// <summary>How a mailbox listens and answers.</summary>
public sealed record MailboxServerOptions
{
    /// <summary>TCP port; 0: a free one, which <see cref="MailboxServer.Port"/> then has.</summary>
    public int Port { get; init; }

    /// <summary>Listens on every address of the machine instead of the loopback.</summary>
    public bool AnyAddress { get; init; }

    public MailboxTls Tls { get; init; }

    /// <summary>Senders must give this name and <see cref="Password"/>; null: any or none will do.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    public MailboxAnswer Answer { get; init; }

    /// <summary>How long <see cref="MailboxAnswer.Slow"/> waits. Default: 10 s.</summary>
    public TimeSpan SlowBy { get; init; } = TimeSpan.FromSeconds(10);
}
