using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace CxOrchestrator.Channels.Mail;

/// <summary>
/// An SMTP client that can ask whether a sender is let, without sending. Where the server knows delivery status notifications (RFC 3461), reports quote the
/// action's id and return headers alone.
/// </summary>
internal sealed class ProbingClient : SmtpClient
{
    public ProbingClient() => DeliveryStatusNotificationType = MailKit.Net.Smtp.DeliveryStatusNotificationType.HeadersOnly;

    /// <exception cref="SmtpCommandException">The sender is refused.</exception>
    public async Task ProbeSenderAsync(string address, CancellationToken cancellationToken)
    {
        var answer = await SendCommandAsync($"MAIL FROM:<{address}>", cancellationToken);
        if ((int)answer.StatusCode >= 400)
        {
            throw new SmtpCommandException(SmtpErrorCode.SenderNotAccepted, answer.StatusCode, answer.Response);
        }

        await SendCommandAsync("RSET", cancellationToken);
    }

    protected override string? GetEnvelopeId(MimeMessage message) => message.Headers[MailMessages.ActionHeader];

    // Failures alone, as without the extension: a report of each delivery would be a second message for each.
    protected override DeliveryStatusNotification? GetDeliveryStatusNotifications(MimeMessage message, MailboxAddress mailbox) => DeliveryStatusNotification.Failure;
}
