using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Publishing;

/// <summary>A document from its first draft to its retirement.</summary>
public sealed class DocumentLifeTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly DocumentKey Late = new("policy", "late");
    private static readonly DocumentKey Order = new("journey", "order");

    private readonly SqliteUnderTest _store = new();
    private readonly DefinitionHost _host;
    private readonly DocumentLife _life;

    public DocumentLifeTests()
    {
        _host = new DefinitionHost(_store.Definitions, NullLogger<DefinitionHost>.Instance);
        _life = new DocumentLife(_store.Life, _store.Definitions, _host, _store.Clock, Options.Create(new DraftOptions()));
    }

    public async ValueTask InitializeAsync() =>
        Assert.Empty(await _host.ImportAsync([new DocumentSource("order.yaml", Journey("Order"))], DocumentOrigins.Pack("test"), None));

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return _store.DisposeAsync();
    }

    private static string Journey(string name) => $"kind: journey\nid: order\nname: {name}\nstages:\n  - id: placed\n    name: Placed\n    enter: order.placed\n";

    private static string Policy(string name, string id = "late") =>
        $"kind: policy\nid: {id}\nname: {name}\non: {{stageEntered: {{journey: order, stage: placed}}}}\ndo:\n  - message: {{channel: email, text: Hello}}\n";

    private async Task<StoredDraft> SaveAsync(string text, string by = "mara", DocumentKey? document = null, long? revision = null)
    {
        var result = await _life.SaveAsync(document ?? Late, text, revision, by, None);
        Assert.Equal(LifeOutcome.Done, result.Outcome);
        return result.Draft!;
    }

    private async Task<StoredDraft> ApprovedAsync(string text, DocumentKey? document = null, long? revision = null)
    {
        var draft = await SaveAsync(text, document: document, revision: revision);
        var submitted = await _life.SubmitAsync(draft.Document, draft.Revision, "mara", None);
        Assert.Equal((LifeOutcome.Done, ""), (submitted.Outcome, string.Join('\n', submitted.Errors)));
        return (await _life.ApproveAsync(draft.Document, submitted.Draft!.Revision, "fine", "paul", None)).Draft!;
    }

    private async Task<int> PublishedAsync(string text, DocumentKey? document = null)
    {
        var draft = await ApprovedAsync(text, document);
        var result = await _life.PublishAsync(draft.Document, draft.Revision, "mara", None);
        Assert.Equal(LifeOutcome.Done, result.Outcome);
        return result.Set!.Version;
    }

    [Fact]
    public async Task Publish_ApprovedDraft_IsInForceWithTheOthersAsTheyWere()
    {
        var version = await PublishedAsync(Policy("Late"));

        Assert.Equal(2, version);
        Assert.Equal((2, "Late", 2), (_host.Current.Version, _host.Current.Policy("late")!.Name, _host.Current.Policy("late")!.Version));
        Assert.Equal(1, _host.Current.Journey("order")!.Version);
        Assert.Null(await _store.Life.DraftAsync(Late, None));
        Assert.Equal("published by mara", _host.Published!.Documents.Single(d => d.Id == "late").Origin);
    }

    [Fact]
    public async Task Steps_InAnyOtherOrder_AreRefused()
    {
        var draft = await SaveAsync(Policy("Late"));
        Assert.Equal(LifeOutcome.WrongState, (await _life.ApproveAsync(Late, draft.Revision, null, "paul", None)).Outcome);
        Assert.Equal(LifeOutcome.WrongState, (await _life.RejectAsync(Late, draft.Revision, "no", "paul", None)).Outcome);
        Assert.Equal(LifeOutcome.WrongState, (await _life.PublishAsync(Late, draft.Revision, "mara", None)).Outcome);
        var submitted = (await _life.SubmitAsync(Late, draft.Revision, "mara", None)).Draft!;
        Assert.Equal(LifeOutcome.WrongState, (await _life.SubmitAsync(Late, submitted.Revision, "mara", None)).Outcome);
        Assert.Equal(LifeOutcome.WrongState, (await _life.PublishAsync(Late, submitted.Revision, "mara", None)).Outcome);
        Assert.Equal(1, _host.Current.Version);
        Assert.Equal(LifeOutcome.NoDraft, (await _life.SubmitAsync(Order, 1, "mara", None)).Outcome);
    }

    [Theory]
    [InlineData("mara")]
    [InlineData("MARA")]
    [InlineData("marc")]
    public async Task Approve_ByWhoSubmittedOrLastEdited_IsRefused(string by)
    {
        var draft = await SaveAsync(Policy("Late"), by: "marc");
        var submitted = (await _life.SubmitAsync(Late, draft.Revision, "mara", None)).Draft!;

        Assert.Equal(LifeOutcome.OwnWork, (await _life.ApproveAsync(Late, submitted.Revision, null, by, None)).Outcome);
        Assert.Equal(LifeOutcome.Done, (await _life.ApproveAsync(Late, submitted.Revision, null, "paul", None)).Outcome);
    }

    [Fact]
    public async Task Save_AfterApproval_NeedsAnotherApproval()
    {
        var approved = await ApprovedAsync(Policy("Late"));
        var edited = await SaveAsync(Policy("Changed"), revision: approved.Revision);

        Assert.Equal(DraftState.Draft, edited.State);
        Assert.Equal(LifeOutcome.Changed, (await _life.PublishAsync(Late, approved.Revision, "mara", None)).Outcome);
        Assert.Equal(LifeOutcome.WrongState, (await _life.PublishAsync(Late, edited.Revision, "mara", None)).Outcome);
    }

    [Fact]
    public async Task Reject_WithAComment_ReturnsItToDraft()
    {
        var draft = await SaveAsync(Policy("Late"));
        var submitted = (await _life.SubmitAsync(Late, draft.Revision, "mara", None)).Draft!;
        var rejected = (await _life.RejectAsync(Late, submitted.Revision, "too loud", "paul", None)).Draft!;

        Assert.Equal((DraftState.Rejected, "too loud", "paul"), (rejected.State, rejected.Comment, rejected.DecidedBy));
        Assert.Equal(LifeOutcome.Done, (await _life.SubmitAsync(Late, rejected.Revision, "mara", None)).Outcome);
    }

    [Fact]
    public async Task Save_ByTwoAtOnce_TellsTheSecond()
    {
        var first = await SaveAsync(Policy("Mara's"));
        await SaveAsync(Policy("Marc's"), by: "marc", revision: first.Revision);

        var late = await _life.SaveAsync(Late, Policy("Mara's again"), first.Revision, "mara", None);
        Assert.Equal((LifeOutcome.Changed, "marc"), (late.Outcome, late.Draft!.EditedBy));
        Assert.Equal(LifeOutcome.Changed, (await _life.SaveAsync(Late, "x", null, "mara", None)).Outcome);
    }

    [Theory]
    [InlineData("kind: policy\nid: late\nname: Late\n", "late")]
    [InlineData("", "begin it with")]
    [InlineData("kind: policy\nid: other\nname: Other\non: {touchpoint: a}\ndo:\n  - message: {channel: email, text: Hello}\n", "its text says policy other")]
    [InlineData("kind: segment\nid: a\nname: A\nwhen: {customer.x: 1}\n---\nkind: segment\nid: b\nname: B\nwhen: {customer.x: 1}\n", "2 documents in one text")]
    public async Task Submit_DraftWithErrors_IsSavedAndRefused(string text, string told)
    {
        var draft = await SaveAsync(text);
        var result = await _life.SubmitAsync(Late, draft.Revision, "mara", None);

        Assert.Equal(LifeOutcome.HasErrors, result.Outcome);
        Assert.Contains(result.Errors, e => e.ToString().Contains(told, StringComparison.Ordinal) && e.Line >= 1);
    }

    [Fact]
    public async Task Publish_WhenThePublishedOneChangedSince_IsStale()
    {
        await PublishedAsync(Policy("One"));
        var waiting = await ApprovedAsync(Policy("Two"));
        Assert.Equal(LifeOutcome.Done, (await _life.RollBackAsync(Late, 2, "paul", None)).Outcome);

        Assert.Equal(LifeOutcome.Stale, (await _life.PublishAsync(Late, waiting.Revision, "mara", None)).Outcome);
        Assert.Equal("One", _host.Current.Policy("late")!.Name);
    }

    [Fact]
    public async Task Publish_WhenWhatItNamesIsGone_IsRefusedWhole()
    {
        var waiting = await ApprovedAsync(Policy("Late"));
        Assert.Equal(LifeOutcome.Done, (await _life.RetireAsync(Order, "paul", None)).Outcome);

        var result = await _life.PublishAsync(Late, waiting.Revision, "mara", None);
        Assert.Equal(LifeOutcome.HasErrors, result.Outcome);
        Assert.Equal(2, _host.Current.Version);
        Assert.NotNull(await _store.Life.DraftAsync(Late, None));
    }

    [Fact]
    public async Task RollBack_ToAnOlderVersion_IsANewOneWithTheOldText()
    {
        var first = await PublishedAsync(Policy("One"));
        await PublishedAsync(Policy("Two"));
        var result = await _life.RollBackAsync(Late, first, "paul", None);

        Assert.Equal((LifeOutcome.Done, 4), (result.Outcome, result.Set!.Version));
        Assert.Equal(("One", 4), (_host.Current.Policy("late")!.Name, _host.Current.Policy("late")!.Version));
        Assert.Equal([4, 3, 2], (await _store.Life.VersionsAsync(Late, null, 10, None)).Select(v => v.Version));
        Assert.Equal(LifeOutcome.UnknownVersion, (await _life.RollBackAsync(Late, 1, "paul", None)).Outcome);
    }

    [Fact]
    public async Task Retire_AndRollBack_TakesItOutAndBringsItBack()
    {
        var version = await PublishedAsync(Policy("Late"));
        Assert.Equal(LifeOutcome.HasErrors, (await _life.RetireAsync(Order, "paul", None)).Outcome);
        Assert.Equal(LifeOutcome.Done, (await _life.RetireAsync(Late, "paul", None)).Outcome);
        Assert.Null(_host.Current.Policy("late"));
        Assert.Equal(LifeOutcome.UnknownDocument, (await _life.RetireAsync(Late, "paul", None)).Outcome);

        Assert.Equal(LifeOutcome.Done, (await _life.RollBackAsync(Late, version, "paul", None)).Outcome);
        Assert.Equal("Late", _host.Current.Policy("late")!.Name);
    }

    [Fact]
    public async Task Pause_PublishedPolicy_StopsItWithTheSameTextAndVersion()
    {
        await PublishedAsync(Policy("Late"));
        Assert.Equal(LifeOutcome.Done, (await _life.PauseAsync(Late, paused: true, "olga", None)).Outcome);

        Assert.Equal((false, 2, 3), (_host.Current.Policy("late")!.Enabled, _host.Current.Policy("late")!.Version, _host.Current.Version));
        using var restarted = new DefinitionHost(_store.Definitions, NullLogger<DefinitionHost>.Instance);
        await restarted.LoadAsync(None);
        Assert.False(restarted.Current.Policy("late")!.Enabled);

        // A new text stays paused, and again is nothing new.
        await PublishedAsync(Policy("Later"));
        Assert.False(_host.Current.Policy("late")!.Enabled);
        Assert.Equal(LifeOutcome.Done, (await _life.PauseAsync(Late, paused: true, "olga", None)).Outcome);
        Assert.Equal(4, _host.Current.Version);
        await _life.PauseAsync(Late, paused: false, "olga", None);
        Assert.True(_host.Current.Policy("late")!.Enabled);
        Assert.Equal(LifeOutcome.NotAPolicy, (await _life.PauseAsync(Order, paused: true, "olga", None)).Outcome);
    }

    [Fact]
    public async Task Document_OfAFolder_IsEditedThereAndCanBePaused()
    {
        await PublishedAsync(Policy("Ours", "ours"), new DocumentKey("policy", "ours"));
        await _host.ImportAsync([new DocumentSource("order.yaml", Journey("Order")), new DocumentSource("late.yaml", Policy("Late"))], DocumentOrigins.Folder("/etc/cx"), None);

        Assert.Equal(LifeOutcome.FromFolder, (await _life.SaveAsync(Late, "x", null, "mara", None)).Outcome);
        Assert.Equal(LifeOutcome.FromFolder, (await _life.RetireAsync(Late, "paul", None)).Outcome);
        Assert.Equal(LifeOutcome.FromFolder, (await _life.RollBackAsync(Late, 3, "paul", None)).Outcome);
        Assert.Equal(LifeOutcome.Done, (await _life.PauseAsync(Late, paused: true, "olga", None)).Outcome);

        // What was published here stays beside it, and the pause outlives the next import.
        await _host.ImportAsync([new DocumentSource("order.yaml", Journey("Order 2")), new DocumentSource("late.yaml", Policy("Late"))], DocumentOrigins.Folder("/etc/cx"), None);
        Assert.Equal("Ours", _host.Current.Policy("ours")!.Name);
        Assert.Equal("Order 2", _host.Current.Journey("order")!.Name);
        Assert.False(_host.Current.Policy("late")!.Enabled);
    }

    [Fact]
    public async Task PublishSet_AFolder_BecomesTheWholeSet()
    {
        await PublishedAsync(Policy("Late"));
        var files = System.Collections.Immutable.ImmutableArray.Create(new DocumentSource("o.yaml", Journey("Order")), new DocumentSource("n.yaml", Policy("New", "new")));

        var dry = await _life.PublishSetAsync(files, dryRun: true, takeOver: false, "ann", None);
        Assert.Equal([("removed", "late"), ("added", "new")], dry.Changes.Select(c => (c.Change, c.Id)));
        Assert.Equal((null, 2), (dry.Version, _host.Current.Version));

        var done = await _life.PublishSetAsync(files, dryRun: false, takeOver: false, "ann", None);
        Assert.Equal((3, 3), (done.Version, _host.Current.Version));
        Assert.Equal(1, _host.Current.Journey("order")!.Version);
        Assert.Null((await _life.PublishSetAsync(files, dryRun: false, takeOver: false, "ann", None)).Version);
    }

    [Fact]
    public async Task PublishSet_OverAFolder_NeedsTakingOver()
    {
        await _host.ImportAsync([new DocumentSource("order.yaml", Journey("Order"))], DocumentOrigins.Folder("/etc/cx"), None);
        Assert.Equal(LifeOutcome.FromFolder, (await _life.PublishSetAsync([new DocumentSource("o.yaml", Journey("Mine"))], dryRun: false, takeOver: false, "ann", None)).Outcome);
        Assert.Equal(LifeOutcome.Done, (await _life.PublishSetAsync([new DocumentSource("o.yaml", Journey("Mine"))], dryRun: false, takeOver: true, "ann", None)).Outcome);
        Assert.Equal(LifeOutcome.Done, (await _life.SaveAsync(Order, Journey("Edited"), null, "mara", None)).Outcome);
    }

    [Fact]
    public async Task Trail_OfALife_HasEachStepOnce()
    {
        var version = await PublishedAsync(Policy("Late"));
        await _life.PauseAsync(Late, paused: true, "olga", None);
        await _life.RollBackAsync(Late, version, "paul", None);
        await _life.RetireAsync(Late, "paul", None);

        var entries = (await _store.Audit.ListAsync(new AuditQuery { Kind = "policy", Id = "late" }, None)).Items.Reverse();
        Assert.Equal(
            ["saved mara", "submitted mara", "approved paul", "published mara 2", "paused olga 3", "rolledBack paul 4", "retired paul 5"],
            entries.Select(e => $"{e.Action} {e.By} {e.Version}".TrimEnd()));
    }
}
