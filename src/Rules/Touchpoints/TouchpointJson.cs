using System.Text.Json;
using System.Text.Unicode;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>The native form of touchpoints: one JSON object.</summary>
public static partial class TouchpointJson
{
    /// <summary>Most bytes of one touchpoint.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Deepest nesting, the touchpoint itself being 1.</summary>
    public const int DepthMax = 16;

    /// <summary>Longest text of an attribute, in characters.</summary>
    public const int TextLengthMax = 10_000;

    /// <summary>Most items of an attribute that is a list.</summary>
    public const int ListItemsMax = 1_000;

    /// <summary>Most errors reported for one touchpoint.</summary>
    public const int ErrorsMax = 20;

    /// <summary>How far ahead of the receiver's clock `at` may be.</summary>
    public static readonly TimeSpan FutureMax = TimeSpan.FromMinutes(10);

    /// <summary>Earliest `at`.</summary>
    public static readonly DateTimeOffset AtMin = DateTimeOffset.UnixEpoch;

    /// <summary>`at` must lie before: sums of it and the longest durations stay valid dates.</summary>
    public static readonly DateTimeOffset AtMax = new(3000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // As deep as the bytes can go: depth is reported as an error of the field and not of the parser, which reads without recursion.
    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = BytesMax };

    /// <summary>Reads one object from a source. Never throws on what it is given.</summary>
    /// <param name="utf8">The object.</param>
    /// <param name="naming">Whether it has to name its customer.</param>
    public static TouchpointReading Read(ReadOnlySpan<byte> utf8, CustomerNaming naming = CustomerNaming.Needed) => Read(utf8, naming, stored: false);

    /// <summary>Reads one object that was stored here, or comes from a file of such: it can say which model read its text. Never throws.</summary>
    public static TouchpointReading ReadStored(ReadOnlySpan<byte> utf8) => Read(utf8, CustomerNaming.Needed, stored: true);

    private static TouchpointReading Read(ReadOnlySpan<byte> utf8, CustomerNaming naming, bool stored)
    {
        if (utf8.Length > BytesMax)
        {
            return Refused("", $"A touchpoint has at most {BytesMax} bytes; this one has {utf8.Length}.");
        }

        if (!Utf8.IsValid(utf8))
        {
            return Refused("", "The bytes are not UTF-8. Send JSON in UTF-8.");
        }

        var draft = TouchpointDraft.Rent();
        draft.Naming = naming;
        draft.Stored = stored;
        try
        {
            var reader = new Utf8JsonReader(utf8, ReaderOptions);
            reader.Read();
            ReadObject(utf8, ref reader, draft);

            // Anything but white space after the object throws.
            reader.Read();
        }
        catch (JsonException e)
        {
            draft.Fail($"This is not JSON: {Plain(e)}");
        }

        return draft.Finish();
    }

    /// <summary>
    /// Reads the value at which the reader is positioned, as an item of a longer text, and leaves the reader on its last token. What is no JSON
    /// throws <see cref="JsonException"/>: where such an item ends nobody knows.
    /// </summary>
    /// <param name="utf8">The bytes that the reader was made over; valid UTF-8.</param>
    /// <param name="reader">A reader over one span, positioned on the item's first token.</param>
    /// <param name="naming">Whether it has to name its customer.</param>
    public static TouchpointReading ReadItem(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, CustomerNaming naming = CustomerNaming.Needed)
    {
        var draft = TouchpointDraft.Rent();
        draft.Naming = naming;
        var start = reader.TokenStartIndex;
        ReadObject(utf8, ref reader, draft);
        var length = reader.BytesConsumed - start;
        if (length > BytesMax)
        {
            draft.Error($"A touchpoint has at most {BytesMax} bytes; this one has {length}.");
        }

        return draft.Finish();
    }

    /// <summary>What is wrong with the touchpoint's time at this moment of the receiver's clock; null where nothing is.</summary>
    public static TouchpointError? CheckTime(Touchpoint touchpoint, DateTimeOffset now) =>
        touchpoint.At - now <= FutureMax
            ? null
            : new("/at", $"The time is {Ahead(touchpoint.At - now)} ahead of this clock ({Timestamps.Format(now)}); "
                + $"at most {FutureMax.TotalMinutes:0} minutes are allowed. Send when it happened, with its offset.");

    /// <summary>The parser's words without the path it adds.</summary>
    internal static string Plain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = end < 0 ? e.Message : e.Message[..end];
        return $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {message}";
    }

    internal static TouchpointReading Refused(string pointer, string detail) => new() { Errors = [new(pointer, detail)] };

    private static string Ahead(TimeSpan ahead) =>
        ahead.TotalDays >= 2 ? $"{ahead.TotalDays:0} days" : $"{ahead.TotalMinutes:0} minutes";
}
