using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary><c>POST /v1/definitions/publish</c>: a whole set at once.</summary>
internal static class SetEndpoints
{
    private const int FilesMax = DefinitionReader.DocumentsMax;
    private const int FileNameLengthMax = 300;
    private const int SetBytesMax = 16 * 1024 * 1024;

    public static void MapSets(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/definitions/publish", PublishAsync).WithTags("Definitions")
            .WithName("PublishDefinitions").WithSummary("Publish documents as the whole set, or preview the changes")
            .WithDescription("For documents that were reviewed elsewhere: they need no approval here. Documents not included are retired.")
            .Accepts<PublishRequest>("application/json").Produces<SetComparison>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status409Conflict);

    private static async Task<IResult> PublishAsync(HttpContext context, RequestBodies bodies, DocumentLife life, CancellationToken cancellationToken)
    {
        using var body = bodies.Command(context, SetBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, problem) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.PublishRequest);
        if (request is null)
        {
            return problem!;
        }

        if (WrongFiles(request.Files) is { } wrong)
        {
            return wrong;
        }

        var result = await life.PublishSetAsync(
            [.. request.Files!.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => new DocumentSource(f.Key, f.Value ?? ""))],
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
                ApiJson.Default.SetComparison),
        };
    }

    private static IResult? WrongFiles(IReadOnlyDictionary<string, string>? files)
    {
        var arguments = new Arguments();
        if (files is null || files.Count is 0 or > FilesMax)
        {
            arguments.Wrong("/files", $"1 to {FilesMax:N0} documents are needed.");
        }
        else if (files.Keys.Any(name => !IsFileName(name)))
        {
            arguments.Wrong("/files", $"A document's name is its path below the folder it comes from, like service/late.yaml: at most {FileNameLengthMax} visible characters, no backslash, no part that is . or .. or empty.");
        }

        return arguments.Problem;
    }

    // Nothing is read from or written to such a path here; it is stored and passed on to those who might.
    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= FileNameLengthMax
        && !name.Any(c => char.IsControl(c) || c is '\\' or ':' || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && name.Split('/').All(part => part is not ("" or "." or ".."));
}
