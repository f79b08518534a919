using CxOrchestrator.Api;
using CxOrchestrator.Api.Learning;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Running;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Learn.Suggesting;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Learning;

/// <summary><c>/v1/warning-searches</c>: what would have warned of an outcome.</summary>
internal static class WarningSearchEndpoints
{
    private const int ShownMax = 50;
    private const double DaysDefault = 7;
    private const double PrecisionDefault = 0.75;
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddLearning(this IServiceCollection services) =>
        services.AddSingleton<WarningSearchRunner>().AddHostedService(provider => provider.GetRequiredService<WarningSearchRunner>());

    public static void MapLearning(this IEndpointRouteBuilder routes)
    {
        var searches = routes.MapGroup("/v1/warning-searches").WithTags("Learning");
        searches.MapPost("/", StartAsync)
            .WithName("StartWarningSearch").WithSummary("Search recorded touchpoints for waits that warn of an outcome, in the background")
            .WithDescription("Answers at once; GET it for how far it is and for its report. One runs at a time on a gateway, the others wait.")
            .Accepts<WarningSearchRequest>("application/json").Produces<WarningSearchView>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status429TooManyRequests);
        searches.MapGet("/", ListAsync)
            .WithName("ListWarningSearches").WithSummary("Searches for warnings, newest first, without their reports").Produces<Api.Page<WarningSearchView>>();
        searches.MapGet("/{id}", GetAsync)
            .WithName("GetWarningSearch").WithSummary("A search for warnings: how far it is, and its report when it is done").Produces<WarningSearchView>()
            .Refuses(StatusCodes.Status404NotFound);
        searches.MapPost("/{id}/cancel", CancelAsync)
            .WithName("CancelWarningSearch").WithSummary("Stop a search for warnings within a second or two").Produces<WarningSearchView>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> StartAsync(HttpContext context, IDefinitions definitions, WarningSearchRunner runner, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (request, problem) = await Bodies.ReadAsync(context.Request, ApiJson.Default.WarningSearchRequest, cancellationToken);
        if (request is null)
        {
            return problem!;
        }

        var arguments = new Arguments();
        var outcome = OutcomeText.Parse(request.Outcome ?? "", out var why);
        if (outcome is null)
        {
            arguments.Wrong("/outcome", $"{char.ToUpperInvariant(why[0])}{why[1..]}.");
        }

        var (days, precision) = (request.Days ?? DaysDefault, request.Precision ?? PrecisionDefault);
        if (days is not (>= 0 and <= 365))
        {
            arguments.Wrong("/days", "0 to 365 days.");
        }

        if (precision is not (>= 0 and <= 1))
        {
            arguments.Wrong("/precision", "A share from 0 to 1.");
        }

        if (request.Journey is { } journey && definitions.Current.Set.Journeys.All(j => j.Id != journey))
        {
            arguments.Wrong("/journey", $"No published journey has the id {journey}.");
        }

        if (arguments.Problem is { } refused)
        {
            return refused;
        }

        var view = new WarningSearchView
        {
            Id = Guid.CreateVersion7(clock.SystemNow).ToString("N"),
            Outcome = request.Outcome!.Trim(),
            Days = days,
            Precision = precision,
            Journey = request.Journey,
            State = RunStates.Waiting,
            Progress = new WarningSearchProgress { Step = WarningSearchRun.WaitingStep, Customers = 0 },
            StartedBy = context.Actor().Name,
            CreatedAt = clock.SystemNow,
        };
        return await runner.StartAsync(new WarningSearchRun(view, outcome!), cancellationToken)
            ? TypedResults.Json(view, ApiJson.Default.WarningSearchView, statusCode: StatusCodes.Status202Accepted)
            : Problems.Of(
                Problems.Make(StatusCodes.Status429TooManyRequests, "too-many-searches", "Too many searches wait", "Others are to run first.", "Wait for one of them, or cancel one, and start it again."),
                AgainAfter);
    }

    private static async Task<IResult> ListAsync(IWarningSearchStore store, JourneyClock clock, CancellationToken cancellationToken)
    {
        var stored = await store.ListAsync(ShownMax, cancellationToken);
        return TypedResults.Json(new Api.Page<WarningSearchView> { Items = [.. stored.Select(s => WarningSearchRun.Of(s, clock.SystemNow))] }, ApiJson.Default.PageWarningSearchView);
    }

    private static async Task<IResult> GetAsync(string id, IWarningSearchStore store, JourneyClock clock, CancellationToken cancellationToken) =>
        await store.GetAsync(id, cancellationToken) is { } stored
            ? TypedResults.Json(WarningSearchRun.Of(stored, clock.SystemNow), ApiJson.Default.WarningSearchView)
            : Unknown(id);

    private static async Task<IResult> CancelAsync(string id, IWarningSearchStore store, JourneyClock clock, CancellationToken cancellationToken) =>
        await store.CancelAsync(id, cancellationToken) ? await GetAsync(id, store, clock, cancellationToken) : Unknown(id);

    private static IResult Unknown(string id) => Problems.NotFound(
        "unknown-search", "There is no such search", $"No search has the id {id}; the last {IRunStore.KeptMax} are kept.", "GET /v1/warning-searches lists them.");
}
