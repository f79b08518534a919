using CxOrchestrator.Storage;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>The audit trail, accounts and keys.</summary>
public abstract class AuditSuite : StoreSuite
{
    /// <summary>Runs SQL beside the store, as somebody with the database's password would.</summary>
    protected abstract Task RunAsync(string sql);

    private Task<AuditEntry> AddAsync(string by, string action, string? id = null) =>
        Store.Audit.AddAsync(new AuditEntry { By = by, Action = action, Kind = id is null ? null : "policy", Id = id, Version = id is null ? null : 4, Detail = "ü" }, None);

    [Fact]
    public async Task Add_Entry_HasTheStoresNumberAndTheSystemsTime()
    {
        var entry = await AddAsync("mara", AuditActions.Paused, "late");

        Assert.Equal(Store.Clock.GetUtcNow(), entry.At);
        Assert.Equal(entry, Assert.Single((await Store.Audit.ListAsync(new AuditQuery(), None)).Items));
    }

    [Fact]
    public async Task List_Filters_AreAllApplied()
    {
        await AddAsync("mara", AuditActions.Saved, "late");
        await AddAsync("paul", AuditActions.Approved, "late");
        Store.Clock.Advance(TimeSpan.FromHours(1));
        await AddAsync("mara", AuditActions.Saved, "other");
        await AddAsync("olga", AuditActions.SendingStopped);

        async Task<string> IdsAsync(AuditQuery query) => string.Join(' ', (await Store.Audit.ListAsync(query, None)).Items.Select(e => $"{e.By}:{e.Id}"));
        Assert.Equal("olga: mara:other paul:late mara:late", await IdsAsync(new AuditQuery()));
        Assert.Equal("mara:other mara:late", await IdsAsync(new AuditQuery { By = "mara" }));
        Assert.Equal("paul:late", await IdsAsync(new AuditQuery { Action = AuditActions.Approved }));
        Assert.Equal("paul:late mara:late", await IdsAsync(new AuditQuery { Kind = "policy", Id = "late" }));
        Assert.Equal("mara:other", await IdsAsync(new AuditQuery { Kind = "policy", From = Store.Clock.GetUtcNow() }));
        Assert.Equal("paul:late mara:late", await IdsAsync(new AuditQuery { Until = Store.Clock.GetUtcNow() }));
        Assert.Equal("", await IdsAsync(new AuditQuery { By = "nobody", Kind = "policy" }));
    }

    [Fact]
    public async Task List_ByPages_GivesEachOnceWhateverIsAdded()
    {
        for (var i = 0; i < 7; i++)
        {
            await AddAsync("mara", AuditActions.Saved, $"p-{i}");
        }

        List<string> seen = [];
        string? cursor = null;
        do
        {
            var page = await Store.Audit.ListAsync(new AuditQuery { Cursor = cursor, Limit = 3 }, None);
            seen.AddRange(page.Items.Select(e => e.Id!));
            cursor = page.Next;
            await AddAsync("mara", AuditActions.Saved, "later");
        }
        while (cursor is not null);

        Assert.Equal(["p-6", "p-5", "p-4", "p-3", "p-2", "p-1", "p-0"], seen);
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody'")]
    [InlineData("DELETE FROM audit")]
    public async Task Entries_ChangedBesideTheStore_AreKept(string sql)
    {
        await AddAsync("mara", AuditActions.Saved);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(sql));
        Assert.Contains("the audit trail keeps its entries", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mara", Assert.Single((await Store.Audit.ListAsync(new AuditQuery(), None)).Items).By);
    }

    [Fact]
    public async Task Account_ChangedUponAnotherVersion_StaysAsItIs()
    {
        var entry = new AuditEntry { By = "owner", Action = AuditActions.AccountAdded };
        var account = new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["marketer", "approver"], PasswordHash = "hash" };
        var stored = await Store.Accounts.PutAsync(account, 0, entry, None);

        Assert.Equal(1, stored!.Version);
        Assert.Null(await Store.Accounts.PutAsync(account, 0, entry, None));
        Assert.Null(await Store.Accounts.PutAsync(account, 2, entry, None));
        Assert.Equal(2, (await Store.Accounts.PutAsync(account with { Disabled = true }, 1, entry, None))!.Version);
        var read = Assert.Single(await Store.Accounts.ListAsync(None));
        Assert.Equal(("mara", "Mara", "hash", true, 2L), (read.Name, read.DisplayName, read.PasswordHash, read.Disabled, read.Version));
        Assert.Equal(["marketer", "approver"], read.Roles);
        Assert.Equal(read.Version, (await Store.Accounts.GetAsync("mara", None))!.Version);
        Assert.Null(await Store.Accounts.GetAsync("paul", None));
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Length);
    }

    [Fact]
    public async Task Account_OfAProvider_IsFoundByItsSubjectWhichStays()
    {
        var entry = new AuditEntry { By = "provider", Action = AuditActions.AccountAdded };
        var account = new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["marketer"], Subject = "https://id.example 17" };
        var stored = await Store.Accounts.PutAsync(account, 0, entry, None);

        Assert.Null(await Store.Accounts.PutAsync(account with { Name = "mara-2" }, 0, entry, None));
        await Store.Accounts.PutAsync(account with { Name = "paul", Subject = null }, 0, entry, None);
        await Store.Accounts.PutAsync(account with { Name = "olga", Subject = null }, 0, entry, None);
        await Store.Accounts.PutAsync(stored! with { Subject = "https://id.example 18", Roles = [] }, 1, entry, None);

        var found = await Store.Accounts.FindAsync("https://id.example 17", None);
        Assert.Equal(("mara", 2L, "https://id.example 17"), (found!.Name, found.Version, found.Subject));
        Assert.Empty(found.Roles);
        Assert.Null(await Store.Accounts.FindAsync("https://id.example 18", None));
    }

    [Fact]
    public async Task Keys_AddedTwice_StandOnce()
    {
        await Store.Keys.AddAsync("a", "<one/>", None);
        await Store.Keys.AddAsync("a", "<other/>", None);
        await Store.Keys.AddAsync("b", "<two/>", None);

        Assert.Equal(["<one/>", "<two/>"], await Store.Keys.AllAsync(None));
    }

    [Fact]
    public async Task Stamp_OfAnAccount_IsKeptWithItAndReplacedWithoutANewVersion()
    {
        var said = new AuditEntry { By = "ann", Action = AuditActions.AccountAdded, Kind = "account", Id = "mara" };
        var account = new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["viewer"], PasswordHash = "h", Stamp = "one", MustChange = true };
        Assert.Equal(account with { Version = 1 }, await Store.Accounts.PutAsync(account, 0, said, None), Same);
        Assert.Equal(account with { Version = 1 }, await Store.Accounts.GetAsync("mara", None), Same);
        await Store.Accounts.StampAsync("mara", "two", said with { Action = AuditActions.SignedOut }, None);
        Assert.Equal(account with { Version = 1, Stamp = "two" }, await Store.Accounts.GetAsync("mara", None), Same);
        await Store.Accounts.PutAsync(account with { MustChange = false, Stamp = "three" }, 1, said, None);
        Assert.Equal(account with { Version = 2, MustChange = false, Stamp = "three" }, await Store.Accounts.GetAsync("mara", None), Same);
        Assert.Single((await Store.Audit.ListAsync(new AuditQuery { Action = AuditActions.SignedOut }, None)).Items);
    }

    private static bool Same(StoredAccount? a, StoredAccount? b) => a! with { Roles = [] } == b! with { Roles = [] } && a.Roles.SequenceEqual(b.Roles);
}
