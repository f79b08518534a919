using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Keys of machines: one name, two secrets while it is rotated.</summary>
public abstract class ApiKeySuite : StoreSuite
{
    private static readonly AuditEntry Said = new() { By = "ann", Action = AuditActions.KeyAdded, Kind = "key", Id = "shop" };

    private StoredApiKey Key(string id, string name = "shop", int days = 30) => new()
    {
        Id = id,
        Name = name,
        Sources = ["shop", "web *"],
        Scopes = ["touchpoints"],
        Hash = "00" + id,
        CreatedBy = "ann",
        CreatedAt = Store.Clock.GetUtcNow(),
        ExpiresAt = Store.Clock.GetUtcNow().AddDays(days),
    };

    [Fact]
    public async Task Add_Key_IsListedAsItWasAndItsNameIsTaken()
    {
        Assert.Equal(ApiKeyChange.Done, await Store.ApiKeys.AddAsync(Key("b"), Said, None));
        Assert.Equal(ApiKeyChange.Done, await Store.ApiKeys.AddAsync(Key("a", "crm"), Said, None));
        Assert.Equal(ApiKeyChange.NameTaken, await Store.ApiKeys.AddAsync(Key("c"), Said, None));

        var keys = await Store.ApiKeys.ListAsync(None);
        Assert.Equal(["a", "b"], keys.Select(k => k.Id));
        Assert.Equivalent(Key("b"), keys[1], strict: true);
        Assert.Equal(2, (await Store.Audit.ListAsync(new AuditQuery { Action = AuditActions.KeyAdded }, None)).Items.Length);
    }

    [Fact]
    public async Task Rotate_Key_HasTwoValidSecretsAndNoThird()
    {
        Assert.Equal(ApiKeyChange.UnknownName, await Store.ApiKeys.RotateAsync(Key("a"), Store.Clock.GetUtcNow(), Said, None));
        await Store.ApiKeys.AddAsync(Key("a"), Said, None);
        var until = Store.Clock.GetUtcNow().AddDays(7);
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ApiKeyChange.Done, await Store.ApiKeys.RotateAsync(Key("b"), until, Said, None));
        Assert.Equal(ApiKeyChange.TwoValid, await Store.ApiKeys.RotateAsync(Key("c"), until, Said, None));

        var keys = await Store.ApiKeys.ListAsync(None);
        Assert.Equal([("a", until), ("b", Store.Clock.GetUtcNow().AddDays(30))], keys.Select(k => (k.Id, k.ExpiresAt)));

        Store.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(ApiKeyChange.Done, await Store.ApiKeys.RotateAsync(Key("c"), Store.Clock.GetUtcNow().AddDays(90), Said, None));
        keys = await Store.ApiKeys.ListAsync(None);
        Assert.Equal(["b", "c"], keys.Select(k => k.Id));
        Assert.True(keys[0].ExpiresAt < Store.Clock.GetUtcNow().AddDays(30));
    }

    [Fact]
    public async Task Remove_OneSecretOrAll_IsGone()
    {
        await Store.ApiKeys.AddAsync(Key("a"), Said, None);
        await Store.ApiKeys.RotateAsync(Key("b"), Store.Clock.GetUtcNow().AddDays(7), Said, None);
        Assert.False(await Store.ApiKeys.RemoveAsync("shop", "c", Said, None));
        Assert.False(await Store.ApiKeys.RemoveAsync("crm", "a", Said, None));
        Assert.True(await Store.ApiKeys.RemoveAsync("shop", "a", Said, None));
        Assert.Equal("b", Assert.Single(await Store.ApiKeys.ListAsync(None)).Id);
        Assert.True(await Store.ApiKeys.RemoveAsync("shop", null, Said, None));
        Assert.False(await Store.ApiKeys.RemoveAsync("shop", null, Said, None));
    }

    [Fact]
    public async Task Used_LaterThanStored_IsShownAndAnEarlierMomentChangesNothing()
    {
        await Store.ApiKeys.AddAsync(Key("a"), Said, None);
        var at = Store.Clock.GetUtcNow().AddMinutes(1);
        await Store.ApiKeys.UsedAsync(ImmutableDictionary<string, DateTimeOffset>.Empty.Add("a", at).Add("gone", at), None);
        await Store.ApiKeys.UsedAsync(ImmutableDictionary<string, DateTimeOffset>.Empty.Add("a", at.AddMinutes(-1)), None);
        Assert.Equal(at, Assert.Single(await Store.ApiKeys.ListAsync(None)).LastUsedAt);
    }
}
