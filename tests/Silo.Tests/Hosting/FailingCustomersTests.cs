using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

public sealed class FailingCustomersTests
{
    private readonly WatchedClock _clock = new(Make.Start);

    [Fact]
    public void Failed_Again_PausesDoubleUpToTheLongest()
    {
        var failing = new FailingCustomers(_clock);
        foreach (var seconds in (ReadOnlySpan<int>)[2, 4, 8, 16, 32, 60, 60])
        {
            failing.Failed(Some.Key());
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(failing.IsReady(Some.Key()));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(failing.IsReady(Some.Key()));
        }
    }

    [Fact]
    public void Succeeded_Customer_StartsAnew()
    {
        var failing = new FailingCustomers(_clock);
        failing.Failed(Some.Key());
        failing.Failed(Some.Key());
        failing.Succeeded(Some.Key());
        Assert.True(failing.IsReady(Some.Key()));

        failing.Failed(Some.Key());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(failing.IsReady(Some.Key()));
    }

    [Fact]
    public void Failed_MoreThanAreRemembered_TheNextToBeReadyIsForgotten()
    {
        var failing = new FailingCustomers(_clock, max: 2);
        failing.Failed(Some.Key("soon"));
        failing.Failed(Some.Key("later"));
        failing.Failed(Some.Key("later"));
        failing.Failed(Some.Key("new"));

        Assert.True(failing.IsReady(Some.Key("soon")));
        Assert.False(failing.IsReady(Some.Key("later")));
        Assert.False(failing.IsReady(Some.Key("new")));
    }
}
