using System.Text.Json;
using System.Text.Json.Nodes;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Touchpoints;
using Microsoft.OpenApi;

namespace CxOrchestrator.Gateway.Contract;

/// <summary>What the records' types do not say: words of closed sets, and which fields an answer always has.</summary>
internal static class SchemaContract
{
    // Answers that leave out what is not there.
    private static readonly HashSet<string> Sparse = [nameof(Problem), nameof(FieldProblem), nameof(TouchpointResults), nameof(TouchpointResult)];

    public static void Apply(OpenApiDocument document)
    {
        var schemas = document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        foreach (var ((record, field), words) in ClosedWords.Fields)
        {
            if (schemas.TryGetValue(record, out var schema) && schema.Properties?.TryGetValue(JsonNamingPolicy.CamelCase.ConvertName(field), out var property) == true)
            {
                Close((OpenApiSchema)property, words);
            }
        }

        foreach (var schema in schemas.Values.Where(s => s.Properties is not null))
        {
            foreach (var (name, property) in schema.Properties!.ToList())
            {
                if (IsAny(property))
                {
                    schema.Properties![name] = new OpenApiSchema { Description = "JSON as it came." };
                }
                else if (property.OneOf?.Any(IsAny) == true)
                {
                    // Anything or null is anything: as alternatives null would be both.
                    schema.Properties![name] = new OpenApiSchema { Description = "JSON as it came, or null." };
                }
            }
        }

        schemas.Remove(nameof(JsonElement));
        var asked = Asked(document);
        foreach (var (name, schema) in schemas)
        {
            // An answer has all its fields, and null in those that have no value.
            if (schema is OpenApiSchema { Properties: { Count: > 0 } properties } answer && !asked.Contains(name) && !Sparse.Contains(name))
            {
                answer.Required = properties.Keys.ToHashSet(StringComparer.Ordinal);
            }
        }
    }

    private static bool IsAny(IOpenApiSchema schema) => schema is OpenApiSchemaReference { Reference.Id: nameof(JsonElement) };

    /// <summary>Restricts a text, or the texts of a list, to these words.</summary>
    public static void Close(OpenApiSchema schema, IReadOnlyList<string> words)
    {
        if (schema is { Type: { } list, Items: OpenApiSchema items } && list.HasFlag(JsonSchemaType.Array))
        {
            Close(items, words);
            return;
        }

        schema.Enum = [.. words.Select(w => JsonValue.Create(w))];
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Null))
        {
            schema.Enum.Add(JsonNullSentinel.JsonNull);
        }
    }

    // Everything that a body of a request can consist of.
    private static HashSet<string> Asked(OpenApiDocument document)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<IOpenApiSchema>((document.Paths ?? []).Values
            .SelectMany(p => p.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>())
            .SelectMany(o => o.RequestBody?.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>())
            .Select(m => m.Schema).OfType<IOpenApiSchema>());
        foreach (var part in document.Components!.RequestBodies?.Values ?? Enumerable.Empty<IOpenApiRequestBody>())
        {
            foreach (var schema in part.Content?.Values.Select(m => m.Schema).OfType<IOpenApiSchema>() ?? [])
            {
                open.Push(schema);
            }
        }

        while (open.TryPop(out var schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id } && !names.Add(id))
            {
                continue;
            }

            foreach (var part in Parts(schema))
            {
                open.Push(part);
            }
        }

        return names;
    }

    private static IEnumerable<IOpenApiSchema> Parts(IOpenApiSchema schema) =>
        (schema.Properties?.Values ?? Enumerable.Empty<IOpenApiSchema>())
        .Concat(schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Concat(schema.AllOf ?? [])
        .Concat(new[] { schema.Items, schema.AdditionalProperties }.OfType<IOpenApiSchema>());
}
