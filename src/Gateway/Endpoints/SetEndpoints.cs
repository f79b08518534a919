using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Gateway.Views;
using CxOrchestrator.Silo.Publishing;

namespace CxOrchestrator.Gateway.Endpoints;

/// <summary><c>POST /v1/definitions/publish</c>: a whole set at once.</summary>
internal static class SetEndpoints
{
    private const int FilesMax = DefinitionReader.DocumentsMax;
    private const int SetBytesMax = 16 * 1024 * 1024;

    public static void MapSets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/definitions/publish", PublishAsync).WithTags("Definitions")
            .WithName("PublishDefinitions").WithSummary("Make documents the whole set, or say what would change")
            .WithDescription("For documents that were reviewed elsewhere: nobody approves them here. Documents that are not among them are retired.")
            .RequireAuthorization(AccessPolicies.Administer)
            .Accepts<PublishRequest>("application/json").Produces<SetComparison>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status409Conflict);

    private static async Task<IResult> PublishAsync(HttpContext context, RequestBodies bodies, DocumentLife life, CancellationToken cancellationToken)
    {
        using var body = bodies.Make(SetBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, problem) = Bodies.Read(context.Request, body.Bytes, GatewayJson.Default.PublishRequest);
        if (request is null)
        {
            return problem!;
        }

        if (request.Files is null || request.Files.Count is 0 or > FilesMax)
        {
            var arguments = new Arguments();
            arguments.Wrong("/files", $"1 to {FilesMax:N0} documents are needed.");
            return arguments.Problem!;
        }

        var result = await life.PublishSetAsync(
            [.. request.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new DocumentSource(f.Key, f.Value ?? ""))],
            request.DryRun,
            request.TakeOver,
            context.Actor().Name,
            cancellationToken);
        return result.Outcome switch
        {
            LifeOutcome.FromFolder => Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "from-folder",
                "A folder is the home of some of these documents",
                $"A watched folder would bring back {string.Join(", ", result.Changes.Take(5).Select(c => $"{c.Kind} {c.Id}"))}.",
                "Change the files there, or take the documents over: cx publish DIR --take-over.")),
            LifeOutcome.Busy => LifeProblems.Of(default, new LifeResult(LifeOutcome.Busy))!,
            _ => TypedResults.Json(
                new SetComparison
                {
                    FromVersion = result.FromVersion,
                    Version = result.Version,
                    Changes = result.Changes,
                    Problems = [.. result.Errors.Select(DefinitionViews.Of)],
                },
                GatewayJson.Default.SetComparison),
        };
    }
}
