using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using MailKit.Security;
using MimeKit;

namespace CxOrchestrator.Channels.Mail;

/// <summary>Sends to the mailbox of this process: for the demo, and for trying things out.</summary>
internal sealed class MailboxKind(IEnumerable<ILocalMailbox> mailboxes, IHttpClientFactory clients, TimeProvider clock) : ISenderKind
{
    private const string UsualFrom = "CxOrchestrator <demo@example.com>";
    private const int PoolMax = 8;

    public bool Makes(ConnectionDefinition connection, CompiledDefinitions definitions) => connection.Provider == ConnectionProtocols.Mailbox;

    public (IMessageSender? Sender, string? Problem) Make(ConnectionDefinition connection, CompiledDefinitions definitions, IReadOnlyDictionary<string, string> secrets)
    {
        if (mailboxes.Select(m => m.Port).FirstOrDefault(p => p is not null) is not { } port)
        {
            return (null, "There is no mailbox in this process. Set Mailbox:Port, or use a connection with provider smtp.");
        }

        var from = connection["from"] ?? UsualFrom;
        return MailboxAddress.TryParse(from, out _)
            ? (new SmtpSender(
                new SmtpSettings { Host = "127.0.0.1", Port = port, Security = SecureSocketOptions.None, From = from, ReplyTo = connection["replyTo"], PoolMax = PoolMax },
                clients.CreateClient(SmtpKind.ClientName),
                clock), null)
            : (null, $"The setting 'from' is no address: {from}. Write it like Shop <shop@example.com>.");
    }
}
