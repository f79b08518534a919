using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Running;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary><c>/v1/backtests</c>: documents are tried on the past.</summary>
internal static class BacktestEndpoints
{
    private const int RequestBytesMax = 16 * 1024 * 1024;
    private const int ShownMax = 50;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(30);

    public static void MapBacktests(this IEndpointRouteBuilder routes)
    {
        var backtests = routes.MapGroup("/v1/backtests").WithTags("Backtests");
        backtests.MapPost("/", StartAsync)
            .WithName("StartBacktest").WithSummary("Try documents on recorded or uploaded touchpoints, in the background")
            .WithDescription("Answers at once; GET it for how far it is and for its report. One runs at a time on a gateway, the others wait.")
            .Accepts<BacktestRequest>("application/json").Produces<BacktestView>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status429TooManyRequests);
        backtests.MapGet("/", ListAsync)
            .WithName("ListBacktests").WithSummary("Backtests, newest first, without their reports").Produces<Api.Page<BacktestView>>();
        backtests.MapGet("/{id}", GetAsync)
            .WithName("GetBacktest").WithSummary("A backtest: how far it is, and its report when it is done").Produces<BacktestView>()
            .Refuses(StatusCodes.Status404NotFound);
        backtests.MapPost("/{id}/cancel", CancelAsync)
            .WithName("CancelBacktest").WithSummary("Stop a backtest within a second or two").Produces<BacktestView>()
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapBacktestFiles();
    }

    private static async Task<IResult> StartAsync(
        HttpContext context, RequestBodies bodies, BacktestSets sets, BacktestFiles files, BacktestRunner runner, JourneyClock clock, CancellationToken cancellationToken)
    {
        using var body = bodies.Command(context, RequestBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, problem) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.BacktestRequest);
        if (request is null || (problem = Check(request, clock)) is not null)
        {
            return problem!;
        }

        var file = request.File is { Length: > 0 } named ? files.Find(named) : null;
        if (file is null && !string.IsNullOrEmpty(request.File))
        {
            return Problems.NotFound("unknown-file", "There is no such file", "This gateway has no uploaded file of that id; files are kept for a day, by the gateway that took them.", "Upload it again: POST /v1/backtest-files.");
        }

        var tried = await sets.ReadAsync(request.Documents, cancellationToken);
        if (tried.After is null)
        {
            return LifeProblems.Of(tried.Missing ?? default, new LifeResult(tried.Missing is null ? LifeOutcome.HasErrors : LifeOutcome.NoDraft) { Errors = tried.Errors })!;
        }

        var view = View(request, file, context.Actor().Name, clock);
        return await runner.StartAsync(new BacktestJob(view, tried, file is null ? null : files.PathOf(file)), cancellationToken)
            ? TypedResults.Json(view, ApiJson.Default.BacktestView, statusCode: StatusCodes.Status202Accepted)
            : Problems.Of(
                Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-backtests", "Too many backtests wait", "Others are to run first.", "Wait for one of them, or cancel one, and start it again."),
                AgainAfter);
    }

    private static IResult? Check(BacktestRequest request, JourneyClock clock)
    {
        var arguments = new Arguments();
        if (request.Documents is null || request.Documents.Count is 0 or > BacktestRequest.DocumentsMax)
        {
            arguments.Wrong("/documents", $"1 to {BacktestRequest.DocumentsMax} documents to try are needed.");
            return arguments.Problem;
        }

        for (var i = 0; i < request.Documents.Count; i++)
        {
            var document = request.Documents[i];
            if (document?.Id is null || document.Kind is null)
            {
                arguments.Wrong($"/documents/{i}", "A document needs its kind and id.");
                continue;
            }

            _ = DocumentEndpoints.Document(arguments, document.Kind, document.Id);
            if (document.Text is { } text && System.Text.Encoding.UTF8.GetByteCount(text) > DefinitionReader.FileBytesMax)
            {
                arguments.Wrong($"/documents/{i}/text", $"A document's text has at most {DefinitionReader.FileBytesMax / 1024:N0} KiB.");
            }
        }

        if ((request.Until ?? clock.Now) <= request.From)
        {
            arguments.Wrong("/from", "It must lie before the end of the period.");
        }

        return arguments.Problem;
    }

    private static BacktestView View(BacktestRequest request, BacktestFileView? file, string by, JourneyClock clock)
    {
        var until = request.Until ?? (file is null ? clock.Now : null);
        return new BacktestView
        {
            Id = Guid.CreateVersion7(clock.SystemNow).ToString("N"),
            Title = request.Documents is [var one] ? $"{one.Kind} {one.Id}" : $"{request.Documents.Count} documents",
            State = RunStates.Waiting,
            Progress = new BacktestProgress { Step = BacktestSteps.Waiting, Customers = 0, Touchpoints = 0, TouchpointsPerSecond = 0 },
            StartedBy = by,
            CreatedAt = clock.SystemNow,
            Documents = [.. request.Documents.Select(d => d with { Text = null })],
            From = request.From ?? until - BacktestStates.PeriodDefault,
            Until = until,
            File = file?.Name,
        };
    }

    private static async Task<IResult> ListAsync(
        [Description("Only those that try the document, as kind and id: policy/late-delivery.")] string? document, IBacktestStore store, JourneyClock clock, CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(IRunStore.KeptMax, cancellationToken);
        var views = stored.Select(s => BacktestStates.Of(s, clock.SystemNow)).Where(v => string.IsNullOrEmpty(document) || v.Documents.Any(d => $"{d.Kind}/{d.Id}" == document)).Take(ShownMax);
        return TypedResults.Json(new Api.Page<BacktestView> { Items = [.. views] }, ApiJson.Default.PageBacktestView);
    }

    private static async Task<IResult> GetAsync(string id, IBacktestStore store, JourneyClock clock, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } stored
            ? TypedResults.Json(BacktestStates.Of(stored, clock.SystemNow), ApiJson.Default.BacktestView)
            : Unknown(id);

    private static async Task<IResult> CancelAsync(string id, IBacktestStore store, JourneyClock clock, CancellationToken cancellationToken) =>
        await store.CancelAsync(id, cancellationToken) ? await GetAsync(id, store, clock, cancellationToken) : Unknown(id);

    private static IResult Unknown(string id) => Problems.NotFound(
        "unknown-backtest", "There is no such backtest", $"No backtest has the id {id}; the last {IRunStore.KeptMax} are kept.", "GET /v1/backtests lists them.");
}
