using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Drafts and versions of single documents: nothing is overwritten unseen, and a publication is whole or not at all.</summary>
public abstract class LifeStoreSuite : StoreSuite
{
    private static readonly DocumentKey Late = new("policy", "late");

    private StoredDraft Draft(string text = "kind: policy # ü", DocumentKey? document = null) => new()
    {
        Document = document ?? Late,
        State = DraftState.Draft,
        Text = text,
        Name = "Late",
        BaseVersion = 3,
        EditedBy = "mara",
        EditedAt = Store.Clock.GetUtcNow(),
    };

    private static AuditEntry Entry(string action = AuditActions.Saved) => new() { By = "mara", Action = action, Kind = Late.Kind, Id = Late.Id };

    private async Task<StoredDraft?> SaveAsync(StoredDraft draft, long? replaces, AuditEntry entry, DraftOptions? bounds = null) =>
        (await Store.Life.SaveAsync(draft, replaces, bounds ?? new DraftOptions(), entry, None)).Draft;

    private static StoredDocument Document(string id, int version, string text = "text", bool paused = false) =>
        new() { Kind = "policy", Id = id, Version = version, File = $"{id}.yaml", Text = text, Origin = "published by mara", Paused = paused };

    private static DraftHead Head(StoredDraft draft) => new()
    {
        Document = draft.Document,
        Revision = draft.Revision,
        State = draft.State,
        Name = draft.Name,
        BaseVersion = draft.BaseVersion,
        EditedBy = draft.EditedBy,
        EditedAt = draft.EditedAt,
        SubmittedBy = draft.SubmittedBy,
        SubmittedAt = draft.SubmittedAt,
        DecidedBy = draft.DecidedBy,
        DecidedAt = draft.DecidedAt,
        Comment = draft.Comment,
    };

    private static SetPublication Publication(int expected, params ImmutableArray<StoredDocument> documents) => new()
    {
        ExpectedVersion = expected,
        Documents = documents,
        Origin = "published by mara",
        By = "mara",
        Entries = [Entry(AuditActions.Published) with { Version = expected + 1 }],
    };

    [Fact]
    public async Task Save_First_IsReadBackWithARevision()
    {
        var full = Draft() with
        {
            State = DraftState.Rejected,
            SubmittedBy = "mara",
            SubmittedAt = Store.Clock.GetUtcNow(),
            DecidedBy = "paul",
            DecidedAt = Store.Clock.GetUtcNow(),
            Comment = "no",
        };
        var saved = await SaveAsync(full, null, Entry());

        Assert.Equal(full with { Revision = saved!.Revision }, saved);
        Assert.True(saved.Revision > 0);
        Assert.Equal(saved, await Store.Life.DraftAsync(Late, None));
        Assert.Equal([Head(saved)], await Store.Life.DraftsAsync(None));
        Assert.Null(await Store.Life.DraftAsync(new DocumentKey("journey", "late"), None));
    }

