using CxOrchestrator.Api;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Sources.Files;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Receiving;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.AspNetCore.Mvc;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>Systems that touchpoints come from: <c>/v1/sources</c> and <c>/v1/source-kinds</c>.</summary>
internal static class SourceEndpoints
{
    /// <summary>Where a system delivers to.</summary>
    public const string Path = "/v1/sources/{id}/events";

    private const int HoursMax = 720;

    /// <summary>Paths of other systems' APIs that client libraries call.</summary>
    public static IEnumerable<SourcePath> Paths => BuiltInSources.All.SelectMany(s => s.Webhook?.Paths ?? []).Distinct().OrderBy(p => p.Path, StringComparer.Ordinal).ThenBy(p => p.Method, StringComparer.Ordinal);

    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var sources = routes.MapGroup("/v1/sources").WithTags("Sources");
        sources.MapGet("/", ListAsync).WithName("ListSources").WithSummary("Systems that touchpoints come from, with their state").Produces<SourcesView>();
        sources.MapGet("/{id}", GetAsync).WithName("GetSource").WithSummary("A source with its state").Produces<SourceView>().Refuses(StatusCodes.Status404NotFound);
        sources.MapGet("/{id}/deliveries", DeliveriesAsync)
            .WithName("ListSourceDeliveries").WithSummary("The newest deliveries of a source, with their touchpoints").Produces<SourceDeliveriesView>();
        sources.MapGet("/{id}/deliveries/{number:long}", DeliveryAsync)
            .WithName("GetSourceDelivery").WithSummary("A delivery with its headers and body").Produces<SourceDeliveryView>().Refuses(StatusCodes.Status404NotFound);
        sources.MapPut("/{id}/secrets/{name}", SetSecretAsync)
            .WithName("SetSourceSecret").WithSummary("Enter a secret of a source")
            .WithDescription("It is encrypted and never shown again. With keepBeforeHours the secret before it stays valid as well, while the other system is changed.")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
        sources.MapDelete("/{id}/secrets/{name}", RemoveSecretAsync)
            .WithName("RemoveSourceSecret").WithSummary("Remove a secret of a source").Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/source-kinds", (SourceViews views) => TypedResults.Json(new SourceKindsView { Items = views.Kinds() }, ApiJson.Default.SourceKindsView)).WithTags("Sources")
            .WithName("ListSourceKinds").WithSummary("Systems that can be connected").Produces<SourceKindsView>();
        SourceTrialEndpoints.Map(routes);
        FileEndpoints.Map(sources);
        SourceDeadLetterEndpoints.Map(sources);
        MapIntake(routes);
    }

    private static void MapIntake(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, (string id, HttpContext context, SourceIntake intake) => intake.TakeAsync(id, context)).WithTags("Sources")
            .WithName("TakeSourceEvents").WithSummary("Deliveries of a source")
            .WithDescription("For the other system, which proves who it is as its source document says. Answered once the touchpoints are durable; the same delivery again changes nothing.")
            .WithMetadata(new RequestSizeLimitAttribute(long.MaxValue))
            .Produces(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status401Unauthorized).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status429TooManyRequests).Refuses(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet(Path, (string id, HttpContext context, SourceIntake intake) => intake.TakeAsync(id, context)).WithTags("Sources")
            .WithName("AskSource").WithSummary("Question of a source's system")
            .WithDescription("Some systems ask whether the address is ours before they deliver anything.")
            .Produces(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status401Unauthorized).Refuses(StatusCodes.Status404NotFound);
        foreach (var path in Paths)
        {
            routes.MapMethods(path.Path, [path.Method], (HttpContext context, SourceIntake intake) => intake.TakeAtAsync(path, context))
                .WithMetadata(new RequestSizeLimitAttribute(long.MaxValue)).ExcludeFromDescription();
        }
    }

    private static async Task<IResult> ListAsync(SourceViews views, CancellationToken cancellationToken) =>
        TypedResults.Json(new SourcesView { Items = await views.AllAsync(cancellationToken) }, ApiJson.Default.SourcesView);

    private static async Task<IResult> GetAsync(string id, SourceViews views, CancellationToken cancellationToken) =>
        await views.FindAsync(id, cancellationToken) is { } view ? TypedResults.Json(view, ApiJson.Default.SourceView) : Unknown(id);

    private static async Task<IResult> DeliveriesAsync(string id, ISourceDeliveries deliveries, CancellationToken cancellationToken) => TypedResults.Json(
        new SourceDeliveriesView { Items = [.. (await deliveries.ListAsync(id, cancellationToken)).Select(d => SourceViews.Of(d, whole: false))] }, ApiJson.Default.SourceDeliveriesView);

    private static async Task<IResult> DeliveryAsync(string id, long number, ISourceDeliveries deliveries, CancellationToken cancellationToken) =>
        await deliveries.GetAsync(id, number, cancellationToken) is { } delivery
            ? TypedResults.Json(SourceViews.Of(delivery, whole: true), ApiJson.Default.SourceDeliveryView)
            : Problems.NotFound("unknown-delivery", "There is no such delivery", $"No delivery {number} of the source {id} is kept.", $"The newest {ISourceDeliveries.KeptMax} of a source are kept for {ISourceDeliveries.KeptFor.Days} days.");

    private static async Task<IResult> SetSecretAsync(string id, string name, HttpContext context, IDefinitions definitions, SourceSecrets secrets, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.NewSourceSecret, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        if (body.Value is not { Length: > 0 and <= SecretBox.LengthMax })
        {
            arguments.Wrong("/value", $"A secret has 1 to {SecretBox.LengthMax:N0} characters.");
        }

        if (body.KeepBeforeHours is < 0 or > HoursMax)
        {
            arguments.Wrong("/keepBeforeHours", $"A whole number from 0 to {HoursMax} is needed.");
        }

        var connection = Read(id, body.Document, definitions, arguments);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (connection is null)
        {
            return Unknown(id);
        }

        var kind = BuiltInSources.Find(definitions.Current, connection.Source);
        if (kind is not null && kind.Secrets.All(s => s.Name != name))
        {
            return Problems.NotFound("unknown-secret", "There is no such secret", $"{kind.Name} has no secret '{name}'.", $"It has {string.Join(", ", kind.Secrets.Select(s => s.Name))}.");
        }

        return await secrets.SetAsync(connection, kind, name, body.Value!, TimeSpan.FromHours(body.KeepBeforeHours), context.Actor().Name, Entry(context, AuditActions.SecretSet, id, name), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "too-many-secrets", "There are as many secrets as there may be", $"Connections have {IConnectionSecrets.Max:N0} secrets.", "Remove those of connections that are gone."));
    }

    private static async Task<IResult> RemoveSecretAsync(string id, string name, HttpContext context, SourceSecrets secrets, CancellationToken cancellationToken) =>
        await secrets.RemoveAsync(id, name, Entry(context, AuditActions.SecretRemoved, id, name), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("unknown-secret", "There is no such secret", $"No secret '{name}' of the source {id} was entered.", "GET /v1/sources lists them.");

    /// <summary>The connection of the document, else the published one; null where there is none.</summary>
    private static SourceConnection? Read(string id, string? document, IDefinitions definitions, Arguments arguments)
    {
        if (document is null)
        {
            return definitions.Current.Set.SourceConnections.FirstOrDefault(c => c.Id == id);
        }

        var read = DefinitionReader.Read([new DocumentSource($"{id}.yaml", document)]);
        if (read.Errors is [var first, ..])
        {
            arguments.Wrong("/document", first.ToString());
            return null;
        }

        if (read.Set!.SourceConnections is [var connection] && connection.Id == id)
        {
            return connection;
        }

        arguments.Wrong("/document", $"The document is not the connection '{id}' of a source.");
        return null;
    }

    private static AuditEntry Entry(HttpContext context, string action, string id, string? detail) =>
        new() { By = context.Actor().Name, Action = action, Kind = IConnectionStates.AuditKind, Id = id, Detail = detail };

    private static IResult Unknown(string id) =>
        Problems.NotFound("unknown-source", "There is no such source", $"No published connection with a source has the id {id}.", "GET /v1/sources lists them; send its document where it is not published yet.");
}
