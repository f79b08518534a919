using System.Text.Json.Nodes;
using CxOrchestrator.Gateway.Endpoints;
using CxOrchestrator.Gateway.Sources;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>The OpenAPI document and a page to browse it; its script comes with this program.</summary>
internal static class ApiDocuments
{
    public const string PagePath = "/docs";

    private const string Example = """
        {"id":"order-4711-placed","type":"order.placed","customer":"customer-4711","at":"2025-11-14T09:30:00+01:00","source":"shop","channel":"web","attributes":{"order":"4711","promisedAt":"2025-11-18"},"value":{"amount":49.90,"currency":"EUR"}}
        """;

    private const string EventExample = """
        {"specversion":"1.0","id":"order-4711-placed","source":"/shop","type":"order.placed","subject":"customer-4711","time":"2025-11-14T09:30:00+01:00","data":{"attributes":{"order":"4711"}}}
        """;

    public static IServiceCollection AddApiDocuments(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "CxOrchestrator",
                Version = "v1",
                Description = "Stream touchpoints in; read customers, the board, cases, actions and the ledger. Errors are problem details (RFC 9457). "
                    + "Live changes come over the SignalR hub at /hubs/live.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (operation.OperationId == TouchpointEndpoints.SendName)
            {
                operation.RequestBody = TouchpointBody();
            }

            return Task.CompletedTask;
        });
    });

    public static void MapApiDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference(PagePath, options =>
        {
            options.WithTitle("CxOrchestrator API");

            // Nothing is fetched from elsewhere: the installation may have no way out.
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Agent = new ScalarAgentOptions { Disabled = true };
            options.Mcp = new ScalarMcpOptions { Disabled = true };
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
        });
    }

    private static OpenApiRequestBody TouchpointBody() => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [TouchpointForms.Json] = new() { Example = JsonNode.Parse($"[{Example}]") },
            [TouchpointForms.Lines] = new() { Example = JsonValue.Create(Example.Trim() + "\n") },
            [TouchpointForms.Event] = new() { Example = JsonNode.Parse(EventExample) },
            [TouchpointForms.Events] = new() { Example = JsonNode.Parse($"[{EventExample}]") },
        },
    };
}
