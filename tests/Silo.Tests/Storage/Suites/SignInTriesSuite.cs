namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Tries to sign in, counted before they are made.</summary>
public abstract class SignInTriesSuite : StoreSuite
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private Task<TimeSpan?> TryAsync(string key = "ann 192.0.2.1") => Store.Tries.BeginAsync(key, max: 2, Pause, None);

    [Fact]
    public async Task Begin_AfterAFewWrong_WaitsAndThenAllowsOneMore()
    {
        Assert.Null(await TryAsync());
        Assert.Null(await TryAsync());
        Assert.Equal(Pause, await TryAsync());
        Assert.Null(await TryAsync("ann 192.0.2.2"));
        Store.Clock.Advance(Pause / 2);
        Assert.Equal(Pause / 2, await TryAsync());
        Store.Clock.Advance(Pause / 2);
        Assert.Null(await TryAsync());
        Assert.Equal(Pause, await TryAsync());
    }

    [Fact]
    public async Task Begin_ManyAtOnce_AllowsNoMoreThanAFew()
    {
        var allowed = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => TryAsync()));
        Assert.Equal(2, allowed.Count(wait => wait is null));
    }

    [Fact]
    public async Task Right_ForgetsAllOrTheTryAlone()
    {
        await TryAsync();
        await TryAsync();
        await Store.Tries.RightAsync("ann 192.0.2.1", all: false, None);
        Assert.Null(await TryAsync());
        Assert.NotNull(await TryAsync());
        await Store.Tries.RightAsync("ann 192.0.2.1", all: true, None);
        Assert.Null(await TryAsync());
        Assert.Null(await TryAsync());
        await Store.Tries.RightAsync("nobody", all: true, None);
    }
}