    [Fact]
    public async Task Save_UponAnotherRevision_WritesNothing()
    {
        var first = await SaveAsync(Draft("one"), null, Entry());
        var second = await SaveAsync(Draft("two"), first!.Revision, Entry());

        Assert.Null(await SaveAsync(Draft("late"), first.Revision, Entry()));
        Assert.Null(await SaveAsync(Draft("new"), null, Entry()));
        Assert.Null(await SaveAsync(Draft("gone", new DocumentKey("policy", "other")), 7, Entry()));
        Assert.True(second!.Revision > first.Revision);
        Assert.Equal(second, await Store.Life.DraftAsync(Late, None));
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Length);
    }

    [Fact]
    public async Task Save_BeyondTheNumber_IsRefusedForFurtherDraftsOnly()
    {
        var bounds = new DraftOptions { NumberMax = 2 };
        var first = await SaveAsync(Draft(), null, Entry(), bounds);
        Assert.NotNull(await SaveAsync(Draft(document: new("policy", "b")), null, Entry(), bounds));

        var refused = await Store.Life.SaveAsync(Draft(document: new("policy", "c")) with { EditedBy = "marc" }, null, bounds, Entry(), None);

        Assert.Equal(new DraftsFull(DraftBound.Number, 2), refused.Full);
        Assert.Null(await Store.Life.DraftAsync(new("policy", "c"), None));
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Length);
        var again = await SaveAsync(Draft("two"), first!.Revision, Entry(), bounds);
        Assert.True(await Store.Life.DiscardAsync(Late, again!.Revision, Entry(AuditActions.Discarded), None));
        Assert.NotNull(await SaveAsync(Draft(document: new("policy", "c")), null, Entry(), bounds));
    }

    [Fact]
    public async Task Save_BeyondTheNumberOfTheAccount_LeavesOthersTheirOwn()
    {
        var bounds = new DraftOptions { PerAccountMax = 1 };
        await SaveAsync(Draft(), null, Entry(), bounds);

        var refused = await Store.Life.SaveAsync(Draft(document: new("policy", "b")), null, bounds, Entry(), None);

        Assert.Equal(new DraftsFull(DraftBound.PerAccount, 1), refused.Full);
        var theirs = await SaveAsync(Draft(document: new("policy", "b")) with { EditedBy = "marc" }, null, Entry(), bounds);
        Assert.NotNull(await SaveAsync(theirs! with { EditedBy = "mara" }, theirs.Revision, Entry(), bounds));
    }

    [Fact]
    public async Task Save_BeyondTheBytes_IsRefusedUnlessTheTextGetsNoLonger()
    {
        var bounds = new DraftOptions { BytesMax = 10 };
        var first = await SaveAsync(Draft("ü23456"), null, Entry(), bounds);

        var refused = await Store.Life.SaveAsync(Draft("1234", new("policy", "b")), null, bounds, Entry(), None);

        Assert.Equal(new DraftsFull(DraftBound.Bytes, 10), refused.Full);
        Assert.NotNull(await SaveAsync(Draft("123", new("policy", "b")), null, Entry(), bounds));
        Assert.Equal(DraftBound.Bytes, (await Store.Life.SaveAsync(Draft("12345678"), first!.Revision, bounds, Entry(), None)).Full?.Bound);
        Assert.NotNull(await SaveAsync(first with { State = DraftState.Submitted }, first.Revision, Entry(), new DraftOptions { BytesMax = 1 }));
    }

    [Fact]
    public async Task Save_ManyAtOnce_NeverExceedTheNumber()
    {
        var bounds = new DraftOptions { NumberMax = 3 };
        var saved = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Store.Life.SaveAsync(Draft(document: new("policy", $"p{i}")), null, bounds, Entry(), None)));

        Assert.Equal((3, 9), (saved.Count(s => s.Draft is not null), saved.Count(s => s.Full is { Bound: DraftBound.Number })));
        Assert.Equal(3, (await Store.Life.DraftsAsync(None)).Length);
    }

    [Fact]
    public async Task Save_ManyAtOnce_OneWins()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync(Draft($"{i}"), null, Entry())));

        Assert.Equal(Assert.Single(saved, s => s is not null), await Store.Life.DraftAsync(Late, None));
    }

    [Fact]
    public async Task Discard_AndBeginAgain_NeverRepeatsARevision()
    {
        var first = await SaveAsync(Draft(), null, Entry());
        Assert.False(await Store.Life.DiscardAsync(Late, first!.Revision + 1, Entry(AuditActions.Discarded), None));
        Assert.True(await Store.Life.DiscardAsync(Late, first.Revision, Entry(AuditActions.Discarded), None));
        Assert.Null(await Store.Life.DraftAsync(Late, None));

        var again = await SaveAsync(Draft(), null, Entry());
        Assert.True(again!.Revision > first.Revision);
    }

    [Fact]
    public async Task Publish_ADraft_TakesItInWithVersionAndEntry()
    {
        var draft = await SaveAsync(Draft(), null, Entry());
        var set = await Store.Life.PublishAsync(Publication(0, Document("late", 1, "new", paused: true)) with { Draft = (Late, draft!.Revision) }, None);

        Assert.Equal(1, set!.Version);
        Assert.Equal([Document("late", 1, "new", paused: true)], (await Store.Definitions.CurrentAsync(None))!.Documents);
        Assert.Null(await Store.Life.DraftAsync(Late, None));
        var version = await Store.Life.VersionAsync(Late, 1, None);
        Assert.Equal(("new", "mara", false, Store.Clock.GetUtcNow()), (version!.Text, version.PublishedBy, version.Retired, version.PublishedAt));
        Assert.Equal((AuditActions.Published, 1), ((await Store.Audit.ListAsync(new AuditQuery { Limit = 1 }, None)).Items is [var entry] ? (entry.Action, entry.Version!.Value) : default));
    }

    [Fact]
    public async Task Publish_UponAnotherSetOrDraft_WritesNothing()
    {
        var draft = await SaveAsync(Draft(), null, Entry());
        Assert.NotNull(await Store.Life.PublishAsync(Publication(0, Document("late", 1)), None));

        Assert.Null(await Store.Life.PublishAsync(Publication(0, Document("late", 1, "x")) with { Draft = (Late, draft!.Revision) }, None));
        Assert.Null(await Store.Life.PublishAsync(Publication(1, Document("late", 2, "x")) with { Draft = (Late, draft.Revision + 1) }, None));
        Assert.Equal(1, (await Store.Definitions.CurrentAsync(None))!.Version);
        Assert.Equal(draft, await Store.Life.DraftAsync(Late, None));
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Length);
    }

    [Fact]
    public async Task Versions_OfOneDocument_AreThoseInWhichItChanged()
    {
        await Store.Life.PublishAsync(Publication(0, Document("late", 1, "one"), Document("other", 1)), None);
        await Store.Life.PublishAsync(Publication(1, Document("late", 1, "one"), Document("other", 2, "changed")), None);
        await Store.Life.PublishAsync(Publication(2, Document("late", 3, "three"), Document("other", 2, "changed")), None);

        Assert.Equal([3, 1], (await Store.Life.VersionsAsync(Late, null, 10, None)).Select(v => v.Version));
        Assert.Equal([1], (await Store.Life.VersionsAsync(Late, 3, 10, None)).Select(v => v.Version));
        Assert.Equal("one", (await Store.Life.VersionAsync(Late, 1, None))!.Text);
        Assert.Null(await Store.Life.VersionAsync(Late, 2, None));
        Assert.Empty(await Store.Life.RetiredAsync(None));
    }

    [Fact]
    public async Task Retired_DocumentThatWentAndCameBack_IsSoWhileItIsGone()
    {
        await Store.Life.PublishAsync(Publication(0, Document("late", 1), Document("other", 1)), None);
        await Store.Life.PublishAsync(Publication(1, Document("other", 1)), None);

        var retired = Assert.Single(await Store.Life.RetiredAsync(None));
        Assert.Equal((Late, 2, true), (retired.Document, retired.Version, retired.Retired));
        Assert.Null((await Store.Life.VersionAsync(Late, 2, None))!.Text);

        await Store.Life.PublishAsync(Publication(2, Document("late", 3), Document("other", 1)), None);
        Assert.Empty(await Store.Life.RetiredAsync(None));
    }

    [Fact]
    public async Task Import_OfAFolder_LeavesVersionsAndEntries()
    {
        await Store.Definitions.PublishAsync(0, [Document("late", 1), Document("other", 1)], "folder /etc/cx", None);
        await Store.Definitions.PublishAsync(1, [Document("late", 2, "new")], "folder /etc/cx", None);

        Assert.Equal([2, 1], (await Store.Life.VersionsAsync(Late, null, 10, None)).Select(v => v.Version));
        Assert.Equal("other", Assert.Single(await Store.Life.RetiredAsync(None)).Document.Id);
        var entries = (await Store.Audit.ListAsync(new AuditQuery { By = "folder /etc/cx" }, None)).Items;
        Assert.Equal(
            [("imported", "late", 1), ("imported", "late", 2), ("imported", "other", 1), ("removed", "other", 2)],
            entries.Select(e => (e.Action, e.Id!, e.Version!.Value)).Order());
    }
}
