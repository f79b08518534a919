namespace CxOrchestrator.Gateway.Forms;

/// <summary>The product's own words on the pages of forms, in one language; what is asked comes from the form.</summary>
internal sealed record FormWords
{
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    public required string Send { get; init; }

    /// <summary>Beside the label of a text that need not be written.</summary>
    public required string Optional { get; init; }

    /// <summary>{0}: the longest text, in characters.</summary>
    public required string AtMost { get; init; }

    /// <summary>Above a form with errors.</summary>
    public required string Check { get; init; }

    public required string ScoreNeeded { get; init; }

    public required string CommentNeeded { get; init; }

    /// <summary>Of an optional text without a score: there is no answer.</summary>
    public required string Empty { get; init; }

    /// <summary>{0}: characters of the text, {1}: the most.</summary>
    public required string TooLong { get; init; }

    public required string ThanksTitle { get; init; }

    public required string Thanks { get; init; }

    public required string AlreadyTitle { get; init; }

    public required string Already { get; init; }

    public required string InvalidTitle { get; init; }

    public required string Invalid { get; init; }

    public required string ExpiredTitle { get; init; }

    public required string Expired { get; init; }

    /// <summary>Above a form whose answer could not be stored.</summary>
    public required string Away { get; init; }

    /// <summary>The page of a test message.</summary>
    public required string Test { get; init; }
}
