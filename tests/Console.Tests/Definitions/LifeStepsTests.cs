using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Console.Definitions;

namespace CxOrchestrator.Console.Tests.Definitions;

public sealed class LifeStepsTests
{
    private static MeView Me(string name, params string[] roles) => new() { Name = name, Roles = roles, SignedIn = true, SignIn = "open" };

    private static DocumentSummary Document(string state = "published", string? draft = null, string by = "ann", bool editable = true, bool stale = false) => new()
    {
        Kind = "policy",
        Id = "late",
        Name = "Late",
        State = state,
        Version = 3,
        Origin = editable ? "retail pack" : "folder /etc/cx",
        Editable = editable,
        Draft = draft is null ? null : new DraftView { Revision = 7, State = draft, BaseVersion = 3, Stale = stale, EditedBy = by, EditedAt = default, SubmittedBy = by },
    };

    private static string? Why(string step, DocumentSummary? document, MeView? me, bool dirty = false, int errors = 0) =>
        LifeSteps.Of(document, me, dirty, errors).FirstOrDefault(s => s.Name == step) is { } found ? found.WhyNot : "not offered";

    [Fact]
    public void Save_IsForMarketersWithChanges()
    {
        Assert.Null(Why("save", Document(), Me("ann", "marketer"), dirty: true));
        Assert.Equal("Nothing has changed", Why("save", Document(), Me("ann", "marketer")));
        Assert.Null(Why("save", Document("retired"), Me("ann", "marketer")));
        Assert.Equal("Nothing has changed", Why("save", Document("retired", draft: "draft"), Me("ann", "marketer")));
        Assert.Contains("role marketer", Why("save", Document(), Me("bob", "approver"), dirty: true), StringComparison.Ordinal);
        Assert.Contains("folder /etc/cx", Why("save", Document(editable: false), Me("ann", "marketer"), dirty: true), StringComparison.Ordinal);
        Assert.Equal("Sign in first", Why("save", Document(), new MeView { Roles = [], SignedIn = false, SignIn = "accounts" }, dirty: true));
    }

    [Fact]
    public void Approve_IsForSomebodyElse()
    {
        var document = Document(draft: "submitted");
        Assert.Null(Why("approve", document, Me("bob", "approver")));
        Assert.Contains("someone else", Why("approve", document, Me("ann", "approver", "marketer")), StringComparison.Ordinal);
        Assert.Contains("role approver", Why("approve", document, Me("cid", "marketer")), StringComparison.Ordinal);
        Assert.Equal("not offered", Why("approve", Document(draft: "draft"), Me("bob", "approver")));
    }

    [Fact]
    public void Submit_WaitsForErrorsAndSaving()
    {
        Assert.Null(Why("submit", Document(draft: "draft"), Me("ann", "marketer")));
        Assert.Equal("Fix the 2 errors first", Why("submit", Document(draft: "draft"), Me("ann", "marketer"), errors: 2));
        Assert.Equal("Save first", Why("submit", Document(draft: "rejected"), Me("ann", "marketer"), dirty: true));
        Assert.StartsWith("A newer version", Why("submit", Document(draft: "draft", stale: true), Me("ann", "marketer")), StringComparison.Ordinal);
    }

    [Fact]
    public void PauseAndResume_FollowTheState()
    {
        Assert.Null(Why("pause", Document(), Me("op", "operator")));
        Assert.Null(Why("resume", Document("paused"), Me("op", "operator")));
        Assert.Equal("not offered", Why("pause", Document("paused"), Me("op", "operator")));
        Assert.Equal("not offered", Why("pause", Document("retired"), Me("op", "operator")));
    }
}
