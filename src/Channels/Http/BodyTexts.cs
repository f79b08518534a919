using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
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
    /// <summary>The fields of a group under this name belong to the group around it, which keeps its own where both have one.</summary>
    private const string Inside = "...";

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
            case BodyText { Template: var template } when Whole().Match(template) is { Success: true } whole:
                return Whole(whole, values);
            case BodyText { Template: var template }:
                return _texts[template].Fill(values) is { Length: > 0 } text ? new BodyText(text) : null;
            case BodyObject { Fields: var fields }:
                var entries = fields.SelectMany(f => Entries(f, values)).DistinctBy(f => f.Key).ToList();
                return entries.Count > 0 || fields.IsEmpty ? new BodyObject([.. entries]) : null;
            case BodyList { Items: var items }:
                var filled = items.Select(i => Fill(i, values)).OfType<BodyValue>().ToList();
                return filled.Count > 0 || items.IsEmpty ? new BodyList([.. filled]) : null;
            default:
                return value;
        }
    }

    private ImmutableArray<KeyValuePair<string, BodyValue>> Entries(KeyValuePair<string, BodyValue> field, ProviderValues values) => (field.Key, Fill(field.Value, values)) switch
    {
        (_, null) => [],
        (Inside, BodyObject inside) => inside.Fields,
        (_, { } value) => [KeyValuePair.Create(field.Key, value)],
    };

    // Alone, nothing is left out. Where a condition asks for it, it is there even when it is empty: a template without parameters has an empty list.
    private BodyValue? Whole(Match whole, ProviderValues values)
    {
        var isAsked = whole.Groups["if"].Success;
        if (isAsked ? _texts[Condition(whole)].Fill(values).Length == 0 : values.Values.IsEmpty)
        {
            return null;
        }

        return whole.Groups["name"].Value == "values"
            ? new BodyObject([.. values.Values.DistinctBy(v => v.Key).Select(v => KeyValuePair.Create<string, BodyValue>(v.Key, new BodyText(v.Value)))])
            : new BodyList([.. values.Values.Select(v => new BodyText(v.Value))]);
    }

    /// <summary>Gives a text where the values are asked for, else nothing.</summary>
    private static string Condition(Match whole) => $"{whole.Groups["if"].Value}1{whole.Groups["end"].Value}";

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
        BodyText text when Whole().Match(text.Template) is { Success: true } whole => whole.Groups["if"].Success ? [Condition(whole)] : [],
        BodyText text => [text.Template],
        BodyObject group => group.Fields.SelectMany(f => Templates(f.Value)),
        BodyList list => list.Items.SelectMany(Templates),
        _ => [],
    };

    // The values as an object or a list, with one condition around them or none.
    [GeneratedRegex(@"^\s*(?<if>\{%-?\s*(?:if|unless)\b[^%]*%\})?\s*\{\{-?\s*message\.(?<name>values|parameters)\s*-?\}\}\s*(?(if)(?<end>\{%-?\s*end(?:if|unless)\s*-?%\}))\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Whole();
}
