using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>
/// A JSON body, filled in leaf by leaf: no value can end its text and begin something else. A text that comes out empty is left out, and so is a
/// group or list that holds nothing then.
/// </summary>
internal sealed partial class BodyTexts
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BodyValue _root;
    private readonly FrozenDictionary<string, ProviderText> _texts;

    public BodyTexts(BodyValue root)
    {
        _root = root;
        _texts = Templates(root).Distinct(StringComparer.Ordinal).ToFrozenDictionary(t => t, t => CompiledProvider.Text(t), StringComparer.Ordinal);
    }

    public byte[] Write(ProviderValues values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            var filled = Fill(_root, values);
            if (filled is null)
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
            }
            else
            {
                Write(writer, filled);
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The texts of an object, such as headers that a setting holds.</summary>
    public IEnumerable<KeyValuePair<string, string>> Texts(ProviderValues values) => Fill(_root, values) is BodyObject filled
        ? filled.Fields.Select(f => KeyValuePair.Create(f.Key, f.Value switch
        {
            BodyText text => text.Template,
            BodyNumber number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
            BodyFlag flag => flag.Value ? "true" : "false",
            _ => throw new TemplateFailedException($"the value of '{f.Key}' is no text"),
        }))
        : [];

    private BodyValue? Fill(BodyValue value, ProviderValues values)
    {
        switch (value)
        {
            case BodyText { Template: var template } when MessageValues().IsMatch(template):
                return values.Values.IsEmpty ? null : new BodyObject([.. values.Values.DistinctBy(v => v.Key).Select(v => KeyValuePair.Create<string, BodyValue>(v.Key, new BodyText(v.Value)))]);
            case BodyText { Template: var template } when MessageParameters().IsMatch(template):
                return values.Values.IsEmpty ? null : new BodyList([.. values.Values.Select(v => new BodyText(v.Value))]);
            case BodyText { Template: var template }:
                return _texts[template].Fill(values) is { Length: > 0 } text ? new BodyText(text) : null;
            case BodyObject { Fields: var fields }:
                var entries = fields.Select(f => (f.Key, Value: Fill(f.Value, values))).Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!)).ToList();
                return entries.Count > 0 || fields.IsEmpty ? new BodyObject([.. entries]) : null;
            case BodyList { Items: var items }:
                var filled = items.Select(i => Fill(i, values)).OfType<BodyValue>().ToList();
                return filled.Count > 0 || items.IsEmpty ? new BodyList([.. filled]) : null;
            default:
                return value;
        }
    }

    private static void Write(Utf8JsonWriter writer, BodyValue value)
    {
        switch (value)
        {
            case BodyObject { Fields: var fields }:
                writer.WriteStartObject();
                foreach (var (name, field) in fields)
                {
                    writer.WritePropertyName(name);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case BodyList { Items: var items }:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case BodyText { Template: var text }:
                writer.WriteStringValue(text);
                break;
            case BodyNumber { Value: var number }:
                writer.WriteNumberValue(number);
                break;
            case BodyFlag { Value: var flag }:
                writer.WriteBooleanValue(flag);
                break;
        }
    }

    private static IEnumerable<string> Templates(BodyValue value) => value switch
    {
        BodyText text => [text.Template],
        BodyObject group => group.Fields.SelectMany(f => Templates(f.Value)),
        BodyList list => list.Items.SelectMany(Templates),
        _ => [],
    };

    [GeneratedRegex(@"^\s*\{\{-?\s*message\.values\s*-?\}\}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex MessageValues();

    [GeneratedRegex(@"^\s*\{\{-?\s*message\.parameters\s*-?\}\}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex MessageParameters();
}
