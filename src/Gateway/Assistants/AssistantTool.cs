using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CxOrchestrator.Gateway.Assistants;

/// <summary>Where a value goes in the request.</summary>
internal enum InputPlace
{
    Path,
    Query,
    Body,

    /// <summary>The revision of a draft, sent as If-Match.</summary>
    Revision,
}

/// <summary>A value that a tool takes.</summary>
/// <param name="Name">Of the path's part, the query's parameter or the body's field.</param>
/// <param name="Says">For the assistant.</param>
/// <param name="Type">Of JSON Schema: string, integer, array.</param>
internal sealed record ToolInput(string Name, string Says, InputPlace Place, bool Required = true, string Type = "string", JsonObject? Items = null);

/// <summary>What an assistant may do: a request to an endpoint of the API, by the endpoint's name.</summary>
/// <param name="Name">As assistants call it.</param>
/// <param name="Says">What it does, for the assistant.</param>
/// <param name="Endpoint">Name of the endpoint.</param>
/// <param name="Writes">It changes something; it needs the scope assistant-draft.</param>
internal sealed record AssistantTool(string Name, string Says, string Endpoint, ImmutableArray<ToolInput> Inputs, bool Writes = false)
{
    /// <summary>JSON Schema of the arguments.</summary>
    public JsonElement Schema()
    {
        var properties = new JsonObject();
        foreach (var input in Inputs)
        {
            var property = new JsonObject { ["type"] = input.Type, ["description"] = input.Says };
            if (input.Items is { } items)
            {
                property["items"] = items.DeepClone();
            }

            properties[input.Name] = property;
        }

        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. Inputs.Where(i => i.Required).Select(i => JsonValue.Create(i.Name))]),
            ["additionalProperties"] = false,
        });
    }
}
