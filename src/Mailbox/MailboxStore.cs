using System.Buffers;
using System.Collections.Immutable;
using SmtpServer;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace CxOrchestrator.Mailbox;

/// <summary>Puts what was sent into the inbox, or answers as it is made to.</summary>
internal sealed class MailboxStore(Inbox inbox, MailboxServerOptions options, TimeProvider clock) : MessageStore
{
    private static readonly SmtpResponse Deferred = new((SmtpReplyCode)451, "4.3.0 Try again later");
    private static readonly SmtpResponse Rejected = new(SmtpReplyCode.MailboxUnavailable, "5.7.1 This mailbox rejects every message");

    public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length > MailboxServer.MessageBytesMax)
        {
            return SmtpResponse.SizeLimitExceeded;
        }

        switch (options.Answer)
        {
            case MailboxAnswer.Defer:
                return Deferred;
            case MailboxAnswer.Reject:
                return Rejected;
            case MailboxAnswer.Slow:
                await Task.Delay(options.SlowBy, clock, cancellationToken);
                break;
        }

        var message = inbox.Add(transaction.From?.AsAddress(), [.. transaction.To.Select(t => t.AsAddress())], Bytes(buffer));
        if (options.Answer == MailboxAnswer.Drop)
        {
            context.Pipe.Dispose();
            throw new OperationCanceledException("The connection is dropped on purpose.");
        }

        return new SmtpResponse(SmtpReplyCode.Ok, $"2.0.0 Kept as {message.Id}");
    }

    // The last line's end belongs to the mark that ends the message on the wire, and to the message itself.
    private static byte[] Bytes(ReadOnlySequence<byte> buffer)
    {
        var bytes = new byte[buffer.Length + 2];
        buffer.CopyTo(bytes);
        "\r\n"u8.CopyTo(bytes.AsSpan((int)buffer.Length));
        return bytes;
    }
}
