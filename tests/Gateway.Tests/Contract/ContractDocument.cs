using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace CxOrchestrator.Gateway.Tests.Contract;

/// <summary>The OpenAPI document as a client has it: looks operations up and checks bodies against it.</summary>
internal sealed class ContractDocument
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private static int _built;

    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);
    private readonly JsonObject _strict;

    public ContractDocument(string text)
    {
        Text = text;
        Json = JsonNode.Parse(text)!.AsObject();
        _strict = Strict(Json["components"]!["schemas"]!.AsObject());
    }

    public string Text { get; }

    public JsonObject Json { get; }

    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        from path in Json["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject());

    public JsonObject? Find(string method, string path) => Json["paths"]?[path]?[method.ToLowerInvariant()]?.AsObject();

    /// <summary>What a reference points to, or the node itself.</summary>
    public JsonNode? Resolve(JsonNode? node)
    {
        if (node?["$ref"] is not { } reference)
        {
            return node;
        }

        return ((string)reference!)[2..].Split('/').Aggregate((JsonNode?)Json, (n, name) => n![name]);
    }

    /// <summary>What an answer has that the document does not say; empty: nothing.</summary>
    public async Task<IReadOnlyList<string>> WrongAsync(string method, string path, HttpResponseMessage response)
    {
        var status = ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Find(method, path) is not { } operation)
        {
            return [$"{method} {path} is not in the document"];
        }

        if (Resolve(operation["responses"]![status]) is not { } said)
        {
            return [$"{method} {path} answered {status}, which the document does not have"];
        }

        var wrong = new List<string>();
        foreach (var (name, header) in said["headers"]?.AsObject() ?? [])
        {
            var there = response.Headers.TryGetValues(name, out var values);
            if (!there && (bool?)Resolve(header)!["required"] == true)
            {
                wrong.Add($"{method} {path} answered {status} without {name}");
            }
            else if (there && Resolve(header)!["schema"] is { } schema)
            {
                var value = (string?)schema["type"] == "integer" ? JsonNode.Parse(values!.First()) : JsonValue.Create(values!.First());
                wrong.AddRange(Wrong(schema, value).Select(w => $"{method} {path} {status} {name}: {w}"));
            }
        }

        if (said["content"]?.AsObject() is not { Count: > 0 } content)
        {
            return wrong;
        }

        var type = response.Content.Headers.ContentType?.MediaType ?? "none";
        if (content[type] is not { } media)
        {
            return [.. wrong, $"{method} {path} answered {status} as {type}, which the document does not have"];
        }

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return media["schema"] is { } shape && type.EndsWith("json", StringComparison.Ordinal)
            ? [.. wrong, .. Wrong(shape, JsonNode.Parse(body)).Select(w => $"{method} {path} {status}: {w}")]
            : wrong;
    }

    /// <summary>What a body has that its schema does not allow; empty: nothing.</summary>
    public IReadOnlyList<string> Wrong(JsonNode schema, JsonNode? body)
    {
        var text = schema.ToJsonString();
        if (!_schemas.TryGetValue(text, out var built))
        {
            var whole = new JsonObject { ["$defs"] = _strict.DeepClone(), ["allOf"] = new JsonArray(schema.DeepClone()) };
            var plain = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
            built = _schemas[text] = JsonSchema.FromText(plain, baseUri: new Uri($"https://contract.test/{Interlocked.Increment(ref _built)}"));
        }

        using var json = JsonDocument.Parse(body?.ToJsonString() ?? "null");
        var result = built.Evaluate(json.RootElement, Options);
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Values.Select(e => $"{d.InstanceLocation} {e}")).Distinct().Take(5)];
    }

    // A field that the document does not name is a fault too.
    private static JsonObject Strict(JsonObject schemas)
    {
        var strict = schemas.DeepClone().AsObject();
        foreach (var (name, schema) in strict)
        {
            // A word of OpenAPI, which JSON Schema does not know.
            schema!.AsObject().Remove("example");
            if (schema["properties"] is not null && schema["additionalProperties"] is null && name is not ("Touchpoint" or "CloudEvent" or "EventData" or "Feedback" or "Money"))
            {
                schema["additionalProperties"] = false;
            }
        }

        return strict;
    }
}
