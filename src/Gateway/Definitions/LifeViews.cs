using System.Collections.Immutable;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary>Documents with their lives, as the API says them.</summary>
internal static class LifeViews
{
    public const int HoursShown = 24;

    /// <summary>A published document.</summary>
    public static DocumentSummary Of(StoredDocument document, PublishedSet set, CompiledDefinitions definitions, DraftView? draft, PolicyActivity? activity)
    {
        var view = DefinitionViews.Of(document, definitions, withText: false);
        var policy = document.Kind == DocumentKey.Policy ? definitions.Policy(document.Id) : null;
        return new DocumentSummary
        {
            Kind = document.Kind,
            Id = document.Id,
            Name = view.Name,
            State = document.Paused ? "paused" : "published",
            Version = document.Version,
            Origin = document.Origin ?? set.Origin,
            File = document.File,
            Editable = !DocumentOrigins.IsFolder(document.Origin ?? set.Origin),
            Enabled = view.Enabled || document.Paused,
            Category = policy is null ? null : Names<PolicyCategory>.Of(policy.Category),
            Priority = policy?.Priority,
            Draft = draft,
            Activity = activity,
            RuleClasses = policy is null ? [] : [.. definitions.RuleClasses(policy.Id).Select(r => new RuleClassView { Name = r.Name, Description = r.Description, Conditions = r.Conditions })],
        };
    }

    /// <summary>A document that was taken out of the set.</summary>
    public static DocumentSummary Of(DocumentVersion retired, DraftView? draft) => new()
    {
        Kind = retired.Document.Kind,
        Id = retired.Document.Id,
        Name = retired.Document.Id,
        State = "retired",
        Version = retired.Version,
        File = retired.File,
        Editable = true,
        Enabled = false,
        Draft = draft,
    };

    /// <summary>A document that was never published.</summary>
    public static DocumentSummary Of(DraftHead draft, DraftView view) => new()
    {
        Kind = draft.Document.Kind,
        Id = draft.Document.Id,
        Name = draft.Name ?? draft.Document.Id,
        State = Names<DraftState>.Of(draft.State),
        Editable = true,
        Enabled = false,
        Draft = view,
    };

    /// <summary>With its text and what is wrong with it.</summary>
    public static DraftView Of(StoredDraft draft, PublishedSet? set, DraftCheck check) =>
        Of(draft, set) with { Text = draft.Text, Problems = [.. check.Errors.Select(DefinitionViews.Of)] };

    public static DraftView Of(DraftHead draft, PublishedSet? set) => new()
    {
        Revision = draft.Revision,
        State = Names<DraftState>.Of(draft.State),
        BaseVersion = draft.BaseVersion,
        Stale = draft.BaseVersion != (DraftCheck.Find(set, draft.Document)?.Version ?? 0),
        EditedBy = draft.EditedBy,
        EditedAt = draft.EditedAt,
        SubmittedBy = draft.SubmittedBy,
        SubmittedAt = draft.SubmittedAt,
        DecidedBy = draft.DecidedBy,
        DecidedAt = draft.DecidedAt,
        Comment = draft.Comment,
    };

    public static VersionView Of(DocumentVersion version) => new()
    {
        Version = version.Version,
        Retired = version.Retired,
        PublishedAt = version.PublishedAt,
        PublishedBy = version.PublishedBy,
        Text = version.Text,
    };

    /// <summary>The hours of a policy up to the one that runs, also those in which it did nothing.</summary>
    public static PolicyActivity Activity(IEnumerable<PolicyHour> hours, DateTimeOffset now)
    {
        var byHour = hours.ToDictionary(h => h.Hour);
        var first = FirstHour(now);
        ImmutableArray<PolicyHourView> shown =
        [
            .. Enumerable.Range(0, HoursShown).Select(i => first + TimeSpan.FromHours(i)).Select(hour => byHour.GetValueOrDefault(hour) is { } had
                ? new PolicyHourView { Hour = hour, Fired = had.Fired, Held = had.Held }
                : new PolicyHourView { Hour = hour, Fired = 0, Held = 0 }),
        ];
        return new PolicyActivity { Fired = shown.Sum(h => h.Fired), Held = shown.Sum(h => h.Held), Hours = shown };
    }

    public static DateTimeOffset FirstHour(DateTimeOffset now) => PolicyHour.Of(now) - TimeSpan.FromHours(HoursShown - 1);
}
