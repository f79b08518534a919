using MailKit.Net.Smtp;

namespace CxOrchestrator.Channels.Mail;

/// <summary>An SMTP client that can ask whether a sender is let, without sending.</summary>
internal sealed class ProbingClient : SmtpClient
{
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
}
