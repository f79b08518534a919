using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Http;
using Microsoft.OpenApi;

namespace CxOrchestrator.Gateway.Contract;

/// <summary>
/// What parameters really are. Endpoints take them as texts, so that their own answer says what is wrong with one.
/// </summary>
internal static partial class ParameterContract
{
    private static readonly HashSet<string> Flags = ["claimed", "tests", "shared", "part"];
    private static readonly HashSet<string> Numbers = ["before", "version"];
    private static readonly HashSet<string> Times = ["from", "until"];

    public static void Apply(OpenApiOperation operation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            if (parameter.Name is not { } name || parameter.Schema is not OpenApiSchema { Type: { } type } schema || !type.HasFlag(JsonSchemaType.String))
            {
                continue;
            }

            // A parameter that is not given is left out: a query has no null.
            schema.Type = JsonSchemaType.String;
            if (ClosedWords.Parameters.TryGetValue((operation.OperationId ?? "", name), out var words))
            {
                SchemaContract.Close(schema, words);
            }
            else if (parameter.In == ParameterLocation.Path && name == "kind")
            {
                SchemaContract.Close(schema, DocumentEndpoints.Kinds);
            }
            else if (name == "limit")
            {
                Limit(schema, parameter.Description ?? "");
            }
            else if (Flags.Contains(name))
            {
                schema.Type = JsonSchemaType.Boolean;
            }
            else if (Numbers.Contains(name))
            {
                (schema.Type, schema.Format, schema.Minimum) = (JsonSchemaType.Integer, "int64", "0");
            }
            else if (Times.Contains(name) && operation.OperationId is "ListAudit" or "ExportTouchpoints" or "ExportDecisions" or "ExportMetrics")
            {
                schema.Format = "date-time";
            }
        }
    }

    private static void Limit(OpenApiSchema schema, string description)
    {
        var bounds = Bounds().Match(description);
        (schema.Type, schema.Format, schema.Minimum) = (JsonSchemaType.Integer, "int32", "1");
        schema.Maximum = bounds.Success ? bounds.Groups["max"].Value : Arguments.LimitMax.ToString(CultureInfo.InvariantCulture);
        schema.Default = JsonValue.Create(bounds.Success ? int.Parse(bounds.Groups["default"].Value, CultureInfo.InvariantCulture) : Arguments.LimitDefault);
    }

    [GeneratedRegex(@"1 to (?<max>\d+)\. Default: (?<default>\d+)\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Bounds();
}
