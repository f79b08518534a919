using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Gateway.Contract;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary><c>/v1/documents</c>: reading documents with their drafts and versions.</summary>
internal static class DocumentEndpoints
{
    public static readonly string[] Kinds = ["journey", "segment", "policy", "template", "form", "connection", "provider", "source", "settings", "guardrails", "lexicon"];

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/v1/documents").WithTags("Documents")
            .Refuses(StatusCodes.Status400BadRequest);
        documents.MapGet("/", ListAsync)
            .WithName("ListDocuments").WithSummary("Documents with their state, their draft, and the recent activity of policies")
            .WithDescription("Published, drafts and retired; in the order of kind and id.")
            .Produces<Api.Page<DocumentSummary>>();
        documents.MapGet("/{kind}/{id}", GetAsync)
            .WithName("GetDocumentLife").WithSummary("A document: published text, draft with its problems, versions")
            .WithDescription("The ETag is the draft's revision.").Produces<DocumentDetail>().GivesRevision()
            .Refuses(StatusCodes.Status404NotFound);
        documents.MapGet("/{kind}/{id}/versions", VersionsAsync)
            .WithName("ListDocumentVersions").WithSummary("Published versions of a document, newest first").Produces<Api.Page<VersionView>>();
        documents.MapGet("/{kind}/{id}/versions/{version}", VersionAsync)
            .WithName("GetDocumentVersion").WithSummary("A version with its text").Produces<VersionView>()
            .Refuses(StatusCodes.Status404NotFound);
        documents.MapGet("/{kind}/{id}/compare", CompareAsync)
            .WithName("CompareDocument").WithSummary("Two texts of a document side by side").Produces<DocumentComparison>()
            .Refuses(StatusCodes.Status404NotFound);
        documents.MapDocumentSteps();
        WaitingEndpoints.Map(documents);
    }

    /// <summary>The document in the path.</summary>
    public static DocumentKey Document(Arguments arguments, string kind, string id)
    {
        const int idLengthMax = 200;
        if (!Kinds.Contains(kind))
        {
            arguments.Wrong("kind", $"One of {string.Join(", ", Kinds)} is needed.");
        }

        if (id.Length > idLengthMax || !id.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_'))
        {
            arguments.Wrong("id", "An id has letters, digits, dots, dashes and underscores.");
        }

        return new DocumentKey(kind, id);
    }

    private static async Task<IResult> ListAsync(
        [Description("journey, segment, policy, template, form, connection, provider, source, settings, guardrails or lexicon.")] string? kind,
        [Description("published, paused, retired, draft, submitted, approved or rejected: of the document, or of its draft.")] string? state,
        DocumentReading reading,
        CancellationToken cancellationToken)
    {
        var documents = (await reading.ListAsync(cancellationToken))
            .Where(d => string.IsNullOrEmpty(kind) || d.Kind == kind)
            .Where(d => string.IsNullOrEmpty(state) || d.State == state || d.Draft?.State == state)
            .ToList();
        return TypedResults.Json(new Api.Page<DocumentSummary> { Items = documents, Total = documents.Count }, ApiJson.Default.PageDocumentSummary);
    }

    private static async Task<IResult> GetAsync(string kind, string id, HttpResponse response, DocumentReading reading, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var document = Document(arguments, kind, id);
        return arguments.Problem ?? await AnswerAsync(document, response, reading, cancellationToken);
    }

    /// <summary>The document as it is now, with its draft's revision as ETag.</summary>
    public static async Task<IResult> AnswerAsync(DocumentKey document, HttpResponse response, DocumentReading reading, CancellationToken cancellationToken)
    {
        if (await reading.GetAsync(document, cancellationToken) is not { } detail)
        {
            return LifeProblems.Unknown(document);
        }

        if (detail.Document.Draft is { } draft)
        {
            response.Headers.ETag = $"\"{draft.Revision}\"";
        }

        return TypedResults.Json(detail, ApiJson.Default.DocumentDetail);
    }

    private static async Task<IResult> VersionsAsync(
        string kind,
        string id,
        [Description("What next said.")] string? cursor,
        [Description("Most versions, 1 to 500. Default: 50.")] string? limit,
        ILifeStore store,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var document = Document(arguments, kind, id);
        var most = arguments.Limit(limit);
        var below = arguments.Number("cursor", string.IsNullOrEmpty(cursor) ? null : cursor);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var versions = await store.VersionsAsync(document, (int?)Math.Min(below ?? int.MaxValue, int.MaxValue), most + 1, cancellationToken);
        return TypedResults.Json(
            new Api.Page<VersionView>
            {
                Items = [.. versions.Take(most).Select(LifeViews.Of)],
                Next = versions.Length > most ? versions[most - 1].Version.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
            },
            ApiJson.Default.PageVersionView);
    }

    private static async Task<IResult> VersionAsync(string kind, string id, int version, ILifeStore store, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var document = Document(arguments, kind, id);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        return await store.VersionAsync(document, version, cancellationToken) is { } found
            ? TypedResults.Json(LifeViews.Of(found), ApiJson.Default.VersionView)
            : LifeProblems.Of(document, new LifeResult(LifeOutcome.UnknownVersion))!;
    }

    private static async Task<IResult> CompareAsync(
        string kind,
        string id,
        [Description("Left: a version, draft or published. Default: published.")] string? from,
        [Description("Right. Default: draft.")] string? to,
        DocumentReading reading,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var document = Document(arguments, kind, id);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var left = await reading.SideAsync(document, string.IsNullOrEmpty(from) ? "published" : from, cancellationToken);
        var right = await reading.SideAsync(document, string.IsNullOrEmpty(to) ? "draft" : to, cancellationToken);
        if (left is not var (fromName, fromText) || right is not var (toName, toText))
        {
            return LifeProblems.Of(document, new LifeResult(left is null || !string.IsNullOrEmpty(to) ? LifeOutcome.UnknownVersion : LifeOutcome.NoDraft))!;
        }

        return TypedResults.Json(
            new DocumentComparison { From = fromName, To = toName, FromText = fromText, ToText = toText, Lines = LineDiff.Of(fromText, toText) },
            ApiJson.Default.DocumentComparison);
    }
}
