using System.Globalization;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary>Why a step in a document's life was not taken, as problems.</summary>
internal static class LifeProblems
{
    private const string RevisionHeader = "If-Match";

    /// <summary>The revision that the request says it has seen; null where it says none.</summary>
    public static (long? Revision, IResult? Problem) Revision(HttpRequest request)
    {
        if (request.Headers.IfMatch is not [{ Length: > 0 } tag])
        {
            return (null, null);
        }

        if (long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return (revision, null);
        }

        return (null, Problems.WrongArguments([new FieldProblem { Pointer = RevisionHeader, Detail = "A revision in quotes is needed, like \"17\"." }]));
    }

    public static IResult RevisionNeeded(DocumentKey document) => Problems.Of(Problems.Make(
        StatusCodes.Status428PreconditionRequired,
        "revision-needed",
        "Say which revision of the draft you have seen",
        $"There is a draft of {document}, and the request has no If-Match.",
        "Read the document and send its draft's revision as If-Match, so that nobody's work is overwritten."));

    public static IResult Unknown(DocumentKey document) => Problems.NotFound(
        "unknown-document", "There is no such document", $"There is no {document}: not published, no draft, not retired.", "GET /v1/documents lists them.");

    /// <summary>Null where the step was taken.</summary>
    public static IResult? Of(DocumentKey document, LifeResult result) => result.Outcome switch
    {
        LifeOutcome.Done => null,
        LifeOutcome.UnknownDocument => Problems.NotFound(
            "not-published", "This document is not published", $"No {document} is in the published set.", "GET /v1/documents lists the published ones."),
        LifeOutcome.UnknownVersion => Problems.NotFound(
            "unknown-version", "There is no such version", $"{document} has no such version with a text.", "GET its versions."),
        LifeOutcome.NoDraft => Problems.NotFound("no-draft", "There is no draft", $"{document} has no draft.", "Save one first."),
        LifeOutcome.Changed => Of(
            StatusCodes.Status412PreconditionFailed,
            "draft-changed",
            "Somebody else changed the draft",
            result.Draft is { } draft
                ? $"{draft.EditedBy} edited it last, on {Times.Said(draft.EditedAt)}; it is {Names<DraftState>.Of(draft.State)} and its revision is {draft.Revision}."
                : $"{document} has no draft any more.",
            "Read the document again and repeat the step upon what is there."),
        LifeOutcome.WrongState => Of(
            StatusCodes.Status409Conflict,
            "wrong-state",
            "The draft's state does not allow that",
            $"The draft of {document} is {Names<DraftState>.Of(result.Draft!.State)}.",
            "A draft is submitted, then approved by somebody else, then published."),
        LifeOutcome.OwnWork => Of(
            StatusCodes.Status403Forbidden,
            "own-work",
            "Nobody approves their own work",
            $"{result.Draft!.SubmittedBy} submitted this draft and {result.Draft.EditedBy} edited it last.",
            "Ask another approver."),
        LifeOutcome.HasErrors => Problems.Of(Problems.Make(
            StatusCodes.Status409Conflict,
            "has-errors",
            "The documents would have errors",
            string.Join(" ", result.Errors.Take(3)),
            "Fix the errors at the file, line and column given.") with
        { Errors = [.. result.Errors.Select(e => new FieldProblem { Pointer = string.Create(CultureInfo.InvariantCulture, $"{e.File}:{e.Line}:{e.Column}"), Detail = e.Message })] }),
        LifeOutcome.FromFolder => Of(
            StatusCodes.Status409Conflict,
            "from-folder",
            "A folder is this document's home",
            $"{document} was imported from {DraftCheck.Find(result.Set, document)?.Origin ?? "a watched folder"}, which would bring it back.",
            "Edit its file there. Where no folder is watched any more, take the documents over once: cx publish DIR --take-over."),
        LifeOutcome.Stale => Of(
            StatusCodes.Status409Conflict,
            "stale-draft",
            "The published document changed meanwhile",
            $"The draft is based on version {result.Draft!.BaseVersion}, and version {DraftCheck.Find(result.Set, document)?.Version ?? 0} is published.",
            "Compare both, save the draft again to rebase it on the published version, and have it approved."),
        LifeOutcome.NotAPolicy => Of(
            StatusCodes.Status409Conflict,
            "not-a-policy",
            "Only policies can be paused",
            $"A {document.Kind} has nothing to pause: customers are in it.",
            "Pause the policies that use it, or publish a new version."),
        LifeOutcome.DraftsFull => Full(result.Full!.Value),
        LifeOutcome.Busy => Problems.Of(
            Problems.Make(
                StatusCodes.Status409Conflict, "busy", "Others keep publishing at the same moment", "Nothing was published.", "Try again."), TimeSpan.FromSeconds(1)),
        _ => throw new System.Diagnostics.UnreachableException($"No problem for {result.Outcome}."),
    };

    private static IResult Full(DraftsFull full) => Of(
        StatusCodes.Status409Conflict,
        "drafts-full",
        "No room for another draft",
        full.Bound switch
        {
            DraftBound.Number => $"There are {full.Max:N0} drafts, the most that are kept.",
            DraftBound.PerAccount => $"You edited {full.Max:N0} drafts last, the most that one account may have.",
            DraftBound.Bytes => $"The texts of all drafts would exceed {full.Max / (1 << 20):N0} MiB together.",
            _ => throw new System.Diagnostics.UnreachableException($"No words for {full.Bound}."),
        },
        "Discard drafts that are no longer needed, or publish them. An administrator can raise the settings in Drafts. Nothing was saved.");

    private static IResult Of(int status, string type, string title, string detail, string cure) => Problems.Of(Problems.Make(status, type, title, detail, cure));
}
