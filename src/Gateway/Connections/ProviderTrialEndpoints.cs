using CxOrchestrator.Api;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Gateway.Connections;

/// <summary><c>POST /v1/providers/try</c>: what a provider document sends, and what it makes of a recorded answer or webhook.</summary>
internal sealed class ProviderTrialEndpoints(IDefinitions definitions, RequestBodies bodies, TimeProvider clock)
{
    /// <summary>Most errors of a document that are named.</summary>
    private const int ErrorsMax = 20;

    private const int BytesMax = 4 * 1024 * 1024;
    private const string DraftFile = "draft.yaml";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/providers/try", static (HttpContext context, ProviderTrialEndpoints endpoints) => endpoints.TryAsync(context)).WithTags("Connections")
        .WithName("TryProvider").WithSummary("Try a provider document without sending anything")
        .WithDescription("Returns the request that the document makes of a message, what a recorded answer means, and the steps that a recorded request to the webhook reports. Secrets are hidden, and the webhook's signature is not verified.")
        .Accepts<ProviderTrialRequest>("application/json").Produces<ProviderTrialView>()
        .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status413PayloadTooLarge);

    private async Task<IResult> TryAsync(HttpContext context)
    {
        using var body = bodies.Command(context, BytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.ProviderTrialRequest);
        if (request is null)
        {
            return wrong!;
        }

        var arguments = new Arguments();
        var provider = Provider(request, arguments);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (provider is null)
        {
            return Problems.NotFound("unknown-provider", "There is no such provider", $"No published or built-in provider has the id {request.Provider}.", "GET /v1/connection-providers lists them; send the text of a draft under document.");
        }

        var message = ProviderTrialReading.Message(provider, request.Message, arguments);
        ProviderTrialReading.Check(request, arguments);
        return arguments.Problem ?? TypedResults.Json(ProviderTrialViews.Of(provider, request, message!, clock.GetUtcNow()), ApiJson.Default.ProviderTrialView);
    }

    private ProviderDefinition? Provider(ProviderTrialRequest request, Arguments arguments)
    {
        if (request.Document is null == request.Provider is null)
        {
            arguments.Wrong("/document", "Send either the text of a document, or the id of a provider under /provider.");
            return null;
        }

        if (request.Document is not { } text)
        {
            return ProviderCatalog.Find(definitions.Current, request.Provider!);
        }

        var read = DefinitionReader.Read([new DocumentSource(DraftFile, text)]);
        foreach (var error in read.Errors.Take(ErrorsMax))
        {
            arguments.Wrong("/document", $"Line {error.Line}, column {error.Column}: {error.Message}.");
        }

        if (read.Errors.IsEmpty && read.Set!.Providers is not [_])
        {
            arguments.Wrong("/document", "The text is not one provider document. It begins with 'kind: provider'.");
        }

        return read.Set?.Providers.FirstOrDefault();
    }
}
