using CxOrchestrator.Api;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Contract;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary>Steps in a document's life.</summary>
internal static class DocumentStepEndpoints
{
    private const int TextBytesMax = 4 * 1024 * 1024;
    private const int CommentLengthMax = 2_000;

    public static void MapDocumentSteps(this IEndpointRouteBuilder documents)
    {
        Step(documents.MapPut("/{kind}/{id}/draft", SaveAsync), "SaveDraft", "Save a draft, with errors or without")
            .WithDescription("If-Match has the revision of the draft that it replaces; without one it begins a draft.").Accepts<DraftText>("application/json").ReadsRevision(required: false);
        Step(documents.MapDelete("/{kind}/{id}/draft", DiscardAsync), "DiscardDraft", "Discard the draft").ReadsRevision(required: true).Produces(StatusCodes.Status204NoContent);
        documents.MapPost("/{kind}/{id}/check", CheckAsync).RequireRateLimiting(RequestLimits.Check)
            .WithName("CheckDocument").WithSummary("Check a text against the published set").Accepts<DraftText>("application/json").Produces<CheckResult>();
        Step(documents.MapPost("/{kind}/{id}/submit", SubmitAsync), "SubmitDraft", "Ask for approval; a draft with errors is refused").ReadsRevision(required: true);
        Step(documents.MapPost("/{kind}/{id}/approve", ApproveAsync), "ApproveDraft", "Approve what somebody else submitted and edited")
            .Accepts<DecisionComment>(isOptional: true, "application/json").ReadsRevision(required: true);
        Step(documents.MapPost("/{kind}/{id}/reject", RejectAsync), "RejectDraft", "Send a draft back with a comment")
            .Accepts<DecisionComment>("application/json").ReadsRevision(required: true);
        Step(documents.MapPost("/{kind}/{id}/publish", PublishAsync), "PublishDraft", "Publish an approved draft: live everywhere within two seconds").ReadsRevision(required: true);
        Step(documents.MapPost("/{kind}/{id}/pause", PauseAsync), "PausePolicy", "Stop a policy at once");
        Step(documents.MapPost("/{kind}/{id}/resume", ResumeAsync), "ResumePolicy", "Let a paused policy go on");
        Step(documents.MapPost("/{kind}/{id}/retire", RetireAsync), "RetireDocument", "Take a document out of the set");
        Step(documents.MapPost("/{kind}/{id}/rollback", RollBackAsync), "RollBackDocument", "Publish the text of an older version as a new one, at once")
            .Accepts<RollbackRequest>("application/json");
    }

    private static RouteHandlerBuilder Step(RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary).Produces<DocumentDetail>().GivesRevision()
        .Refuses(StatusCodes.Status401Unauthorized)
        .Refuses(StatusCodes.Status403Forbidden)
        .Refuses(StatusCodes.Status404NotFound)
        .Refuses(StatusCodes.Status409Conflict)
        .Refuses(StatusCodes.Status412PreconditionFailed)
        .Refuses(StatusCodes.Status428PreconditionRequired);

    private static async Task<IResult> SaveAsync(
        string kind, string id, HttpContext context, RequestBodies bodies, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken)
    {
        var (document, refused) = Address(kind, id);
        var (text, unread) = refused is null ? await TextAsync(context, bodies) : (null, refused);
        if (text is null)
        {
            return unread!;
        }

        var (revision, wrong) = LifeProblems.Revision(context.Request);
        if (wrong is not null)
        {
            return wrong;
        }

        var result = await life.SaveAsync(document, text, revision, context.Actor().Name, cancellationToken);
        return result is { Outcome: LifeOutcome.Changed, Draft: not null } && revision is null
            ? LifeProblems.RevisionNeeded(document)
            : LifeProblems.Of(document, result) ?? await DocumentEndpoints.AnswerAsync(document, context.Response, reading, cancellationToken);
    }

    private static async Task<IResult> CheckAsync(string kind, string id, HttpContext context, RequestBodies bodies, DefinitionHost host)
    {
        var (document, refused) = Address(kind, id);
        var (text, unread) = refused is null ? await TextAsync(context, bodies) : (null, refused);
        if (text is null)
        {
            return unread!;
        }

        var check = DraftCheck.Run(host.Published, document, text);
        return TypedResults.Json(
            new CheckResult { Valid = check.Errors.IsEmpty, Problems = [.. check.Errors.Select(DefinitionViews.Of)] }, ApiJson.Default.CheckResult);
    }

    private static async Task<IResult> DiscardAsync(
        string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken)
    {
        var (document, revision, problem) = Seen(kind, id, context);
        if (problem is not null)
        {
            return problem;
        }

        var result = await life.DiscardAsync(document, revision, context.Actor().Name, cancellationToken);
        return LifeProblems.Of(document, result)
            ?? (await reading.GetAsync(document, cancellationToken) is null
                ? TypedResults.NoContent()
                : await DocumentEndpoints.AnswerAsync(document, context.Response, reading, cancellationToken));
    }

