using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Cases;

/// <summary><c>/v1/cases</c>.</summary>
internal static class CaseEndpoints
{
    private const int NoteLengthMax = 2_000;

    public static readonly string[] Dispositions = ["resolved", "unresolved", "unreachable"];

    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        var cases = routes.MapGroup("/v1/cases").WithTags("Cases")
            .Refuses(StatusCodes.Status400BadRequest);
        cases.MapGet("/", ListAsync)
            .WithName("ListCases").WithSummary("Cases").WithDescription("Open ones by priority and due time, completed ones newest first.")
            .Produces<Api.Page<CaseView>>();
        cases.MapGet("/{id}", GetAsync).WithName("GetCase").WithSummary("A case").Produces<CaseView>()
            .Refuses(StatusCodes.Status404NotFound);
        Change(cases.MapPost("/{id}/claim", ClaimAsync), "ClaimCase", "Take a case").Accepts<CaseClaim>("application/json");
        Change(cases.MapPost("/{id}/release", ReleaseAsync), "ReleaseCase", "Give a case back").Accepts<CaseClaim>("application/json");
        Change(cases.MapPost("/{id}/complete", CompleteAsync), "CompleteCase", "Close a case with its disposition").Accepts<CaseCompletion>("application/json");
        Change(cases.MapPost("/{id}/reopen", ReopenAsync), "ReopenCase", "Take a completion back, within 10 seconds").Accepts<CaseClaim>("application/json");
    }

    private static RouteHandlerBuilder Change(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary).Produces<CaseView>()
        .Refuses(StatusCodes.Status403Forbidden)
        .Refuses(StatusCodes.Status404NotFound)
        .Refuses(StatusCodes.Status409Conflict);

    private static Task<IResult> ListAsync(
        [Description("open, claimed or completed.")] string? status,
        string? queue,
        string? customer,
        string? claimedBy,
        [Description("What next said.")] string? cursor,
        [Description("Most cases, 1 to 500. Default: 50.")] string? limit,
        ICaseStore store,
        CaseNaming naming,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var query = new CaseQuery
        {
            Status = arguments.Choice<CaseStatus>("status", status),
            Queue = arguments.Text("queue", queue),
            Customer = arguments.Customer("customer", customer),
            ClaimedBy = arguments.Text("claimedBy", claimedBy),
            Cursor = arguments.Text("cursor", cursor),
            Limit = arguments.Limit(limit),
        };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.ListAsync(query, cancellationToken);
        var items = new List<CaseView>(page.Items.Length);
        foreach (var item in page.Items)
        {
            items.Add(await naming.ViewAsync(item, cancellationToken));
        }

        return TypedResults.Json(new Api.Page<CaseView> { Items = items, Next = page.Next }, ApiJson.Default.PageCaseView);
    });

    private static async Task<IResult> GetAsync(string id, ICaseStore store, CaseNaming naming, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } found
            ? TypedResults.Json(await naming.ViewAsync(found, cancellationToken), ApiJson.Default.CaseView)
            : Unknown(id);

    private static Task<IResult> ClaimAsync(string id, HttpRequest request, ICaseStore store, CaseNaming naming, CancellationToken cancellationToken) =>
        ByAsync(id, request, naming, by => store.ClaimAsync(id, by, cancellationToken), cancellationToken);

    private static Task<IResult> ReleaseAsync(string id, HttpRequest request, ICaseStore store, CaseNaming naming, CancellationToken cancellationToken) =>
        ByAsync(id, request, naming, by => ReleaseForAsync(id, by, request.HttpContext, store, cancellationToken), cancellationToken);

    // A supervisor gives back what somebody else claimed and cannot work on.
    private static async Task<(CaseChangeResult Result, StoredCase? Case)> ReleaseForAsync(
        string id, string by, HttpContext context, ICaseStore store, CancellationToken cancellationToken)
    {
        var released = await store.ReleaseAsync(id, by, cancellationToken);
        if (released is not (CaseChangeResult.ClaimedByOther, { ClaimedBy: { } other }) || context.Actor() is not { SignedIn: true } actor || !actor.Roles.Contains(Roles.Supervisor))
        {
            return released;
        }

        released = await store.ReleaseAsync(id, other, cancellationToken);
        AuditedEndpoints.Detail(context, $"claimed by {other}");
        return released;
    }

    private static Task<IResult> ReopenAsync(string id, HttpRequest request, ICaseStore store, CaseNaming naming, CancellationToken cancellationToken) =>
        ByAsync(id, request, naming, by => store.ReopenAsync(id, by, cancellationToken), cancellationToken);

    private static async Task<IResult> CompleteAsync(string id, HttpRequest request, ICaseStore store, CaseNaming naming, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(request, ApiJson.Default.CaseCompletion, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        Bodies.CheckName(arguments, body.By);
        if (!Dispositions.Contains(body.Disposition))
        {
            arguments.Wrong("/disposition", $"One of {string.Join(", ", Dispositions)} is needed.");
        }

        if (body.Note?.Length > NoteLengthMax)
        {
            arguments.Wrong("/note", $"A note has at most {NoteLengthMax} characters.");
        }

        return arguments.Problem is { } problem
            ? problem
            : await AnswerAsync(id, await store.CompleteAsync(id, request.HttpContext.ActsAs(body.By), body.Disposition, body.Note, cancellationToken), naming, cancellationToken);
    }

    private static async Task<IResult> ByAsync(
        string id,
        HttpRequest request,
        CaseNaming naming,
        Func<string, Task<(CaseChangeResult Result, StoredCase? Case)>> change,
        CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(request, ApiJson.Default.CaseClaim, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        Bodies.CheckName(arguments, body.By);
        return arguments.Problem is { } problem ? problem : await AnswerAsync(id, await change(request.HttpContext.ActsAs(body.By)), naming, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        string id, (CaseChangeResult Result, StoredCase? Case) change, CaseNaming naming, CancellationToken cancellationToken) => change switch
        {
            (CaseChangeResult.Done, { } done) => TypedResults.Json(await naming.ViewAsync(done, cancellationToken), ApiJson.Default.CaseView),
            (CaseChangeResult.ClaimedByOther, var other) => Conflict(
                "claimed-by-other", "Somebody else has this case", $"{other?.ClaimedBy ?? "Somebody"} took it.", "Ask them to release it, or take another."),
            (CaseChangeResult.Completed, _) => Conflict(
                "case-completed", "This case is completed", "It was closed, and the time to take that back is over.", "Look at the case again."),
            (CaseChangeResult.NotClaimed, _) => Conflict(
                "case-not-claimed", "Nobody has this case", "Only who has a case can release or complete it.", "Claim it first."),
            _ => Unknown(id),
        };

    private static IResult Conflict(string type, string title, string detail, string cure) =>
        Problems.Of(Problems.Make(StatusCodes.Status409Conflict, type, title, detail, cure));

    private static IResult Unknown(string id) => Problems.NotFound("unknown-case", "There is no such case", $"No case has the id {id}.", "GET /v1/cases lists them.");
}

/// <summary>Cases with their customers' names.</summary>
internal sealed class CaseNaming(LiveBoard board, CustomerReader reader, IDefinitions definitions, JourneyClock clock)
{
    public async Task<CaseView> ViewAsync(StoredCase stored, CancellationToken cancellationToken)
    {
        var name = board.NameOf(stored.Key) ?? (await reader.StateAsync(stored.Key, cancellationToken))?.Profile.Name;
        return CaseViews.Of(stored, name, definitions.Current, clock.Now);
    }
}
