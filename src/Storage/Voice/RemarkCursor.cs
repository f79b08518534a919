using System.Globalization;

namespace CxOrchestrator.Storage.Voice;

/// <summary>Where a page of remarks ended: the value that they are ordered by, and the number.</summary>
/// <param name="At">Milliseconds since 1970, or the sentiment's bits.</param>
/// <param name="Number">Of the last remark.</param>
public readonly record struct RemarkCursor(long At, long Number)
{
    /// <summary>Before the first remark of either order.</summary>
    public static RemarkCursor Start(RemarkOrder order) =>
        order == RemarkOrder.Newest ? new(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), long.MaxValue) : new(BitConverter.DoubleToInt64Bits(-2), 0);

    /// <summary>The time, for the newest first.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(At);

    /// <summary>For the most negative first.</summary>
    public double Sentiment => BitConverter.Int64BitsToDouble(At);

    public static string Of(RemarkOrder order, NumberedRemark last) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Prefix(order)}{(order == RemarkOrder.Newest ? last.Remark.At.ToUnixTimeMilliseconds() : BitConverter.DoubleToInt64Bits(last.Remark.Sentiment ?? 0)):x}.{last.Number:x}");

    /// <exception cref="ArgumentException">The list gave no such cursor.</exception>
    public static RemarkCursor Parse(RemarkOrder order, string? cursor)
    {
        if (cursor is null)
        {
            return Start(order);
        }

        var parts = cursor.StartsWith(Prefix(order)) ? cursor[1..].Split('.') : [];
        return parts is [var at, var number]
            && long.TryParse(at, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            && long.TryParse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var place)
            && (order == RemarkOrder.Newest ? value is >= 0 and <= 253402300799999 : Math.Abs(BitConverter.Int64BitsToDouble(value)) <= 2)
                ? new(value, place)
                : throw new ArgumentException("The cursor is not one that this list gave.", nameof(cursor));
    }

    private static char Prefix(RemarkOrder order) => order == RemarkOrder.Newest ? 'r' : 's';
}
