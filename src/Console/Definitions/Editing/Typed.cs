using System.Globalization;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What a text that somebody typed is as a value.</summary>
internal static class Typed
{
    /// <summary>A number where it reads as one; else the text, of which the check will say what is wrong.</summary>
    public static SingleValue Number(string text) => AsNumber(text) is { } number ? new SingleValue(number, Plain: true) : SingleValue.Of(text);

    /// <summary>Number, flag or text, whichever it reads as: for attributes, of which nobody knows.</summary>
    public static SingleValue Any(string text) => text is "true" or "false" ? SingleValue.Of(text == "true") : Number(text);

    public static SingleValue Of(string text, FieldKind kind) => kind switch
    {
        FieldKind.Number => Number(text),
        FieldKind.Flag => text is "true" or "false" ? SingleValue.Of(text == "true") : SingleValue.Of(text),
        FieldKind.Any => Any(text),
        _ => SingleValue.Of(text),
    };

    /// <summary>A list that is parted by commas.</summary>
    public static ListValue List(string text, FieldKind kind) =>
        new([.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => (DocumentValue)Of(t, kind))]);

    // As it was typed, so that "1.50" stays so; with a comma where people write one.
    private static string? AsNumber(string text)
    {
        var trimmed = text.Trim();
        var number = trimmed.Count(c => c == ',') == 1 && !trimmed.Contains('.', StringComparison.Ordinal) ? trimmed.Replace(',', '.') : trimmed;
        return number.Length > 0 && double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n)
            && number[0] is not '+' && number[^1] != '.'
                ? number
                : null;
    }
}
