using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Gateway.Sources;

/// <summary><c>POST /v1/sources/try</c>: what a payload becomes, without a delivery.</summary>
internal sealed class SourceTrialEndpoints(IDefinitions definitions, RequestBodies bodies, JourneyClock clock)
{
    private const int ErrorsMax = 20;
    private const int BytesMax = 2 << 20;
    private const int PayloadLengthMax = 1 << 20;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/sources/try", static (HttpContext context, SourceTrialEndpoints endpoints) => endpoints.TryAsync(context)).WithTags("Sources")
        .WithName("TrySource").WithSummary("Try a source document on a payload")
        .WithDescription("Returns the touchpoints that a payload becomes, and the journeys that they enter and the low points that they open under the published documents. Nothing is stored, and the signature is not verified.")
        .Accepts<SourceTrialRequest>("application/json").Produces<SourceTrialView>()
        .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status413PayloadTooLarge);

    private async Task<IResult> TryAsync(HttpContext context)
    {
        using var body = bodies.Command(context, BytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.SourceTrialRequest);
        if (request is null)
        {
            return wrong!;
        }

        var arguments = new Arguments();
        var source = Source(request, arguments);
        if (request.Payload is not { Length: <= PayloadLengthMax })
        {
            arguments.Wrong("/payload", $"A payload has at most {PayloadLengthMax:N0} characters.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (source is null)
        {
            return Problems.NotFound("unknown-source-kind", "There is no such source", $"No published or built-in source has the id {request.Kind}.", "GET /v1/source-kinds lists them; send the text of a draft under document.");
        }

        var delivery = RecordedDelivery.Of(request.Payload!, request.Headers ?? ImmutableDictionary<string, string>.Empty);
        var events = SourceTrial.Map(source, delivery, RecordedDelivery.Enriched(request.Payload!), request.Settings ?? ImmutableDictionary<string, string>.Empty, source.Id, clock.Now, out var why);
        var view = new SourceTrialView
        {
            Problem = events is null ? why : null,
            Events = events is { } mapped ? SourceEventViews.Of(mapped) : [],
            Outcomes = events is { } made ? SourceOutcomes.Of(made, definitions.Current) : [],
        };
        return TypedResults.Json(view, ApiJson.Default.SourceTrialView);
    }

    private SourceDefinition? Source(SourceTrialRequest request, Arguments arguments)
    {
        if (request.Document is null == request.Kind is null)
        {
            arguments.Wrong("/document", "Send either the text of a document, or the id of a source under /kind.");
            return null;
        }

        if (request.Document is not { } text)
        {
            return BuiltInSources.Find(definitions.Current, request.Kind!);
        }

        var read = DefinitionReader.Read([new DocumentSource("draft.yaml", text)]);
        foreach (var error in read.Errors.Take(ErrorsMax))
        {
            arguments.Wrong("/document", $"Line {error.Line}, column {error.Column}: {error.Message}.");
        }

        if (read.Errors.IsEmpty && read.Set!.Sources is not [_])
        {
            arguments.Wrong("/document", "The text is not one source document. It begins with 'kind: source'.");
        }

        return read.Set?.Sources.FirstOrDefault();
    }
}
