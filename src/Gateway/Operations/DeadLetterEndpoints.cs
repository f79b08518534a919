using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Operations;

/// <summary><c>/v1/dead-letters</c>.</summary>
internal static class DeadLetterEndpoints
{
    public const string ReplayName = "ReplayDeadLetter";

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        var letters = routes.MapGroup("/v1/dead-letters").WithTags("Dead letters");
        letters.MapGet("/", ListAsync)
            .WithName("ListDeadLetters").WithSummary("Inputs that could not be applied, newest first")
            .Produces<Api.Page<DeadLetterView>>()
            .Refuses(StatusCodes.Status400BadRequest);
        letters.MapGet("/{id:long}", GetAsync).WithName("GetDeadLetter").WithSummary("A dead letter").Produces<DeadLetterView>()
            .Refuses(StatusCodes.Status404NotFound);
        letters.MapGet("/{id:long}/body", BodyAsync).WithName("GetDeadLetterBody").WithSummary("Its bytes as they came")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream")
            .Refuses(StatusCodes.Status404NotFound);
        letters.MapPost("/{id:long}/replay", ReplayAsync)
            .WithName(ReplayName).WithSummary("Replay it, corrected or unchanged")
            .WithDescription("The body, if any, is the corrected touchpoint in its native form; without one the original bytes are read again. A timer is retried unchanged.")
            .Produces<DeadLetterView>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static Task<IResult> ListAsync(
        [Description("unreadable, faulted or timer.")] string? reason,
        [Description("What next said.")] string? cursor,
        [Description("Most letters, 1 to 500. Default: 50.")] string? limit,
        IDeadLetters store,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var most = arguments.Limit(limit);
        if (reason is not (null or "" or "unreadable" or "faulted" or DeadLetter.Timer))
        {
            arguments.Wrong("reason", "It is unreadable, faulted or timer.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.ListAsync(string.IsNullOrEmpty(reason) ? null : reason, string.IsNullOrEmpty(cursor) ? null : cursor, most, cancellationToken);
        return TypedResults.Json(
            new Api.Page<DeadLetterView> { Items = [.. page.Items.Select(DeadLetterViews.Head)], Next = page.Next },
            ApiJson.Default.PageDeadLetterView);
    });

    private static async Task<IResult> GetAsync(long id, IDeadLetters store, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } letter
            ? TypedResults.Json(DeadLetterViews.Of(letter), ApiJson.Default.DeadLetterView)
            : Unknown(id);

    private static async Task<IResult> BodyAsync(long id, HttpContext context, Sight sight, IDeadLetters store, CancellationToken cancellationToken) =>
        sight.HidesPersonal(context.User) ? Masked()
        : await store.GetAsync(id, cancellationToken) is { } letter
            ? TypedResults.Bytes(letter.Letter.Body, "application/octet-stream", $"dead-letter-{id}.json")
            : Unknown(id);

    private static async Task<IResult> ReplayAsync(
        long id, HttpRequest request, IDeadLetters store, RequestBodies bodies, JourneyClock clock, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { } letter)
        {
            return Unknown(id);
        }

        if (letter.Letter.Reason == DeadLetter.Timer)
        {
            return await AppendAsync(id, TimerRetries.Of(letter, clock.Now), store, cancellationToken);
        }

        using var body = bodies.Command(request.HttpContext, TouchpointJson.BytesMax);
        if (await bodies.ReadAsync(body, request) is { } unread)
        {
            return unread;
        }

        var bytes = body.Bytes.Length > 0 ? body.Bytes : letter.Letter.Body;
        var reading = TouchpointJson.Read(bytes.Span);
        var late = reading.Touchpoint is { } read ? TouchpointJson.CheckTime(read, clock.Now) : null;
        if (reading.Touchpoint is not { } touchpoint || late is not null)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status400BadRequest,
                "still-wrong",
                "The touchpoint still cannot be applied",
                body.Bytes.Length > 0 ? "The corrected body is invalid." : "The original body is invalid.",
                "Fix what errors point to, and replay it with the corrected body.") with
            {
                Errors = late is null
                    ? [.. reading.Errors.Select(e => new FieldProblem { Pointer = e.Pointer, Detail = e.Detail })]
                    : [new FieldProblem { Pointer = late.Pointer, Detail = late.Detail }],
            });
        }

        return await AppendAsync(id, new LogItem { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = bytes }, store, cancellationToken);
    }

    private static async Task<IResult> AppendAsync(long id, LogItem item, IDeadLetters store, CancellationToken cancellationToken)
    {
        if (!await store.ReplayAsync(id, item, cancellationToken))
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "replayed-before",
                "This dead letter was replayed before",
                "It can be replayed once.",
                "If it failed again there is a newer dead letter."));
        }

        return TypedResults.Json(DeadLetterViews.Of((await store.GetAsync(id, cancellationToken))!), ApiJson.Default.DeadLetterView);
    }

    private static IResult Masked() => Problems.Of(Problems.Make(
        StatusCodes.Status403Forbidden,
        "personal-data",
        "The bytes may hold personal data",
        "Your roles do not show personal data, and bytes cannot be masked.",
        "Ask somebody who has another role, or an administrator about Access:MaskedRoles."));

    private static IResult Unknown(long id) =>
        Problems.NotFound("unknown-dead-letter", "There is no such dead letter", $"None has the number {id}.", "GET /v1/dead-letters lists them.");
}
