using System.Text.Json;
using System.Text.Unicode;
using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Touchpoints;

/// <summary>One touchpoint of a request as it was read.</summary>
/// <param name="Reading">The touchpoint, or what is wrong with it.</param>
/// <param name="Body">Its native JSON: the bytes as they came where they came so; nothing yet where its customer has to be found.</param>
internal readonly record struct ReadItem(TouchpointReading Reading, ReadOnlyMemory<byte> Body);

/// <summary>Reads a body's touchpoints, each once; the native form is passed on as the bytes that came.</summary>
internal static class TouchpointBatchReader
{
    // As deep as a body can go: too deep an item is refused alone, and the good ones of its batch go through.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The items in their order, or the problem for which none could be told apart.</summary>
    public static Problem? Read(TouchpointFormat format, HttpRequest request, ReadOnlyMemory<byte> body, int itemsMax, List<ReadItem> items, out bool many)
    {
        many = format is TouchpointFormat.Lines or TouchpointFormat.Events;
        if (format == TouchpointFormat.EventInHeaders)
        {
            items.Add(Native(CloudEvents.Read(TouchpointForms.EventHeaders(request), body.Span, CustomerNaming.OrIdentities)));
            return null;
        }

        body = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        if (!Utf8.IsValid(body.Span))
        {
            return NotJson("The bytes are not UTF-8.");
        }

        if (format == TouchpointFormat.Lines)
        {
            return ReadLines(body, itemsMax, items);
        }

        many |= format == TouchpointFormat.Json && FirstByte(body.Span) == '[';
        try
        {
            return many ? ReadArray(body, format == TouchpointFormat.Events, itemsMax, items) : ReadOne(body, format == TouchpointFormat.Event, items);
        }
        catch (JsonException e)
        {
            return NotJson($"At line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {Plain(e)}");
        }
    }

    private static Problem? ReadOne(ReadOnlyMemory<byte> body, bool events, List<ReadItem> items)
    {
        // Over the whole body, so that a place in it can be named when it is no JSON.
        var reader = new Utf8JsonReader(body.Span, Options);
        if (!reader.Read())
        {
            return NotJson("The body is empty.");
        }

        var item = Item(body, ref reader, events);
        reader.Read();
        items.Add(item);
        return null;
    }

    private static Problem? ReadArray(ReadOnlyMemory<byte> body, bool events, int itemsMax, List<ReadItem> items)
    {
        var reader = new Utf8JsonReader(body.Span, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return NotJson("A batch of CloudEvents is an array.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == itemsMax)
            {
                return TooMany(itemsMax);
            }

            items.Add(Item(body, ref reader, events));
        }

        reader.Read();
        return null;
    }

    private static ReadItem Item(ReadOnlyMemory<byte> body, ref Utf8JsonReader reader, bool events)
    {
        if (events)
        {
            return Native(CloudEvents.ReadItem(body.Span, ref reader, CustomerNaming.OrIdentities));
        }

        var start = (int)reader.TokenStartIndex;
        var reading = TouchpointJson.ReadItem(body.Span, ref reader, CustomerNaming.OrIdentities);
        return Native(reading, body[start..(int)reader.BytesConsumed]);
    }

    private static Problem? ReadLines(ReadOnlyMemory<byte> body, int itemsMax, List<ReadItem> items)
    {
        while (!body.IsEmpty)
        {
            var end = body.Span.IndexOf((byte)'\n');
            var line = (end < 0 ? body : body[..end]).Trim(" \t\r"u8);
            body = end < 0 ? default : body[(end + 1)..];
            if (line.IsEmpty)
            {
                continue;
            }

            if (items.Count == itemsMax)
            {
                return TooMany(itemsMax);
            }

            items.Add(Native(TouchpointJson.Read(line.Span, CustomerNaming.OrIdentities), line));
        }

        return null;
    }

    // A CloudEvent has a version and no at: if the answer named what it lacks, its sender would add just that.
    private static ReadItem Native(TouchpointReading reading, ReadOnlyMemory<byte> body) => reading.Touchpoint is null && IsEvent(body)
        ? new(reading with { Errors = [new TouchpointError("/specversion", $"This is a CloudEvent. Send it with the Content-Type {TouchpointForms.Event}, or an array of them with {TouchpointForms.Events}.")] }, body)
        : new(reading, body);

    private static bool IsEvent(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, Options);
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
            {
                if (reader.ValueTextEquals("specversion"u8))
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // No JSON: the reading says where.
        }

        return false;
    }

    // The log holds the native form only; what it holds must be readable by its consumers.
    internal static ReadItem Native(TouchpointReading reading)
    {
        if (reading.Touchpoint is not { } touchpoint || reading.NeedsCustomer)
        {
            return new(reading, default);
        }

        var body = TouchpointJson.Write(touchpoint);
        if (body.Length <= TouchpointJson.BytesMax)
        {
            return TouchpointJson.Read(body) is { Touchpoint: null } unreadable
                ? new(reading with { Touchpoint = null, Errors = unreadable.Errors }, default)
                : new(reading, body);
        }

        return new(reading with { Touchpoint = null, Errors = [new("", $"The touchpoint is larger than {TouchpointJson.BytesMax} bytes in its native form. Shorten its texts.")] }, default);
    }

    private static byte FirstByte(ReadOnlySpan<byte> body)
    {
        var trimmed = body.TrimStart(" \t\r\n"u8);
        return trimmed.IsEmpty ? (byte)0 : trimmed[0];
    }

    private static string Plain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static Problem NotJson(string detail) => Problems.Make(
        StatusCodes.Status400BadRequest,
        "not-json",
        "The body is not JSON",
        detail,
        "Send a touchpoint, an array of touchpoints, or one per line as application/x-ndjson. Nothing was accepted.");

    private static Problem TooMany(int itemsMax) => Problems.TooLarge(
        $"One request carries at most {itemsMax} touchpoints.",
        "Send them in several requests. Nothing was accepted.");
}
