using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Sources;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>What an event says beside who, what and when.</summary>
internal static class MappedAttributes
{
    /// <summary>Most attributes that are taken from the rest of an event: the first ones.</summary>
    public const int RestMax = 40;

    /// <summary>Longest text taken from the rest of an event, in characters; a longer one is passed over.</summary>
    public const int RestTextLengthMax = 500;

    public static void Write(Utf8JsonWriter writer, CompiledParts parts, QueryDocument document, ImmutableArray<string>.Builder notes)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, query) in parts.Attributes)
        {
            if (query.Plain(document) is { } value)
            {
                Begin(writer, written, name);
                Write(writer, value, name, notes);
            }
        }

        foreach (var (name, value) in parts.Rest?.Members(document) ?? [])
        {
            if (written.Count < AttributeSet.CountMax && IsPlain(value) && name.Length is > 0 and <= Touchpoint.NameLengthMax && !written.Contains(name) && RestOf(written, parts) < RestMax)
            {
                Begin(writer, written, name);
                Write(writer, value, name, notes);
            }
        }

        if (written.Count > 0)
        {
            writer.WriteEndObject();
        }
    }

    private static int RestOf(HashSet<string> written, CompiledParts parts) => written.Count - Math.Min(written.Count, parts.Attributes.Length);

    private static bool IsPlain(PlainValue value) => value switch
    {
        PlainText text => text.Value.Length is > 0 and <= RestTextLengthMax,
        PlainList => false,
        _ => true,
    };

    private static void Begin(Utf8JsonWriter writer, HashSet<string> written, string name)
    {
        if (written.Count == 0)
        {
            writer.WriteStartObject("attributes");
        }

        written.Add(name);
        writer.WritePropertyName(name);
    }

    private static void Write(Utf8JsonWriter writer, PlainValue value, string name, ImmutableArray<string>.Builder notes)
    {
        switch (value)
        {
            case PlainText text when text.Value.Length > TouchpointJson.TextLengthMax:
                notes.Add($"The attribute {name} was cut to {TouchpointJson.TextLengthMax:N0} characters.");
                var end = char.IsHighSurrogate(text.Value[TouchpointJson.TextLengthMax - 1]) ? TouchpointJson.TextLengthMax - 1 : TouchpointJson.TextLengthMax;
                writer.WriteStringValue(text.Value.AsSpan(0, end));
                break;
            case PlainText text:
                writer.WriteStringValue(text.Value);
                break;
            case PlainNumber number when Math.Abs(number.Value) > Numbers.Max:
                writer.WriteStringValue(number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            case PlainNumber number:
                writer.WriteNumberValue(number.Value);
                break;
            case PlainFlag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case PlainList list:
                writer.WriteStartArray();
                foreach (var item in list.Items.Take(TouchpointJson.ListItemsMax))
                {
                    Write(writer, item, name, notes);
                }

                writer.WriteEndArray();
                break;
        }
    }
}
