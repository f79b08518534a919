using CxOrchestrator.Api;
using CxOrchestrator.Api.InApp;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>Keys that sign the tokens of customers' apps: <c>/v1/in-app/keys</c>.</summary>
internal static class InAppKeyEndpoints
{
    private const string AuditKind = "inAppKey";
    private const int NameLengthMax = 60;

    public static void MapInAppKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/in-app/keys").WithTags("In-app").Refuses(StatusCodes.Status403Forbidden);
        keys.MapGet("/", ListAsync).WithName("ListInAppKeys").WithSummary("Keys that sign tokens of customers' apps, without their secrets").Produces<Api.Page<InAppKeyView>>();
        keys.MapPost("/", AddAsync)
            .WithName("AddInAppKey").WithSummary("Create a key; its secret is returned once and never shown again")
            .WithDescription("Your servers sign tokens with it, which say who the customer is. It gives access to the in-app messages of every customer: keep it on your servers.")
            .Accepts<NewInAppKey>("application/json").Produces<InAppKeyMade>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status409Conflict);
        keys.MapDelete("/{id}", RemoveAsync)
            .WithName("RemoveInAppKey").WithSummary("Remove a key: tokens signed with it are refused from then on").Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(IInAppKeys store, CancellationToken cancellationToken)
    {
        var keys = (await store.ListAsync(cancellationToken)).Select(InAppViews.Of).ToList();
        return TypedResults.Json(new Api.Page<InAppKeyView> { Items = keys, Total = keys.Count }, ApiJson.Default.PageInAppKeyView);
    }

    private static async Task<IResult> AddAsync(HttpContext context, IInAppKeys store, InAppSecret secrets, InAppKeyRing ring, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.NewInAppKey, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (!IsName(body.Name))
        {
            return Problems.WrongArguments([new() { Pointer = "/name", Detail = $"A name has 1 to {NameLengthMax} letters, digits and -_. in it." }]);
        }

        var (id, secret) = InAppSecret.Make();
        var key = new InAppKey { Id = id, Name = body.Name, Secret = secrets.Protect(id, secret), CreatedBy = context.Actor().Name, CreatedAt = clock.GetUtcNow() };
        if (!await store.AddAsync(key, Entry(context, AuditActions.InAppKeyAdded, id, body.Name), cancellationToken))
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "in-app-key-refused", "The key was not made", $"A key is named {body.Name}, or there are {IInAppKeys.Max} keys already.", "Choose another name, or remove a key that is no longer used."));
        }

        ring.Forget();
        return TypedResults.Json(new InAppKeyMade { Key = InAppViews.Of(key), Secret = secret }, ApiJson.Default.InAppKeyMade, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, IInAppKeys store, InAppKeyRing ring, CancellationToken cancellationToken)
    {
        if (!await store.RemoveAsync(id, Entry(context, AuditActions.InAppKeyRemoved, id, null), cancellationToken))
        {
            return Problems.NotFound("unknown-in-app-key", "There is no such key", $"No in-app key has the id {id}.", "GET /v1/in-app/keys lists them.");
        }

        ring.Forget();
        return TypedResults.NoContent();
    }

    private static bool IsName(string? name) => name is { Length: > 0 and <= NameLengthMax } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static AuditEntry Entry(HttpContext context, string action, string id, string? detail) =>
        new() { By = context.Actor().Name, Action = action, Kind = AuditKind, Id = id, Detail = detail };
}
