using CxOrchestrator.Gateway.Demo;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Demo;

public class DemoClockTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);

    private DemoClock New() => new(
        Options.Create(new DemoOptions { PastDays = 20, PastIn = TimeSpan.FromSeconds(20), Day = TimeSpan.FromMinutes(1) }), _clock);

    [Fact]
    public void GetUtcNow_ShopNotOpen_StandsInThePast()
    {
        var shop = New();
        _clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal((Now.AddDays(-20), 0d, 1d), (shop.GetUtcNow(), shop.Speed, shop.Hurry));
    }

    [Fact]
    public void GetUtcNow_PastAndPresent_EachAtItsPace()
    {
        var shop = New();
        _clock.Advance(TimeSpan.FromMinutes(5));
        shop.Run();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((Now.AddDays(-10), 86_400d, 60d), (shop.GetUtcNow(), shop.Speed, shop.Hurry));

        shop.Run();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((Now, 1_440d, 1d), (shop.GetUtcNow(), shop.Speed, shop.Hurry));

        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(Now.AddDays(3), shop.GetUtcNow());
    }

    [Fact]
    public void GetUtcNow_MadeToStand_GoesOnWhereItWas()
    {
        var shop = New();
        shop.Run();
        _clock.Advance(TimeSpan.FromSeconds(10));
        shop.Stand();
        shop.Stand();
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((Now.AddDays(-10), TimeSpan.FromSeconds(30)), (shop.GetUtcNow(), shop.Stood));

        shop.Resume();
        shop.Resume();
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((Now, TimeSpan.FromSeconds(30)), (shop.GetUtcNow(), shop.Stood));
    }
}
