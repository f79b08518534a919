namespace CxOrchestrator.Api.Mailbox;

/// <summary>An item of <c>GET /v1/mailbox</c>.</summary>
public sealed record MailSummary
{
    /// <summary>From 1, in the order of arrival at this gateway since its start.</summary>
    public required long Id { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>As the message says it; else the sender of the envelope.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required string From { get; init; }

    /// <summary>Recipients of the envelope.</summary>
    [Sensitive(SensitiveKind.Values)]
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Empty: it has none.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required string Subject { get; init; }

    public required int Attachments { get; init; }

    /// <summary>Size of the message as it was sent.</summary>
    public required long Bytes { get; init; }
}

/// <summary><c>GET /v1/mailbox/{id}</c>: a message and what its MIME says.</summary>
public sealed record MailView
{
    public required long Id { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Sender of the envelope; null: the empty sender of bounces.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Sender { get; init; }

    /// <summary>Recipients of the envelope.</summary>
    [Sensitive(SensitiveKind.Values)]
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>As the message says; empty: it does not.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required string From { get; init; }

    /// <summary>As the headers To and Cc say.</summary>
    [Sensitive(SensitiveKind.Values)]
    public required IReadOnlyList<string> To { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Subject { get; init; }

    /// <summary>As the message says; null: it has no date.</summary>
    public DateTimeOffset? Date { get; init; }

    public string? MessageId { get; init; }

    /// <summary>Decoded, in their order; at most 500.</summary>
    public required IReadOnlyList<MailHeaderView> Headers { get; init; }

    /// <summary>The plain text; null: there is none.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Text { get; init; }

    /// <summary>The HTML as it came, scripts and all: show it in a sandbox only. Null: there is none.</summary>
    [Sensitive(SensitiveKind.Text)]
    public string? Html { get; init; }

    /// <summary>The text or the HTML is cut after a million characters; the source has all of it.</summary>
    public required bool Truncated { get; init; }

    /// <summary>At most 100.</summary>
    public required IReadOnlyList<MailAttachmentView> Attachments { get; init; }

    /// <summary>Size of the message as it was sent.</summary>
    public required long Bytes { get; init; }
}

/// <summary>A header of a message.</summary>
public sealed record MailHeaderView
{
    public required string Name { get; init; }

    [Sensitive(SensitiveKind.Text)]
    public required string Value { get; init; }
}

/// <summary>A file that is attached to a message; its contents are in the source.</summary>
public sealed record MailAttachmentView
{
    /// <summary>Empty: it has none.</summary>
    [Sensitive(SensitiveKind.Text)]
    public required string Name { get; init; }

    public required string MediaType { get; init; }

    /// <summary>Decoded.</summary>
    public required long Bytes { get; init; }
}

/// <summary>Answer of <c>DELETE /v1/mailbox</c>.</summary>
public sealed record MailboxEmptiedView
{
    /// <summary>Messages that were removed.</summary>
    public required int Removed { get; init; }
}

/// <summary>The mailbox of a gateway.</summary>
public sealed record MailboxStateView
{
    /// <summary>Where it receives e-mail on the gateway's machine.</summary>
    public required int Port { get; init; }

    /// <summary>Messages that it holds.</summary>
    public required int Messages { get; init; }

    /// <summary>Older messages that made room since the gateway started: it holds 500, and 64 MiB.</summary>
    public required long Dropped { get; init; }
}
