using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Operations;

/// <summary><c>/v1/sending</c>: the global kill switch.</summary>
internal static class SendingEndpoints
{
    public static void MapSending(this IEndpointRouteBuilder routes)
    {
        var sending = routes.MapGroup("/v1/sending").WithTags("Operations");
        sending.MapGet("/", GetAsync).WithName("GetSending").WithSummary("Whether sending is stopped").Produces<SendingView>();
        sending.MapPut("/", PutAsync)
            .WithName("SetSending").WithSummary("Stop or resume all sending")
            .WithDescription("It works at once, whatever waits in the log: nothing is admitted after the answer.")
            .Accepts<SendingChange>("application/json").Produces<SendingView>()
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> GetAsync(ISendingSwitch sending, CancellationToken cancellationToken) =>
        Answer(await sending.GetAsync(cancellationToken));

    private static async Task<IResult> PutAsync(HttpRequest request, ISendingSwitch sending, IAuditTrail trail, Figures figures, RefusalLog log, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(request, ApiJson.Default.SendingChange, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        Bodies.CheckName(arguments, body.By);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (!body.Stopped && AccessTable.ResumeRefusal(request.HttpContext, "/v1/sending") is { } refusal)
        {
            return log.Refuse(request.HttpContext, refusal);
        }

        var by = request.HttpContext.ActsAs(body.By);
        var state = await sending.SetAsync(body.Stopped, by, cancellationToken);
        var action = state.Stopped ? AuditActions.SendingStopped : AuditActions.SendingResumed;
        await trail.AddAsync(new AuditEntry { By = by, Action = action, Kind = "sending" }, CancellationToken.None);
        figures.Told(state.Stopped);
        return Answer(state);
    }

    private static JsonHttpResult<SendingView> Answer(SendingState state) => TypedResults.Json(
        new SendingView { Stopped = state.Stopped, ChangedBy = state.ChangedBy, ChangedAt = state.ChangedAt }, ApiJson.Default.SendingView);
}
