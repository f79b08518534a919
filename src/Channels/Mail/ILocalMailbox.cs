namespace CxOrchestrator.Channels.Mail;

/// <summary>The mailbox of this process, which receives e-mail and delivers none.</summary>
public interface ILocalMailbox
{
    /// <summary>Its SMTP port on the loopback; null: it is off.</summary>
    int? Port { get; }
}
