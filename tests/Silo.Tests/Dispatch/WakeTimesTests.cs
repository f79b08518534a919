using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class WakeTimesTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    private readonly WakeTimes _times = new();

    [Fact]
    public void Wait_SomethingIsDueSooner_EndsThenAndIsTheUsualAfterwards()
    {
        _times.Add(Make.Start.AddMilliseconds(220), Make.Start);
        _times.Add(Make.Start.AddMilliseconds(230), Make.Start);
        _times.Add(Make.Start.AddMilliseconds(700), Make.Start);

        Assert.Equal(TimeSpan.FromMilliseconds(250), _times.WaitAfter(Make.Start, Usual));
        Assert.Equal(TimeSpan.FromMilliseconds(450), _times.WaitAfter(Make.Start.AddMilliseconds(250), Usual));
        Assert.Equal(Usual, _times.WaitAfter(Make.Start.AddMilliseconds(700), Usual));
    }

    [Fact]
    public void Wait_OnlyLaterThings_IsTheUsual()
    {
        _times.Add(Make.Start.AddSeconds(15), Make.Start);
        Assert.Equal(Usual, _times.WaitAfter(Make.Start, Usual));
    }
}
