using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>
/// CloudEvents 1.0 as touchpoints: <c>subject</c> is the customer, <c>time</c> when it happened, <c>data</c> an object with channel, attributes,
/// identities, feedback and value. Unknown members of data and of the event itself are kept as attributes.
/// </summary>
public static class CloudEvents
{
    /// <summary>What the names of an event's HTTP headers begin with.</summary>
    public const string HeaderPrefix = "ce-";

    private const string Version = "1.0";

    /// <summary>Reads one event in JSON (structured mode). Never throws on what it is given.</summary>
    /// <param name="utf8">The event.</param>
    /// <param name="naming">Whether it has to name its customer.</param>
    public static TouchpointReading Read(ReadOnlySpan<byte> utf8, CustomerNaming naming = CustomerNaming.Needed)
    {
        if (Unreadable(utf8) is { } refused)
        {
            return refused;
        }

        var draft = Rent(TouchpointForm.CloudEvent, naming);
        try
        {
            var reader = new Utf8JsonReader(utf8, TouchpointJson.ReaderOptions);
            reader.Read();
            ReadEvent(utf8, ref reader, draft);
            reader.Read();
        }
        catch (JsonException e)
        {
            draft.Fail($"This is not JSON: {TouchpointJson.Plain(e)}");
        }

        return draft.Finish();
    }

    /// <summary>Reads the event at which the reader is positioned, as <see cref="TouchpointJson.ReadItem"/> does.</summary>
    public static TouchpointReading ReadItem(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, CustomerNaming naming = CustomerNaming.Needed)
    {
        var draft = Rent(TouchpointForm.CloudEvent, naming);
        ReadEvent(utf8, ref reader, draft);
        return draft.Finish();
    }

    /// <summary>Reads an event whose attributes are HTTP headers (binary mode); the body is its data, empty where it has none.</summary>
    /// <param name="headers">The headers that begin with <see cref="HeaderPrefix"/>, as they came: lower-case names, values percent-encoded.</param>
    /// <param name="data">The body.</param>
    /// <param name="naming">Whether it has to name its customer.</param>
    public static TouchpointReading Read(IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> data, CustomerNaming naming = CustomerNaming.Needed)
    {
        if (Unreadable(data) is { } refused)
        {
            return refused;
        }

        var draft = Rent(TouchpointForm.CloudEventInHeaders, naming);
        foreach (var (name, value) in headers)
        {
            draft.Header = name;
            if (PercentEncoding.Decode(value, out var problem) is { } text)
            {
                Header(draft, name[HeaderPrefix.Length..], text);
            }
            else
            {
                draft.Seen |= SeenBy(name[HeaderPrefix.Length..]);
                draft.Error(problem);
            }
        }

        draft.Header = HeaderPrefix + "specversion";
        NeedVersion(draft);
        draft.Header = null;
        if (data.Length == 0)
        {
            return draft.Finish();
        }

        try
        {
            var reader = new Utf8JsonReader(data, TouchpointJson.ReaderOptions);
            reader.Read();
            ReadData(data, ref reader, draft);
            reader.Read();
        }
        catch (JsonException e)
        {
            draft.Fail($"This is not JSON: {TouchpointJson.Plain(e)}");
        }

        return draft.Finish();
    }

    private static TouchpointDraft Rent(TouchpointForm form, CustomerNaming naming)
    {
        var draft = TouchpointDraft.Rent();
        draft.Form = form;
        draft.Naming = naming;
        return draft;
    }

    private static TouchpointReading? Unreadable(ReadOnlySpan<byte> utf8) =>
        utf8.Length > TouchpointJson.BytesMax
            ? TouchpointJson.Refused("", $"An event has at most {TouchpointJson.BytesMax} bytes; this one has {utf8.Length}.")
            : Utf8.IsValid(utf8) ? null : TouchpointJson.Refused("", "The bytes are not UTF-8. Send JSON in UTF-8.");

    private static void ReadEvent(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Error($"A CloudEvent is a JSON object; this is {JsonValues.Name(reader.TokenType)}.");
            reader.Skip();
            return;
        }

