using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Forms;

/// <summary>A feedback form: what customers are asked, and the touchpoint that their answer becomes.</summary>
public sealed record FormDefinition
{
    /// <summary>The type of the touchpoint unless the document names another.</summary>
    public const string TouchpointDefault = "survey.answered";

    /// <summary>The attribute of the touchpoint that names the form.</summary>
    public const string FormAttribute = "form";

    /// <summary>Preselects a score in an address; no attribute can have this name.</summary>
    public const string ScoreParameter = "score";

    /// <summary>Most attributes that a link can carry.</summary>
    public const int AttributesMax = 10;

    /// <summary>Longest value of an attribute in a link, in characters.</summary>
    public const int ValueLengthMax = 200;

    /// <summary>Longest text of an answer unless the document says otherwise, in characters.</summary>
    public const int CommentLengthDefault = 2_000;

    private const string SourcePrefix = "cx.forms.";

    /// <summary>How long a link is valid unless the document says otherwise.</summary>
    public static readonly TimeSpan ValidForDefault = TimeSpan.FromDays(30);

    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>Null: no score is asked for.</summary>
    public FormScore? Score { get; init; }

    public FormComment Comment { get; init; }

    /// <summary>In characters.</summary>
    public int CommentLengthMax { get; init; } = CommentLengthDefault;

    public string Touchpoint { get; init; } = TouchpointDefault;

    /// <summary>Names of attributes that a link may set and the touchpoint then has.</summary>
    public ImmutableArray<string> Attributes { get; init; } = [];

    /// <summary>How long a link is valid.</summary>
    public TimeSpan ValidFor { get; init; } = ValidForDefault;

    /// <summary>Of the button, as <c>#rrggbb</c>; null: the product's own.</summary>
    public string? Color { get; init; }

    /// <summary>Readable on <see cref="Color"/>; null where there is none.</summary>
    public string? LabelColor { get; init; }

    /// <summary>File of an uploaded image; null: none.</summary>
    public string? Logo { get; init; }

    /// <summary>The language for customers whose own is not there or not known.</summary>
    public required string Fallback { get; init; }

    /// <summary>One for each language; the fallback among them.</summary>
    public required ImmutableArray<FormTexts> Languages { get; init; }

    /// <summary>Source of the touchpoints.</summary>
    public string Source => SourcePrefix + Id;

    /// <summary>The texts for the first of these languages that the form has, by the whole tag (<c>pt-BR</c>) or else its first part; else the fallback's.</summary>
    public FormTexts For(params IEnumerable<string?> languages) =>
        languages.Select(l => Find(l) ?? Find(l?.Split('-', '_')[0])).FirstOrDefault(t => t is not null) ?? Find(Fallback)!;

    private FormTexts? Find(string? language) => string.IsNullOrEmpty(language)
        ? null
        : Languages.FirstOrDefault(t => string.Equals(t.Language, language.Replace('_', '-'), StringComparison.OrdinalIgnoreCase));
}
