using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Ingestion;

public sealed class ReadProgressTests
{
    private readonly ReadProgress _progress = new();

    [Fact]
    public void Through_NothingRead_IsNull() => Assert.Null(_progress.Through);

    [Fact]
    public void Through_SlowestPartitionDecides()
    {
        _progress.Expect(2);
        _progress.Join("log", 0);
        _progress.Join("log", 1);
        _progress.Report("log", 0, Make.Day(2));
        Assert.Equal(DateTimeOffset.MinValue, _progress.Through);

        _progress.Report("log", 1, Make.Day(1));
        Assert.Equal(Make.Day(1), _progress.Through);
    }

    [Fact]
    public void Through_PartitionThatNobodyReadsYet_HoldsIt()
    {
        _progress.Expect(3);
        _progress.Join("log", 0);
        _progress.Report("log", 0, Make.Day(2));
        _progress.Join("log", 1);
        _progress.Report("log", 1, Make.Day(2));

        Assert.Null(_progress.Through);
    }

    [Fact]
    public void Through_PartitionThatIsLeft_HoldsItUntilSomebodyReadsItAgain()
    {
        _progress.Expect(2);
        _progress.Report("log", 0, Make.Day(2));
        _progress.Report("log", 1, Make.Day(1));
        _progress.Leave("log", 1);
        Assert.Null(_progress.Through);

        _progress.Join("log", 1);
        Assert.Equal(DateTimeOffset.MinValue, _progress.Through);
    }
}
