using System.Globalization;

namespace CxOrchestrator.Storage;

/// <summary>Cursors of lists that go down by number: the last number seen, in a form nobody is tempted to count with.</summary>
public static class Cursors
{
    private const string Prefix = "n";

    /// <summary>Rows below this number follow; throws <see cref="ArgumentException"/> for a cursor that none of the lists gave.</summary>
    public static long Number(string? cursor) => cursor is null ? long.MaxValue
        : cursor.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(cursor.AsSpan(Prefix.Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException("The cursor is not one that this list gave.", nameof(cursor));

    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:x}");
}
