using System.Globalization;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>A colour as mail programs understand it everywhere: <c>#rrggbb</c>.</summary>
internal readonly record struct MailColor(byte Red, byte Green, byte Blue)
{
    /// <summary>Least contrast of a label with what is behind it (WCAG 2, AA).</summary>
    public const double ContrastMin = 4.5;

    public static MailColor White { get; } = new(255, 255, 255);

    public static MailColor Black { get; } = new(0, 0, 0);

    /// <summary>Black or white, whichever is easier to read on it.</summary>
    public MailColor Label => Contrast(White) >= ContrastMin ? White : Black;

    // Relative luminance as WCAG defines it.
    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    public static MailColor? Parse(string text) =>
        text is ['#', _, _, _, _, _, _] && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new MailColor((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;

    /// <summary>From 1, the same, to 21, black on white.</summary>
    public double Contrast(MailColor other)
    {
        var (lighter, darker) = (Math.Max(Luminance, other.Luminance), Math.Min(Luminance, other.Luminance));
        return (lighter + 0.05) / (darker + 0.05);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static double Linear(byte part)
    {
        var share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
