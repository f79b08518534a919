using CxOrchestrator.Silo.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class ReceiverSlotsTests
{
    private const int Most = 4;

    private readonly ReceiverSlots _slots = new(() => Most, StringComparer.Ordinal);

    private void Fill(string receiver)
    {
        for (var i = 0; i < Most; i++)
        {
            Assert.Null(_slots.Take(receiver));
        }
    }

    [Fact]
    public void Take_ReceiverIsFull_PutsOffEachBehindTheOneBeforeUpToABound()
    {
        Fill("slow");

        var waits = Enumerable.Range(0, 200).Select(_ => _slots.Take("slow")!.Value).ToList();

        Assert.Equal(TimeSpan.FromMilliseconds(200), waits[0]);
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromSeconds(5), waits[^1]);
        Assert.Null(_slots.Take("fast"));
    }

    [Fact]
    public void Free_AfterReleases_CountsReceiversThatWereFull()
    {
        Fill("slow");
        _slots.Take("other");
        Assert.Equal((0, 0), (_slots.MostOfFull, _slots.FreeOfFull));

        _slots.Take("slow");
        _slots.Release("slow");
        _slots.Release("slow");

        Assert.Equal((Most, 2), (_slots.MostOfFull, _slots.FreeOfFull));
        _slots.Forget();
        Assert.Equal(0, _slots.MostOfFull);
    }
}
