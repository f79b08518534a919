namespace CxOrchestrator.Rules.Forms;

/// <summary>The texts of a form in one language.</summary>
public sealed record FormTexts
{
    /// <summary>BCP 47.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    /// <summary>What the score is asked for; null: the form has no score.</summary>
    public string? Question { get; init; }

    /// <summary>What the lowest score means.</summary>
    public string? Low { get; init; }

    /// <summary>What the highest score means.</summary>
    public string? High { get; init; }

    /// <summary>What the text is asked for; null: the form has none.</summary>
    public string? Comment { get; init; }

    /// <summary>Shown once the answer is stored; null: the product's own words.</summary>
    public string? Thanks { get; init; }
}
