using CxOrchestrator.Gateway.Contract;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>The OpenAPI document and a page to browse it; its script comes with this program.</summary>
internal static class ApiDocuments
{
    public const string PagePath = "/docs";

    private const string DocumentName = "v1";

    private static readonly Dictionary<string, string> Tags = new()
    {
        ["Touchpoints"] = "What happened between customers and the company, sent by upstream systems.",
        ["Customers"] = "A customer's live state, history and decisions.",
        ["Board"] = "Customers at risk.",
        ["Cases"] = "Callbacks that operators work.",
        ["Actions"] = "What policies decided to do, and what became of it.",
        ["Dead letters"] = "Inputs that could not be applied.",
        ["Definitions"] = "The published set of documents.",
        ["Documents"] = "The life of each document: drafts, approval, publication.",
        ["Backtests"] = "What documents would have done with the past.",
        ["Learning"] = "What recorded touchpoints say about what comes next.",
        ["Catalogue"] = "Which touchpoints really come.",
        ["Codes"] = "Codes of offers.",
        ["Connections"] = "Ways to reach customers on a channel: providers with their settings, secrets and state.",
        ["Images"] = "Uploaded images for messages.",
        ["In-app"] = "Messages in customers' apps, and the keys that sign who a customer is.",
        ["Mailbox"] = "E-mail that the gateway received for trials, and delivered nowhere.",
        ["Merges"] = "Customers who were made one, and the undoing of it.",
        ["Sources"] = "Systems that touchpoints come from: their deliveries, files, secrets and state.",
        ["Forms"] = "Feedback forms: links for customers, and previews.",
        ["Voice"] = "What customers say: reasons, quotes, and corrections of what was read.",
        ["Exports"] = "What is stored, as Parquet for a warehouse.",
        ["Trying"] = "Messages to confirmed test recipients.",
        ["Privacy"] = "A customer's consent, export and erasure.",
        ["Operations"] = "Sending, the ledger and the state of the installation.",
        ["Access"] = "Accounts, sessions, keys and the audit trail.",
        ["Health"] = "For balancers and probes.",
    };

    public static IServiceCollection AddApiDocuments(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "CxOrchestrator",
                Version = "v1",
                Description = "Stream touchpoints in; read customers, the board, cases, actions and the ledger. Errors are problem details (RFC 9457). "
                    + "Live changes come over the SignalR hub at /hubs/live.",
                License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
            };
            document.Servers = [new OpenApiServer { Url = "/", Description = "This gateway." }];
            foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            {
                tag.Description = Tags.GetValueOrDefault(tag.Name ?? "");
            }

            SharedParts.AddTo(document);
            OperationContract.Apply(document, context.DescriptionGroups.SelectMany(g => g.Items));
            SchemaContract.Apply(document);
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
}
