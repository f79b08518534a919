using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>Connections: <c>/v1/connections</c> and <c>/v1/connection-providers</c>.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var connections = routes.MapGroup("/v1/connections").WithTags("Connections");
        connections.MapGet("/", ListAsync)
            .WithName("ListConnections").WithSummary("Published connections with their state").Produces<ConnectionsView>();
        connections.MapGet("/{id}", GetAsync)
            .WithName("GetConnection").WithSummary("A connection with its state")
            .WithDescription("Also of one that is not published yet and has secrets.").Produces<ConnectionView>()
            .Refuses(StatusCodes.Status404NotFound);
        connections.MapGet("/{id}/deliveries", DeliveryEndpoints.OfConnectionAsync)
            .WithName("ListDeliveries").WithSummary("Messages that left through a connection, newest first").Produces<Api.Page<DeliveryView>>()
            .Refuses(StatusCodes.Status400BadRequest);
        connections.MapPut("/{id}/secrets/{name}", SetSecretAsync)
            .WithName("SetConnectionSecret").WithSummary("Enter a secret of a connection")
            .WithDescription("It is encrypted and never shown again. It is used while the connection's document names the provider and the address that it was entered for.")
            .Produces<ConnectionView>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict);
        connections.MapDelete("/{id}/secrets/{name}", RemoveSecretAsync)
            .WithName("RemoveConnectionSecret").WithSummary("Remove a secret of a connection").Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
        connections.MapPost("/{id}/test", TestAsync)
            .WithName("TestConnection").WithSummary("Try a connection without sending a message").Produces<ConnectionTestView>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
        connections.MapPut("/{id}/paused", PauseAsync)
            .WithName("PauseConnection").WithSummary("Pause or resume a connection")
            .WithDescription("While it is paused, its messages leave through the channel's other connections, or wait.").Produces<ConnectionView>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
        ReportEndpoints.Map(routes);
        ProviderTrialEndpoints.Map(routes);
        routes.MapGet("/v1/connection-providers", Providers).WithTags("Connections")
            .WithName("ListConnectionProviders").WithSummary("Protocols and providers that connections can be made of").Produces<ConnectionProvidersView>();
    }

    private static async Task<IResult> ListAsync(ConnectionViews views, CancellationToken cancellationToken) =>
        TypedResults.Json(new ConnectionsView { Items = await views.AllAsync(cancellationToken) }, ApiJson.Default.ConnectionsView);

    private static async Task<IResult> GetAsync(string id, ConnectionViews views, CancellationToken cancellationToken) =>
        await views.FindAsync(id, cancellationToken) is { } view ? TypedResults.Json(view, ApiJson.Default.ConnectionView) : Unknown(id);

    private static async Task<IResult> SetSecretAsync(
        string id, string name, HttpContext context, IDefinitions definitions, IConnectionSecrets secrets, SecretBox box, ConnectionViews views, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.NewSecret, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        if (body.Value is not { Length: > 0 and <= SecretBox.LengthMax })
        {
            arguments.Wrong("/value", $"A secret has 1 to {SecretBox.LengthMax:N0} characters.");
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

        if (views.Provider(connection)?.Secrets.All(s => s.Name != name) ?? false)
        {
            return Problems.NotFound(
                "unknown-secret", "There is no such secret", $"The provider {connection.Provider} has no secret '{name}'.", $"It has {string.Join(", ", views.Provider(connection)!.Secrets.Select(s => s.Name))}.");
        }

        var secret = new ConnectionSecret
        {
            Connection = id,
            Name = name,
            Value = box.Seal(id, name, body.Value!),
            Target = SecretTargets.Of(connection, definitions.Current, name),
            SetBy = context.Actor().Name,
            SetAt = clock.GetUtcNow(),
        };
        if (!await secrets.SetAsync(secret, Entry(context, AuditActions.SecretSet, id, $"{name}, for {secret.Target}"), cancellationToken))
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "too-many-secrets", "There are as many secrets as there may be", $"Connections have {IConnectionSecrets.Max:N0} secrets.", "Remove those of connections that are gone."));
        }

        return await views.FindAsync(id, cancellationToken) is { } view ? TypedResults.Json(view, ApiJson.Default.ConnectionView) : Unknown(id);
    }

    private static async Task<IResult> RemoveSecretAsync(string id, string name, HttpContext context, IConnectionSecrets secrets, CancellationToken cancellationToken) =>
        !id.StartsWith('$') && await secrets.RemoveAsync(id, name, Entry(context, AuditActions.SecretRemoved, id, name), cancellationToken)
            ? TypedResults.NoContent()
            : Problems.NotFound("unknown-secret", "There is no such secret", $"No secret '{name}' of the connection {id} was entered.", "GET /v1/connections lists them.");

    private static async Task<IResult> TestAsync(
        string id, HttpContext context, IDefinitions definitions, ConnectionCatalog catalog, ConnectionHealth health, IConnectionSecrets secrets, IAuditTrail trail, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.ConnectionTrial, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        var connection = Read(id, body.Document, definitions, arguments);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (connection is null)
        {
            return Unknown(id);
        }

        await trail.AddAsync(Entry(context, AuditActions.ConnectionTested, id, SecretTargets.Of(connection, definitions.Current, secret: null)), cancellationToken);
        await using var live = catalog.Make(connection, definitions.Current, await secrets.ListAsync(cancellationToken));
        var test = live.Sender is { } sender ? await sender.TestAsync(cancellationToken) : new(false, live.Problem ?? "It cannot send.");
        if (body.Document is null)
        {
            await health.NoteAsync(id, test, cancellationToken);
        }

        return TypedResults.Json(new ConnectionTestView { Works = test.Works, Text = test.Text }, ApiJson.Default.ConnectionTestView);
    }

    private static async Task<IResult> PauseAsync(
        string id, HttpContext context, IDefinitions definitions, IConnectionStates states, ConnectionViews views, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.ConnectionPause, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (definitions.Current.Set.Connections.All(c => c.Id != id))
        {
            return Unknown(id);
        }

        await states.SetPausedAsync(id, body.Paused, Entry(context, body.Paused ? AuditActions.ConnectionPaused : AuditActions.ConnectionResumed, id, null), cancellationToken);
        return TypedResults.Json((await views.FindAsync(id, cancellationToken))!, ApiJson.Default.ConnectionView);
    }

    private static JsonHttpResult<ConnectionProvidersView> Providers(ConnectionViews views) =>
        TypedResults.Json(new ConnectionProvidersView { Items = views.Providers() }, ApiJson.Default.ConnectionProvidersView);

    /// <summary>The connection of the document, else the published one; null where there is none.</summary>
    private static ConnectionDefinition? Read(string id, string? document, IDefinitions definitions, Arguments arguments)
    {
        if (document is null)
        {
            return definitions.Current.Set.Connections.FirstOrDefault(c => c.Id == id);
        }

        var read = DefinitionReader.Read([new DocumentSource($"{id}.yaml", document)]);
        if (read.Errors is [var first, ..])
        {
            arguments.Wrong("/document", first.ToString());
            return null;
        }

        if (read.Set!.Connections is [var connection] && connection.Id == id)
        {
            return connection;
        }

        arguments.Wrong("/document", $"The document is not the connection '{id}'.");
        return null;
    }

    private static AuditEntry Entry(HttpContext context, string action, string id, string? detail) =>
        new() { By = context.Actor().Name, Action = action, Kind = IConnectionStates.AuditKind, Id = id, Detail = detail };

    private static IResult Unknown(string id) =>
        Problems.NotFound("unknown-connection", "There is no such connection", $"No published connection has the id {id}.", "GET /v1/connections lists them; send its document where it is not published yet.");
}
