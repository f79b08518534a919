namespace CxOrchestrator.Storage;

public enum DraftState
{
    /// <summary>Being written; it may have errors.</summary>
    Draft = 1,

    /// <summary>Waits for somebody else to approve it.</summary>
    Submitted = 2,

    /// <summary>May be published.</summary>
    Approved = 3,

    /// <summary>Sent back with a comment; it can be edited and submitted again.</summary>
    Rejected = 4,
}

/// <summary>The text that is to become a document's next version; a document has one at most.</summary>
public sealed record StoredDraft : DraftHead
{
    public required string Text { get; init; }

    /// <summary>What its text counts towards <see cref="DraftOptions.BytesMax"/>, as UTF-8.</summary>
    public long Bytes => System.Text.Encoding.UTF8.GetByteCount(Text);

    public static StoredDraft Of(DraftHead head, string text) => new()
    {
        Document = head.Document,
        Revision = head.Revision,
        State = head.State,
        Name = head.Name,
        BaseVersion = head.BaseVersion,
        EditedBy = head.EditedBy,
        EditedAt = head.EditedAt,
        SubmittedBy = head.SubmittedBy,
        SubmittedAt = head.SubmittedAt,
        DecidedBy = head.DecidedBy,
        DecidedAt = head.DecidedAt,
        Comment = head.Comment,
        Text = text,
    };
}
