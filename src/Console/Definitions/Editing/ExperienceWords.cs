using System.Globalization;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>An experience in words: colours are never alone.</summary>
internal static class ExperienceWords
{
    public static string Words(double value) => value switch
    {
        <= -0.75 => "▼▼ a disaster",
        <= -0.4 => "▼ a let-down",
        < 0 => "▾ a friction",
        0 => "· nothing",
        < 0.4 => "▴ pleasant",
        < 0.75 => "▲ a real pleasure",
        _ => "▲▲ a delight",
    };

    public static string Class(double value) => value switch { <= -0.4 => "bad", < 0 => "warn", 0 => "", _ => "good" };

    /// <summary>0 where the text is no number.</summary>
    public static double Read(string? text) => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
