using CsCheck;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Ingestion;

public sealed class PositionTrackerTests
{
    private readonly PositionTracker _tracker = new();

    [Fact]
    public void New_Tracker_KnowsNothing() => Assert.Equal((null, null, 0, 0), (_tracker.Watermark, _tracker.Through, _tracker.Open, _tracker.InFlight));

    [Fact]
    public void Done_OutOfOrder_MovesUpToTheFirstGap()
    {
        var entries = Enumerable.Range(1, 4).Select(i => _tracker.Add(i * 10)).ToList();

        Assert.False(_tracker.Done(entries[1]));
        Assert.Null(_tracker.Watermark);
        Assert.True(_tracker.Done(entries[0]));
        Assert.Equal(20, _tracker.Watermark);
        Assert.False(_tracker.Done(entries[3]));
        Assert.Equal((20L, 2, 1), (_tracker.Watermark, _tracker.Open, _tracker.InFlight));
        Assert.True(_tracker.Done(entries[2]));
        Assert.Equal((40L, 0, 0), (_tracker.Watermark, _tracker.Open, _tracker.InFlight));
    }

    [Fact]
    public void ReadThrough_NothingOpen_IsReachedAtOnce()
    {
        _tracker.ReadThrough(Make.Day(1));
        Assert.Equal(Make.Day(1), _tracker.Through);

        _tracker.ReadThrough(Make.Start);
        Assert.Equal(Make.Day(1), _tracker.Through);
    }

    [Fact]
    public void ReadThrough_SomethingOpen_IsReachedWhenAllBeforeIsDone()
    {
        var entries = Enumerable.Range(1, 2).Select(i => _tracker.Add(i)).ToList();
        _tracker.ReadThrough(Make.Day(1));
        _tracker.Done(entries[1]);
        Assert.Null(_tracker.Through);

        _tracker.Done(entries[0]);
        Assert.Equal(Make.Day(1), _tracker.Through);
    }

    [Fact]
    public void ReadThrough_NeverIdle_IsReachedAllTheSame()
    {
        // Under load the next chunk is added before the last one is done; time must go on.
        var before = _tracker.Add(1);
        _tracker.ReadThrough(Make.Day(1));
        for (var i = 2; i < 100; i++)
        {
            var next = _tracker.Add(i);
            _tracker.ReadThrough(Make.Day(i));
            _tracker.Done(before);
            Assert.Equal(Make.Day(i - 1), _tracker.Through);
            before = next;
        }
    }

    [Fact]
    public void ReadThrough_EndReachedAgainWhileSomethingIsOpen_CountsForWhatIsOpen()
    {
        var first = _tracker.Add(1);
        _tracker.ReadThrough(Make.Day(1));
        _tracker.ReadThrough(Make.Day(2));
        _tracker.Done(first);

        Assert.Equal(Make.Day(2), _tracker.Through);
    }

    [Fact]
    public void Done_AnyOrder_WatermarkIsTheLongestDonePrefix() =>
        Gen.Int[1, 40].SelectMany(n => Gen.Shuffle(Enumerable.Range(0, n).ToArray())).Sample(order =>
        {
            var tracker = new PositionTracker();
            var entries = order.Select((_, i) => tracker.Add(i)).ToArray();
            var done = new bool[order.Length];
            foreach (var i in order)
            {
                tracker.Done(entries[i]);
                done[i] = true;
                var prefix = done.TakeWhile(d => d).Count();
                Assert.Equal(prefix == 0 ? null : prefix - 1, tracker.Watermark);
                Assert.Equal(done.Count(d => !d), tracker.InFlight);
            }
        });
}
