using System.Text;
using Confluent.Kafka;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// The forms of a record's value: native JSON, or a CloudEvent, structured (the content type says so) or binary (its attributes are
/// headers that begin with <c>ce_</c>), as CloudEvents' Kafka binding has it.
/// </summary>
internal static class MessageForms
{
    private const string ContentType = "content-type";
    private const string EventHeader = "ce_";
    private const string EventType = "application/cloudevents";
    private const string EventJson = "application/cloudevents+json";

    public static TouchpointReading Read(byte[]? value, Headers? headers)
    {
        if (value is null)
        {
            return Refused("", "The record has no value.");
        }

        string? contentType = null;
        List<KeyValuePair<string, string>>? attributes = null;
        foreach (var header in headers ?? [])
        {
            if (header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase))
            {
                contentType = Text(header);
            }
            else if (header.Key.StartsWith(EventHeader, StringComparison.Ordinal))
            {
                // The reader takes them as HTTP has them: another prefix, and escaped.
                (attributes ??= []).Add(new(CloudEvents.HeaderPrefix + header.Key[EventHeader.Length..], Uri.EscapeDataString(Text(header))));
            }
        }

        if (contentType is not null && contentType.StartsWith(EventType, StringComparison.OrdinalIgnoreCase))
        {
            return MediaType(contentType).Equals(EventJson, StringComparison.OrdinalIgnoreCase)
                ? CloudEvents.Read(value)
                : Refused(ContentType, $"Only {EventJson} is read.");
        }

        if (attributes is null)
        {
            return TouchpointJson.Read(value);
        }

        return contentType is null || IsJson(MediaType(contentType))
            ? Named(CloudEvents.Read(attributes, value))
            : Refused(ContentType, "Only data in JSON is read. Send application/json.");
    }

    /// <summary>The native form of what was read.</summary>
    public static ReadOnlyMemory<byte> Native(Touchpoint touchpoint, byte[] value, Headers? headers) =>
        headers is null || !headers.Any(IsForm) ? value : TouchpointJson.Write(touchpoint);

    private static bool IsForm(IHeader header) =>
        header.Key.StartsWith(EventHeader, StringComparison.Ordinal)
        || (header.Key.Equals(ContentType, StringComparison.OrdinalIgnoreCase) && Text(header).StartsWith(EventType, StringComparison.OrdinalIgnoreCase));

    // Errors say where, by the names that headers have here.
    private static TouchpointReading Named(TouchpointReading reading) => reading.Errors.IsEmpty ? reading : reading with
    {
        Errors =
        [
            .. reading.Errors.Select(e => e.Pointer.StartsWith(CloudEvents.HeaderPrefix, StringComparison.Ordinal)
                ? e with { Pointer = EventHeader + e.Pointer[CloudEvents.HeaderPrefix.Length..] }
                : e),
        ],
    };

    private static TouchpointReading Refused(string place, string detail) => new() { Errors = [new TouchpointError(place, detail)] };

    private static string Text(IHeader header) => header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : "";

    private static string MediaType(string contentType) => contentType.Split(';', 2)[0].Trim();

    private static bool IsJson(string mediaType) =>
        mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
        || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
}
