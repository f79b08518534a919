using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Tests.Schema;

/// <summary>As much of JSON Schema (draft 2020-12) as the schema file uses; a keyword that it does not know is an error, not a pass.</summary>
internal sealed class JsonSchema(JsonNode root)
{
    public static JsonSchema Load() =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "cx-definitions.schema.json")))!);

    public JsonObject Definitions => root["$defs"]!.AsObject();

    /// <summary>What is wrong with the value, by JSON pointer; empty where nothing is.</summary>
    public List<string> Validate(JsonNode? value) => Validate(root, value, "");

    /// <summary>What is wrong with a document, by JSON pointer; empty where nothing is.</summary>
    public List<string> ValidateDocument(string yaml)
    {
        var reading = NodeReader.Read(new Slice(yaml, 1));
        Assert.True(reading.Complete);
        return Validate(Json(reading.Root!));
    }

    private static JsonNode? Json(Node node) => node switch
    {
        TextNode text => Scalars.Of(text) switch
        {
            { Kind: ScalarKind.Number } number => JsonValue.Create(number.Number),
            { Kind: ScalarKind.Flag } flag => JsonValue.Create(flag.Flag),
            var other => JsonValue.Create(other.Text),
        },
        ListNode list => new JsonArray([.. list.Items.Select(Json)]),
        MapNode map => new JsonObject(map.Entries.Select(e => KeyValuePair.Create(e.Key.Value, Json(e.Value)))),
        _ => throw new NotSupportedException(node.Kind),
    };

    private List<string> Validate(JsonNode schema, JsonNode? value, string at)
    {
        var errors = new List<string>();
        foreach (var (keyword, rule) in schema.AsObject())
        {
            errors.AddRange(Check(schema, keyword, rule!, value, at));
        }

        return errors;
    }

    private IEnumerable<string> Check(JsonNode schema, string keyword, JsonNode rule, JsonNode? value, string at)
    {
        var members = value as JsonObject;
        var items = value as JsonArray;
        switch (keyword)
        {
            case "$schema" or "title" or "description" or "default" or "$defs" or "properties" or "patternProperties":
                return [];
            case "$ref":
                return Validate(Definitions[rule.GetValue<string>()["#/$defs/".Length..]]!, value, at);
            case "type":
                var types = rule is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [rule.GetValue<string>()];
                return types.Any(t => Is(t, value)) ? [] : [$"{at}: no {rule.ToJsonString()}"];
            case "const":
                return JsonNode.DeepEquals(rule, value) ? [] : [$"{at}: not {rule}"];
            case "enum":
                return rule.AsArray().Any(r => JsonNode.DeepEquals(r, value)) ? [] : [$"{at}: none of {rule.ToJsonString()}"];
            case "oneOf":
                var fits = rule.AsArray().Select(r => Validate(r!, value, at)).ToList();
                return fits.Count(f => f.Count == 0) == 1 ? [] : fits.Count(f => f.Count == 0) > 1 ? [$"{at}: fits several"] : fits.MinBy(f => f.Count)!;
            case "required":
                return rule.AsArray().Where(r => members?.ContainsKey(r!.GetValue<string>()) == false).Select(r => $"{at}: {r} is missing");
            case "dependentRequired":
                return rule.AsObject().Where(r => members?.ContainsKey(r.Key) == true)
                    .SelectMany(r => r.Value!.AsArray()).Where(r => !members!.ContainsKey(r!.GetValue<string>())).Select(r => $"{at}: {r} is missing");
            case "additionalProperties":
                return members?.SelectMany(m => Member(schema, rule, m.Key, m.Value, $"{at}/{m.Key}")) ?? [];
            case "propertyNames":
                return members?.SelectMany(m => Validate(rule, JsonValue.Create(m.Key), $"{at}/{m.Key}")) ?? [];
            case "items":
                return items?.SelectMany((item, i) => Validate(rule, item, $"{at}/{i}")) ?? [];
            case "minItems" or "minProperties" or "minLength" or "minimum":
                return Size(keyword, value) is { } low && low < rule.GetValue<double>() ? [$"{at}: {keyword}"] : [];
            case "maxItems" or "maxProperties" or "maxLength" or "maximum":
                return Size(keyword, value) is { } high && high > rule.GetValue<double>() ? [$"{at}: {keyword}"] : [];
            case "pattern":
                return value is JsonValue text && text.TryGetValue<string>(out var s) && !Regex.IsMatch(s, rule.GetValue<string>()) ? [$"{at}: '{s}' is not like {rule}"] : [];
            default:
                throw new NotSupportedException($"The schema uses {keyword}, which this check does not know.");
        }
    }

    private List<string> Member(JsonNode schema, JsonNode otherwise, string name, JsonNode? value, string at)
    {
        if (schema["properties"]?[name] is { } known)
        {
            return Validate(known, value, at);
        }

        if (schema["patternProperties"]?.AsObject().FirstOrDefault(p => Regex.IsMatch(name, p.Key)) is { Value: { } like })
        {
            return Validate(like, value, at);
        }

        return otherwise is JsonValue allowed ? allowed.GetValue<bool>() ? [] : [$"{at}: unknown"] : Validate(otherwise, value, at);
    }

    private static double? Size(string keyword, JsonNode? value) => keyword[3..] switch
    {
        "Items" => (value as JsonArray)?.Count,
        "Properties" => (value as JsonObject)?.Count,
        "Length" => value is JsonValue v && v.TryGetValue<string>(out var text) ? text.Length : null,
        _ => value is JsonValue v && v.TryGetValue<double>(out var number) ? number : null,
    };

    private static bool Is(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value is JsonValue v && v.TryGetValue<string>(out _),
        "boolean" => value is JsonValue v && v.TryGetValue<bool>(out _),
        "number" => value is JsonValue v && v.TryGetValue<double>(out _),
        "integer" => value is JsonValue v && v.TryGetValue<double>(out var d) && d == Math.Floor(d),
        _ => throw new NotSupportedException(type),
    };
}
