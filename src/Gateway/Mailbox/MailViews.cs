using CxOrchestrator.Api.Mailbox;
using CxOrchestrator.Mailbox;

namespace CxOrchestrator.Gateway.Mailbox;

/// <summary>The mailbox as the API shows it.</summary>
internal static class MailViews
{
    /// <summary>Most characters of a message's text, and of its HTML, in an answer.</summary>
    public const int TextMax = 1_000_000;

    public static MailSummary Head(InboxMessage message) => new()
    {
        Id = message.Id,
        ReceivedAt = message.ReceivedAt,
        From = message.From.Length > 0 ? message.From : message.Sender ?? "",
        To = message.Recipients,
        Subject = message.Subject,
        Attachments = message.Attachments.Length,
        Bytes = message.Source.Length,
    };

    public static MailView Of(InboxMessage message) => new()
    {
        Id = message.Id,
        ReceivedAt = message.ReceivedAt,
        Sender = message.Sender,
        Recipients = message.Recipients,
        From = message.From,
        To = message.To,
        Subject = message.Subject,
        Date = message.Date,
        MessageId = message.MessageId,
        Headers = [.. message.Headers.Select(h => new MailHeaderView { Name = h.Name, Value = h.Value })],
        Text = Cut(message.Text),
        Html = Cut(message.Html),
        Truncated = message.Text?.Length > TextMax || message.Html?.Length > TextMax,
        Attachments = [.. message.Attachments.Select(a => new MailAttachmentView { Name = a.Name, MediaType = a.MediaType, Bytes = a.Bytes })],
        Bytes = message.Source.Length,
    };

    /// <summary>Null: there is no mailbox.</summary>
    public static MailboxStateView? State(MailboxHost host) => host is { Port: { } port, Inbox: { } inbox }
        ? new MailboxStateView { Port = port, Messages = inbox.Count, Dropped = inbox.Dropped }
        : null;

    private static string? Cut(string? text) => text?.Length > TextMax ? text[..TextMax] : text;
}
