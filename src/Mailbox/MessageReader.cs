using System.Collections.Immutable;
using System.Text;
using MimeKit;

namespace CxOrchestrator.Mailbox;

/// <summary>Reads what a message says from its bytes. Whatever the bytes are, there is a message: one that is no MIME has only its source as text.</summary>
public static class MessageReader
{
    /// <summary>Most headers that are kept of a message.</summary>
    public const int HeadersMax = 500;

    /// <summary>Most attachments that are listed of a message.</summary>
    public const int AttachmentsMax = 100;

    // A message is small, and what a parser makes of it need not be: one of more lines with a header's or boundary's beginning is not taken apart.
    internal const int PartsMax = 2_000;
    internal const int HeaderBytesMax = 256 * 1024;

    private const int DepthMax = 32;

    private static readonly ParserOptions Parser = new() { MaxMimeDepth = DepthMax };

    /// <param name="id">Its number.</param>
    /// <param name="receivedAt">When it arrived.</param>
    /// <param name="sender">Of the envelope.</param>
    /// <param name="recipients">Of the envelope.</param>
    /// <param name="source">Its bytes; not to be changed afterwards.</param>
    public static InboxMessage Read(long id, DateTimeOffset receivedAt, string? sender, ImmutableArray<string> recipients, ReadOnlyMemory<byte> source)
    {
        var message = new InboxMessage { Id = id, ReceivedAt = receivedAt, Sender = sender, Recipients = recipients, Source = source };
        message = Parse(message) ?? message with { Text = Decode(source.Span) };
        return message with { Weight = source.Length + (2L * (Length(message.Text) + Length(message.Html) + message.Headers.Sum(h => h.Name.Length + h.Value.Length))) };
    }

    /// <summary>Bytes as text, where nothing says in which encoding.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static InboxMessage? Parse(InboxMessage message)
    {
        if (!IsModest(message.Source.Span))
        {
            return null;
        }

        try
        {
            using var stream = new MemoryStream(message.Source.ToArray(), writable: false);

            // The parts stay in the stream and are read while it is open.
            return Fill(message, MimeMessage.Load(Parser, stream, persistent: true));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static bool IsModest(ReadOnlySpan<byte> source)
    {
        var head = source.IndexOf("\r\n\r\n"u8);
        return (head < 0 ? source.Length : head) <= HeaderBytesMax && source.Count("\n--"u8) <= PartsMax;
    }

    private static InboxMessage Fill(InboxMessage message, MimeMessage mime)
    {
        var attachments = mime.Attachments.Take(AttachmentsMax).Select(Attachment).ToImmutableArray();
        return message with
        {
            From = string.Join(", ", mime.From.Select(Words)),
            To = [.. mime.To.Concat(mime.Cc).Select(Words)],
            Subject = mime.Subject ?? "",
            Date = mime.Headers.Contains(HeaderId.Date) && mime.Date != DateTimeOffset.MinValue ? mime.Date : null,
            MessageId = string.IsNullOrEmpty(mime.MessageId) ? null : mime.MessageId,
            Headers = [.. mime.Headers.Take(HeadersMax).Select(h => new MessageHeader(h.Field, h.Value))],
            Text = mime.TextBody,
            Html = mime.HtmlBody,
            Attachments = attachments,
        };
    }

    private static MessageAttachment Attachment(MimeEntity entity)
    {
        using var counted = new CountingStream();
        if (entity is MessagePart part)
        {
            part.Message?.WriteTo(counted);
        }
        else
        {
            (entity as MimePart)?.Content?.DecodeTo(counted);
        }

        return new MessageAttachment(entity.ContentDisposition?.FileName ?? entity.ContentType.Name ?? "", entity.ContentType.MimeType, counted.Length);
    }

    // As people write it: a name needs its quotes on the wire only.
    private static string Words(InternetAddress address) => address is MailboxAddress { Name.Length: > 0 } named ? $"{named.Name} <{named.Address}>" : address.ToString();

    private static int Length(string? text) => text?.Length ?? 0;
}
