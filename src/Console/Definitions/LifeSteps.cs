using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Console.Definitions;

/// <summary>What can be done with a document by whom, in which state; what cannot says why.</summary>
internal static class LifeSteps
{
    /// <param name="document">The document; null: it is new and was never saved.</param>
    /// <param name="me">Who acts; null while that is not known.</param>
    /// <param name="dirty">The text has changes that are not saved.</param>
    /// <param name="errors">How many errors it has.</param>
    public static IReadOnlyList<LifeStep> Of(DocumentSummary? document, MeView? me, bool dirty, int errors)
    {
        var draft = document?.Draft;
        var folder = document is { Editable: false } ? $"It lives in {document.Origin ?? "a watched folder"}: edit its file there" : null;
        var steps = new List<LifeStep>
        {
            new("save", "Save draft", folder ?? MissingRole(me, "marketer") ?? (dirty || document is null or { State: "retired", Draft: null } ? null : "Nothing has changed"), dirty),
        };
        if (draft is { State: "draft" or "rejected" })
        {
            steps.Add(new("submit", "Submit for approval", MissingRole(me, "marketer") ?? (dirty ? "Save first" : null) ?? Errors(errors) ?? Stale(draft), !dirty));
        }

        if (draft is { State: "submitted" })
        {
            var own = me?.Name is { } name && (draft.SubmittedBy == name || draft.EditedBy == name) ? "You submitted or edited it, so someone else has to approve it" : null;
            steps.Add(new("approve", "Approve", MissingRole(me, "approver") ?? own ?? (dirty ? "You have changes of your own; save or undo them" : null), !dirty));
            steps.Add(new("reject", "Send back", MissingRole(me, "approver")));
        }

        if (draft is { State: "approved" })
        {
            steps.Add(new("publish", "Publish", MissingRole(me, "marketer", "approver") ?? (dirty ? "Save first; it then needs approval again" : null) ?? Errors(errors) ?? Stale(draft), !dirty));
        }

        if (document is { Kind: "policy", State: "published" or "paused" })
        {
            steps.Add(document.State == "paused"
                ? new("resume", "Resume", MissingRole(me, "marketer", "approver", "operator", "supervisor"))
                : new("pause", "Pause", MissingRole(me, "marketer", "approver", "operator", "supervisor")));
        }

        if (draft is not null)
        {
            steps.Add(new("discard", "Discard draft", MissingRole(me, "marketer")));
        }

        if (document is { State: "published" or "paused", Kind: not ("settings" or "guardrails" or "lexicon") })
        {
            steps.Add(new("retire", "Retire", folder ?? MissingRole(me, "approver")));
        }

        return steps;
    }

    /// <summary>Why somebody without any of these roles may not; null: they may.</summary>
    public static string? MissingRole(MeView? me, params string[] roles) => me switch
    {
        null => "It is not known yet who you are",
        { Name: null } => "Sign in first",
        _ when roles.Any(me.Roles.Contains) => null,
        _ => $"Requires the role {string.Join(" or ", roles)}; you have {(me.Roles.Count == 0 ? "none" : string.Join(", ", me.Roles))}",
    };

    /// <summary>Why an older version cannot be brought back; null: it can.</summary>
    public static string? WhyNoRollback(DocumentSummary document, MeView? me) =>
        document.Editable ? MissingRole(me, "approver") : $"It lives in {document.Origin ?? "a watched folder"}: bring the older file back there";

    /// <summary>Why nothing can be changed here; null: it can.</summary>
    public static string? WhyReadOnly(DocumentSummary? document, MeView? me) => document switch
    {
        { Editable: false } => $"Its home is {document.Origin ?? "a watched folder"}. Edit its file there; it is published here a moment after you save it.",
        _ when me is { Name: null } => "Sign in to change it.",
        _ when me is not null && !me.Roles.Contains("marketer") => "You may read it. Changing it takes the role marketer.",
        _ => null,
    };

    private static string? Errors(int errors) => errors switch { 0 => null, 1 => "Fix the error first", _ => $"Fix the {errors} errors first" };

    private static string? Stale(DraftView draft) => draft.Stale ? "A newer version was published meanwhile: compare, then save upon it" : null;
}