        draft.Base = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonValues.PropertyName(ref reader);
            draft.Enter(name);
            reader.Read();
            Member(utf8, ref reader, draft, name);
            JsonValues.Finish(ref reader, draft.Base + 1);
            draft.Leave();
        }

        draft.Enter("specversion");
        NeedVersion(draft);
        draft.Leave();
    }

    private static void Member(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft, string name)
    {
        switch (name)
        {
            case "id" or "source" or "type" or "subject" or "specversion" or "datacontenttype":
                if (reader.TokenType == JsonTokenType.String && JsonValues.Text(ref reader) is { } text)
                {
                    Attribute(draft, name, text);
                }
                else
                {
                    draft.Seen |= FieldOf(name);
                    draft.Error(JsonValues.NoText(reader.TokenType));
                }

                break;
            case "time":
                draft.At = TouchpointJson.Once(draft, Field.At) ? TouchpointJson.At(ref reader, draft) : draft.At;
                break;
            case "data":
                if (TouchpointJson.Once(draft, Field.Data) && !TouchpointJson.IsNull(ref reader))
                {
                    ReadData(utf8, ref reader, draft);
                }

                break;
            case "data_base64":
                draft.Error("Data in base64 cannot be read. Send it as a JSON object in data.");
                break;
            default:
                draft.KeptHere();
                TouchpointJson.Value(utf8, ref reader, draft, name, AttributeOrigin.Kept | AttributeOrigin.Outside);
                break;
        }
    }

    private static void ReadData(ReadOnlySpan<byte> utf8, ref Utf8JsonReader reader, TouchpointDraft draft)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            draft.Error($"Data is an object with channel, attributes, identities, feedback or value; this is {JsonValues.Name(reader.TokenType)}.");
            return;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = JsonValues.PropertyName(ref reader);
            draft.Enter(name);
            reader.Read();
            TouchpointJson.Content(utf8, ref reader, draft, name);
            JsonValues.Finish(ref reader, depth + 1);
            draft.Leave();
        }
    }

    private static void Header(TouchpointDraft draft, string name, string value)
    {
        switch (name)
        {
            case "time":
                draft.At = TouchpointJson.Once(draft, Field.At) ? TouchpointJson.At(Encoding.UTF8.GetBytes(value), draft) : draft.At;
                break;
            case "id" or "source" or "type" or "subject" or "specversion":
                Attribute(draft, name, value);
                break;
            default:
                draft.KeptHere();
                TouchpointJson.Value(draft, name, value, AttributeOrigin.Kept | AttributeOrigin.Outside);
                break;
        }
    }

    // What came and cannot be read is not missing as well.
    private static Field SeenBy(string name) => name switch
    {
        "id" or "source" or "type" or "subject" or "specversion" => FieldOf(name),
        "time" => Field.At,
        _ => default,
    };

    private static void Attribute(TouchpointDraft draft, string name, string text)
    {
        if (!TouchpointJson.Once(draft, FieldOf(name)))
        {
            return;
        }

        switch (name)
        {
            case "id":
                draft.Id = TouchpointJson.Checked(draft, text, TouchpointIdentity.LengthMax);
                break;
            case "source":
                draft.Source = TouchpointJson.Checked(draft, text, TouchpointIdentity.LengthMax);
                break;
            case "type":
                draft.Type = TouchpointJson.Checked(draft, text, Touchpoint.NameLengthMax);
                break;
            case "subject":
                draft.Customer = TouchpointJson.Checked(draft, text, CustomerId.LengthMax);
                break;
            case "specversion" when text != Version:
                draft.Error($"Only CloudEvents {Version} are read. Send \"{Version}\".");
                break;
            case "datacontenttype" when !IsJson(text):
                draft.Error("Only data in JSON is read. Send application/json.");
                break;
        }
    }

    private static Field FieldOf(string name) => name switch
    {
        "id" => Field.Id,
        "source" => Field.Source,
        "type" => Field.Type,
        "subject" => Field.Customer,
        "specversion" => Field.Version,
        _ => Field.ContentType,
    };

    private static void NeedVersion(TouchpointDraft draft)
    {
        if ((draft.Seen & Field.Version) == 0)
        {
            draft.Error($"The version of CloudEvents is needed: \"{Version}\".");
        }
    }

    private static bool IsJson(string mediaType)
    {
        var end = mediaType.IndexOf(';', StringComparison.Ordinal);
        var type = (end < 0 ? mediaType : mediaType[..end]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