    private static Task<IResult> SubmitAsync(string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken) =>
        SeenAsync(kind, id, context, reading, (document, revision, by) => life.SubmitAsync(document, revision, by, cancellationToken), cancellationToken);

    private static async Task<IResult> ApproveAsync(
        string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken)
    {
        var (comment, problem) = await CommentAsync(context, needed: false, cancellationToken);
        return problem ?? await SeenAsync(
            kind, id, context, reading, (document, revision, by) => life.ApproveAsync(document, revision, comment, by, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> RejectAsync(
        string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken)
    {
        var (comment, problem) = await CommentAsync(context, needed: true, cancellationToken);
        return problem ?? await SeenAsync(
            kind, id, context, reading, (document, revision, by) => life.RejectAsync(document, revision, comment!, by, cancellationToken), cancellationToken);
    }

    private static Task<IResult> PublishAsync(string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken) =>
        SeenAsync(kind, id, context, reading, (document, revision, by) => life.PublishAsync(document, revision, by, cancellationToken), cancellationToken);

    private static Task<IResult> PauseAsync(string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken) =>
        AtOnceAsync(kind, id, context, reading, (document, by) => life.PauseAsync(document, paused: true, by, cancellationToken), cancellationToken);

    private static Task<IResult> ResumeAsync(string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken) =>
        AtOnceAsync(kind, id, context, reading, (document, by) => life.PauseAsync(document, paused: false, by, cancellationToken), cancellationToken);

    private static Task<IResult> RetireAsync(string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken) =>
        AtOnceAsync(kind, id, context, reading, (document, by) => life.RetireAsync(document, by, cancellationToken), cancellationToken);

    private static async Task<IResult> RollBackAsync(
        string kind, string id, HttpContext context, DocumentLife life, DocumentReading reading, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.RollbackRequest, cancellationToken);
        return body is null
            ? unread!
            : await AtOnceAsync(kind, id, context, reading, (document, by) => life.RollBackAsync(document, body.Version, by, cancellationToken), cancellationToken);
    }

    private static async Task<IResult> SeenAsync(
        string kind, string id, HttpContext context, DocumentReading reading, Func<DocumentKey, long, string, Task<LifeResult>> step, CancellationToken cancellationToken)
    {
        var (document, revision, problem) = Seen(kind, id, context);
        return problem
            ?? LifeProblems.Of(document, await step(document, revision, context.Actor().Name))
            ?? await DocumentEndpoints.AnswerAsync(document, context.Response, reading, cancellationToken);
    }

    private static async Task<IResult> AtOnceAsync(
        string kind, string id, HttpContext context, DocumentReading reading, Func<DocumentKey, string, Task<LifeResult>> step, CancellationToken cancellationToken)
    {
        var (document, problem) = Address(kind, id);
        return problem
            ?? LifeProblems.Of(document, await step(document, context.Actor().Name))
            ?? await DocumentEndpoints.AnswerAsync(document, context.Response, reading, cancellationToken);
    }

    private static (DocumentKey Document, IResult? Problem) Address(string kind, string id)
    {
        var arguments = new Arguments();
        return (DocumentEndpoints.Document(arguments, kind, id), arguments.Problem);
    }

    private static (DocumentKey Document, long Revision, IResult? Problem) Seen(string kind, string id, HttpContext context)
    {
        var (document, problem) = Address(kind, id);
        var (revision, wrong) = LifeProblems.Revision(context.Request);
        return (document, revision ?? 0, problem ?? wrong ?? (revision is null ? LifeProblems.RevisionNeeded(document) : null));
    }

    private static async Task<(string? Text, IResult? Problem)> TextAsync(HttpContext context, RequestBodies bodies)
    {
        using var body = bodies.Command(context, TextBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return (null, unread);
        }

        var (draft, problem) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.DraftText);
        if (draft is null)
        {
            return (null, problem);
        }

        var arguments = new Arguments();
        if (draft.Text is null || System.Text.Encoding.UTF8.GetByteCount(draft.Text) > DefinitionReader.FileBytesMax)
        {
            arguments.Wrong("/text", $"A document's text is needed, of at most {DefinitionReader.FileBytesMax / 1024:N0} KiB.");
            return (null, arguments.Problem);
        }

        return (draft.Text, null);
    }

    // An approval may come without a body.
    private static async Task<(string? Comment, IResult? Problem)> CommentAsync(HttpContext context, bool needed, CancellationToken cancellationToken)
    {
        if (!needed && context.Request.ContentType is null)
        {
            return (null, null);
        }

        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.DecisionComment, cancellationToken);
        if (body is null)
        {
            return (null, unread);
        }

        var arguments = new Arguments();
        if (body.Comment?.Length > CommentLengthMax || (needed && string.IsNullOrWhiteSpace(body.Comment)))
        {
            arguments.Wrong("/comment", $"Say what is to be changed, in 1 to {CommentLengthMax:N0} characters.");
        }

        return (body.Comment, arguments.Problem);
    }
}
