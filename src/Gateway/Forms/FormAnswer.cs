using System.Globalization;
using System.Text;
using CxOrchestrator.Rules.Forms;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>What a customer filled in.</summary>
/// <param name="Score">Null: none, or none of the scale.</param>
/// <param name="Comment">Empty: none.</param>
internal sealed record FormAnswer(int? Score, string Comment)
{
    /// <summary>Name of the field with the text.</summary>
    public const string CommentField = "comment";

    public static FormAnswer Empty { get; } = new(null, "");

    /// <summary>The page as it opens, with the score of its address where that is one of the scale.</summary>
    public static FormAnswer Begin(FormDefinition form, string? score) => new(ScoreOf(form, score), "");

    public static FormAnswer Of(FormDefinition form, IFormCollection fields) => new(
        ScoreOf(form, fields[FormDefinition.ScoreParameter].ToString()),
        form.Comment == FormComment.None ? "" : Plain(fields[CommentField].ToString()));

    /// <summary>What is wrong with it.</summary>
    public FormFaults Faults(FormDefinition form, FormWords words) => new(
        form.Score is not null && Score is null ? words.ScoreNeeded : null,
        Comment.Length > form.CommentLengthMax ? string.Format(CultureInfo.InvariantCulture, words.TooLong, Comment.Length, form.CommentLengthMax)
            : Comment.Length > 0 ? null
            : form.Comment == FormComment.Required ? words.CommentNeeded
            : form.Score is null ? words.Empty
            : null);

    private static int? ScoreOf(FormDefinition form, string? text) =>
        form.Score is { } score && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && FormScores.Bounds(score) is var (least, most) && value >= least && value <= most
            ? value
            : null;

    // Browsers end lines with two characters and count one.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !Rune.IsControl(rune))
            {
                plain.Append(rune);
            }
        }

        return plain.ToString().Trim();
    }
}
