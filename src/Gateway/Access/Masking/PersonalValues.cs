using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Gateway.Access.Masking;

/// <summary>Which values may say who somebody is, and what is shown in their place.</summary>
internal static partial class PersonalValues
{
    public const string Mask = "•••";

    // Of a touchpoint: each value in it says who somebody is.
    private const string Identities = "identities";

    // Of a touchpoint's own fields; everything else in it is an attribute.
    private static readonly string[] Plain = ["id", "type", "customer", "at", "source", "channel", "currency", "lang", "language", "timeZone"];

    public static string Masked(string name, string value) => Hides(name, value) ? Mask : value;

    /// <summary>Whether a value is hidden: its name is a person's, or it is an address, a phone number, or more than one word.</summary>
    public static bool Hides(string name, string value) => value.Length > 0 && (PersonalNames.Has(name) || HidesValue(value));

    public static bool HidesValue(string value) =>
        value.Contains('@', StringComparison.Ordinal)
        || Phone().IsMatch(value)
        || (value.AsSpan().Trim().IndexOfAny(' ', '\t', '\n') > 0 && !DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _));

    /// <summary>A touchpoint with its personal values masked.</summary>
    public static JsonElement Touchpoint(JsonElement touchpoint)
    {
        var node = JsonNode.Parse(touchpoint.GetRawText());
        Walk(node, "", atRoot: true);
        return JsonSerializer.SerializeToElement(node);
    }

    /// <summary>A sentence about conditions: the values in it, where it names a field of a person.</summary>
    public static string Sentence(string sentence) => Value().Replace(sentence, m => PersonalNames.Has(m.Groups["field"].Value) || HidesAddress(m.Groups["value"].Value) ? m.Groups["field"].Value + m.Groups["is"].Value + Mask : m.Value);

    /// <summary>A condition's value: words of ours such as "650 EUR" stay.</summary>
    public static string Condition(string condition, string actual) => PersonalNames.Has(condition) || HidesAddress(actual) ? Mask : actual;

    private static bool HidesAddress(string value) => value.Contains('@', StringComparison.Ordinal) || Phone().IsMatch(value);

    private static void Walk(JsonNode? node, string name, bool atRoot)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (atRoot && Plain.Contains(key))
                    {
                        continue;
                    }

                    if (name == Identities)
                    {
                        map[key] = value is JsonArray values ? new JsonArray([.. values.Select(_ => JsonValue.Create(Mask))]) : JsonValue.Create(Mask);
                    }
                    else if (value is JsonValue)
                    {
                        map[key] = Masked(Join(name, key), value);
                    }
                    else
                    {
                        Walk(value, atRoot && key == "attributes" ? "" : Join(name, key), atRoot: false);
                    }
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue)
                    {
                        list[i] = Masked(name, list[i]);
                    }
                    else
                    {
                        Walk(list[i], name, atRoot: false);
                    }
                }

                break;
        }
    }

    private static JsonNode? Masked(string name, JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => JsonValue.Create(Masked(name, value.GetValue<string>())),
        JsonValueKind.Number when PersonalNames.Has(name) => JsonValue.Create(Mask),
        _ => value?.DeepClone(),
    };

    private static string Join(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";

    [GeneratedRegex(@"^\s*(\+|00)[\d\s()/.-]{6,}$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<field>[^:]*?)(?<is>: the value (is|was) )(?<value>.*?)(?=, and |\.?$)", RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
