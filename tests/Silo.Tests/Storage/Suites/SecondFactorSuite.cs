using CxOrchestrator.Storage;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Second factors, which are replaced only where the one that was read is still stored.</summary>
public abstract class SecondFactorSuite : StoreSuite
{
    private static readonly AuditEntry Said = new() { By = "mara", Action = AuditActions.SecondFactorEnabled, Kind = "account", Id = "mara" };

    private static readonly StoredSecondFactor First = new() { Secret = "protected", LastStep = 100, RecoveryCodes = ["one", "two"] };

    private async Task<StoredAccount> AddAsync(bool required = false) => (await Store.Accounts.PutAsync(
        new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["viewer"], PasswordHash = "h", Stamp = "before", SecondFactorRequired = required }, 0, Said, None))!;

    private Task<bool> PutAsync(StoredSecondFactor? seen, StoredSecondFactor? next, string? stamp = null) =>
        Store.Accounts.PutSecondFactorAsync("mara", seen, next, stamp, Said, None);

    private async Task<StoredAccount> ReadAsync() => (await Store.Accounts.GetAsync("mara", None))!;

    [Fact]
    public async Task Put_WhereThereIsNone_IsReadWithTheAccountWhoseVersionStays()
    {
        await AddAsync(required: true);

        Assert.True(await PutAsync(null, First, "after"));

        var account = await ReadAsync();
        Assert.Equal(("protected", 100L, "one two"), (account.SecondFactor!.Secret, account.SecondFactor.LastStep, string.Join(' ', account.SecondFactor.RecoveryCodes)));
        Assert.Equal(("after", 1L, true), (account.Stamp, account.Version, account.SecondFactorRequired));
        Assert.NotNull(Assert.Single(await Store.Accounts.ListAsync(None)).SecondFactor);
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery { Action = AuditActions.SecondFactorEnabled }, None)).Items.Length);
    }

    [Fact]
    public async Task Put_UponAnother_StoresNothing()
    {
        await AddAsync();
        Assert.False(await PutAsync(First, First with { LastStep = 101 }));
        Assert.True(await PutAsync(null, First));

        Assert.False(await PutAsync(null, First with { Secret = "another" }, "after"));
        Assert.False(await PutAsync(First with { LastStep = 99 }, First with { LastStep = 101 }, "after"));
        Assert.False(await PutAsync(First with { Secret = "another" }, null, "after"));
        Assert.False(await PutAsync(First with { RecoveryCodes = ["one"] }, First with { RecoveryCodes = [] }, "after"));
        Assert.False(await Store.Accounts.PutSecondFactorAsync("paul", null, First, null, Said, None));

        var account = await ReadAsync();
        Assert.Equal(("protected", 100L, 2, "before"), (account.SecondFactor!.Secret, account.SecondFactor.LastStep, account.SecondFactor.RecoveryCodes.Length, account.Stamp));
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Length);
    }

    [Fact]
    public async Task Put_TheSameStepManyTimesAtOnce_WorksOnce()
    {
        await AddAsync();
        await PutAsync(null, First);

        var used = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PutAsync(First, First with { LastStep = 101 })));

        Assert.Equal(1, used.Count(u => u));
        Assert.Equal(101, (await ReadAsync()).SecondFactor!.LastStep);
    }

    [Fact]
    public async Task Put_None_RemovesIt()
    {
        await AddAsync();
        await PutAsync(null, First);

        Assert.True(await PutAsync(First, null, "after"));

        Assert.Equal((null, "after"), ((await ReadAsync()).SecondFactor, (await ReadAsync()).Stamp));
        Assert.True(await PutAsync(null, First with { LastStep = 3, RecoveryCodes = [] }));
        Assert.Empty((await ReadAsync()).SecondFactor!.RecoveryCodes);
    }

    [Fact]
    public async Task Account_ChangedByWhoReadItBefore_KeepsTheStepThatWasUsedSince()
    {
        var read = await AddAsync();
        await PutAsync(null, First);

        var changed = await Store.Accounts.PutAsync(read with { DisplayName = "Mara M.", SecondFactorRequired = true }, 1, Said, None);

        Assert.Equal(2, changed!.Version);
        var account = await ReadAsync();
        Assert.Equal(("Mara M.", 100L, true), (account.DisplayName, account.SecondFactor!.LastStep, account.SecondFactorRequired));
    }
}
