using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary><c>/v1/definitions</c>.</summary>
internal static class DefinitionEndpoints
{
    private const int FilesMax = 500;
    private const int CheckBytesMax = 4 * 1024 * 1024;

    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        var definitions = routes.MapGroup("/v1/definitions").WithTags("Definitions");
        definitions.MapGet("/", Get)
            .WithName("GetDefinitions").WithSummary("The published documents")
            .WithDescription("Includes the errors of the last import, if it was rejected.")
            .Produces<DefinitionsView>();
        definitions.MapGet("/{kind}/{id}", GetDocumentAsync)
            .WithName("GetDocument").WithSummary("A document with its text, as published or as of a version").Produces<DocumentView>()
            .Refuses(StatusCodes.Status404NotFound);
        definitions.MapGet("/versions", VersionsAsync)
            .WithName("ListDefinitionVersions").WithSummary("Published versions, newest first").Produces<Api.Page<DefinitionVersionView>>();
        definitions.MapPost("/check", CheckAsync).RequireRateLimiting(RequestLimits.Check)
            .WithName("CheckDefinitions").WithSummary("Check documents without publishing them")
            .WithDescription("All errors of all documents, each with file, line and column.")
            .Accepts<CheckRequest>("application/json").Produces<CheckResult>()
            .Refuses(StatusCodes.Status400BadRequest);
    }

    private static JsonHttpResult<DefinitionsView> Get(DefinitionHost host)
    {
        var set = host.Published;
        return TypedResults.Json(
            new DefinitionsView
            {
                Version = set?.Version ?? 0,
                PublishedAt = set?.PublishedAt ?? DateTimeOffset.UnixEpoch,
                Origin = set?.Origin ?? "",
                Documents = set is null ? [] : [.. set.Documents.Select(d => DefinitionViews.Of(d, host.Current, withText: false))],
                ImportProblems = [.. host.Import.Errors.Select(DefinitionViews.Of)],
            },
            ApiJson.Default.DefinitionsView);
    }

    private static async Task<IResult> GetDocumentAsync(
        string kind,
        string id,
        [Description("Version of the set; the published one if omitted.")] string? version,
        DefinitionHost host,
        IDefinitionStore store,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var wanted = arguments.Number("version", version);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var set = wanted is null ? host.Published : wanted > int.MaxValue ? null : await store.GetAsync((int)wanted, cancellationToken);
        return set?.Documents.FirstOrDefault(d => d.Kind == kind && d.Id == id) is { } document
            ? TypedResults.Json(DefinitionViews.Of(document, host.Current, withText: true), ApiJson.Default.DocumentView)
            : Problems.NotFound(
                "unknown-document",
                "There is no such document",
                wanted is null ? $"No {kind} {id} is published." : $"Version {wanted} has no {kind} {id}.",
                "GET /v1/definitions lists the published ones.");
    }

    private static async Task<IResult> VersionsAsync(
        [Description("Most versions, 1 to 500. Default: 50.")] string? limit, IDefinitionStore store, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var most = arguments.Limit(limit);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var sets = await store.ListAsync(most, cancellationToken);
        return TypedResults.Json(
            new Api.Page<DefinitionVersionView>
            {
                Items = [.. sets.Select(s => new DefinitionVersionView { Version = s.Version, PublishedAt = s.PublishedAt, Origin = s.Origin })],
            },
            ApiJson.Default.PageDefinitionVersionView);
    }

    private static async Task<IResult> CheckAsync(HttpRequest request, RequestBodies bodies)
    {
        using var body = bodies.Command(request.HttpContext, CheckBytesMax);
        if (await bodies.ReadAsync(body, request) is { } unread)
        {
            return unread;
        }

        var (check, problem) = Bodies.Read(request, body.Bytes, ApiJson.Default.CheckRequest);
        if (check is null)
        {
            return problem!;
        }

        if (check.Files.Count is 0 or > FilesMax)
        {
            var arguments = new Arguments();
            arguments.Wrong("/files", $"1 to {FilesMax} documents are needed.");
            return arguments.Problem!;
        }

        var read = DefinitionReader.Read(check.Files.Select(f => new DocumentSource(f.Key, f.Value ?? "")));
        return TypedResults.Json(
            new CheckResult { Valid = read.Errors.IsEmpty, Problems = [.. read.Errors.Select(DefinitionViews.Of)] },
            ApiJson.Default.CheckResult);
    }
}
