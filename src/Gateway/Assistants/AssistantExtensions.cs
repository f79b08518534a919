using System.Collections.Immutable;
using System.Reflection;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Keys;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CxOrchestrator.Gateway.Assistants;

/// <summary>The Model Context Protocol at <c>/mcp</c>: for AI assistants, each with a key of its own.</summary>
internal static class AssistantExtensions
{
    public const string Path = "/mcp";

    private const string Instructions =
        "CxOrchestrator follows every customer's journey from touchpoints, opens low points where it goes wrong, and acts by policies. You read, and with the right key you draft documents, check "
        + "them, try them on the past and submit them. People approve and publish: you cannot. Values shown as ••• are personal data that your key does not see. Before you write a document, read a "
        + "published one of its kind and the catalogue of touchpoints; check your text before you save it, and backtest it before you submit it.";

    public static IServiceCollection AddAssistants(this IServiceCollection services)
    {
        services.AddOptions<AssistantOptions>().BindConfiguration(AssistantOptions.Section);
        services.AddHttpContextAccessor();
        services.AddSingleton<AssistantCalls>();
        services.AddMcpServer(options =>
            {
                options.ServerInfo = new Implementation { Name = "cxorchestrator", Title = "CxOrchestrator", Version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0" };
                options.ServerInstructions = Instructions;
            })
            .WithHttpTransport(transport => transport.Stateless = true)
            .WithListToolsHandler(static (request, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools(ContextOf(request.Services)).Select(Of)] }))
            .WithCallToolHandler(CallAsync);
        return services;
    }

    /// <summary>Lets nobody through but keys of assistants, where assistants are answered at all.</summary>
    public static void UseAssistants(this WebApplication app) => app.UseWhen(
        static context => context.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
        static branch => branch.Use(async (context, next) =>
        {
            if (!context.RequestServices.GetRequiredService<IOptions<AssistantOptions>>().Value.Enabled)
            {
                await Problems.NotFound("assistants-off", "Assistants are off", "This gateway does not answer the Model Context Protocol.", "An administrator turns it on with Assistants:Enabled=true.").ExecuteAsync(context);
                return;
            }

            var (key, refusal) = await context.RequestServices.GetRequiredService<IntakeAccess>().KeyAsync(context, KeyScopes.Assistant);
            if (key is null)
            {
                await refusal!.ExecuteAsync(context);
                return;
            }

            // Drafts as a marketer, who may not approve or publish what nobody else approved; reads as a viewer.
            var actor = new Actor($"key:{key.Name}", key.Name, [key.Scopes.Contains(KeyScopes.AssistantDraft) ? Roles.Marketer : Roles.Viewer], SignedIn: true);
            context.User = key.Scopes.Contains(KeyScopes.Personal) ? actor.Principal() : Sight.Masked(actor.Principal());
            await next(context);
        }));

    public static void MapAssistants(this IEndpointRouteBuilder routes) => routes.MapMcp(Path).Finally(AccessTable.Apply);

    private static IEnumerable<AssistantTool> Tools(HttpContext context) =>
        AssistantTools.All.Where(t => !t.Writes || context.Actor().Roles.Contains(Roles.Marketer));

    private static Tool Of(AssistantTool tool) => new()
    {
        Name = tool.Name,
        Description = tool.Says,
        InputSchema = tool.Schema(),
        Annotations = new ToolAnnotations { ReadOnlyHint = !tool.Writes, DestructiveHint = false, OpenWorldHint = false },
    };

    private static async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken)
    {
        var context = ContextOf(request.Services);
        if (Tools(context).FirstOrDefault(t => t.Name == request.Params?.Name) is not { } tool)
        {
            var known = AssistantTools.All.Any(t => t.Name == request.Params?.Name);
            return Answer(known ? $"The key {context.Actor().DisplayName} may only read; it lacks the scope {KeyScopes.AssistantDraft}." : $"There is no tool '{request.Params?.Name}'.", refused: true);
        }

        var (text, refused) = await context.RequestServices.GetRequiredService<AssistantCalls>()
            .CallAsync(tool, request.Params!.Arguments?.ToImmutableDictionary() ?? ImmutableDictionary<string, System.Text.Json.JsonElement>.Empty, context, cancellationToken);
        return Answer(text, refused);
    }

    private static CallToolResult Answer(string text, bool refused) => new() { Content = [new TextContentBlock { Text = text }], IsError = refused };

    private static HttpContext ContextOf(IServiceProvider? services) => services?.GetRequiredService<IHttpContextAccessor>().HttpContext ?? throw new McpException("There is no request.");
}
