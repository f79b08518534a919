using MimeKit;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>The message of ours that a report returns, whole or its headers alone.</summary>
internal static class ReturnedParts
{
    /// <summary>Null where the report returns none.</summary>
    public static MimeMessage? Of(Multipart report)
    {
        foreach (var part in report)
        {
            switch (part)
            {
                // text/rfc822-headers as well.
                case MessagePart { Message: { } message }:
                    return message;
                case TextPart text when text.ContentType.IsMimeType("text", "rfc822-headers") || text.ContentType.IsMimeType("text", "rfc822"):
                    return Parsed(text.Text);
                default:
                    break;
            }
        }

        return null;
    }

    private static MimeMessage? Parsed(string text)
    {
        try
        {
            using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"{text.TrimEnd()}\r\n\r\n"));
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
