using System.Collections.Immutable;

namespace CxOrchestrator.Mailbox;

/// <summary>A message as it arrived, with what its MIME says.</summary>
public sealed record InboxMessage
{
    /// <summary>From 1, in the order of arrival; numbers are not reused within a process.</summary>
    public required long Id { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Of the envelope; null: the empty sender of bounces.</summary>
    public string? Sender { get; init; }

    /// <summary>Of the envelope: also those that no header names.</summary>
    public required ImmutableArray<string> Recipients { get; init; }

    /// <summary>As its header says, decoded; empty: no such header.</summary>
    public string From { get; init; } = "";

    /// <summary>Of the headers To and Cc, decoded.</summary>
    public ImmutableArray<string> To { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>As its header says; null: it has none, or one that is no date.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Without angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>Decoded, in their order; at most <see cref="MessageReader.HeadersMax"/>.</summary>
    public ImmutableArray<MessageHeader> Headers { get; init; } = [];

    /// <summary>The plain text; null: it has none.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML as it came: untrusted.</summary>
    public string? Html { get; init; }

    /// <summary>At most <see cref="MessageReader.AttachmentsMax"/>.</summary>
    public ImmutableArray<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>Its bytes.</summary>
    public required ReadOnlyMemory<byte> Source { get; init; }

    /// <summary>Bytes that it takes in memory, roughly: its source and the texts that were read from it.</summary>
    internal long Weight { get; init; }
}
