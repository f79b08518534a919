namespace CxOrchestrator.Mailbox;

/// <summary>Which messages to list.</summary>
public sealed record InboxQuery
{
    /// <summary>A part of a recipient's address or name, of the headers or the envelope, ignoring case; null: any.</summary>
    public string? To { get; init; }

    /// <summary>A part of the sender, a recipient, the subject or the text, ignoring case; null: any.</summary>
    public string? Text { get; init; }

    /// <summary>Only messages with a lower number; null: from the newest on.</summary>
    public long? Before { get; init; }

    /// <summary>Most messages.</summary>
    public int Limit { get; init; } = 50;
}
