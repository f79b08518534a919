namespace CxOrchestrator.Simulation.Tests;

/// <summary>A seed is a whole run: nothing but the seed decides what happens.</summary>
public sealed class ReplayTests
{
    private const int Seeds = 25;

    [Fact]
    public void Run_SameSeedAgain_IsTheSameRun()
    {
        var first = Enumerable.Range(1000, Seeds).Select(seed => Run.Of(seed).Hash).ToList();

        // In another order, at the same time as others, and traced: nothing outside the seed reaches in.
        var again = Enumerable.Range(1000, Seeds).Reverse().AsParallel().AsOrdered().Select(seed => Run.Of(seed, tracing: true).Hash).Reverse().ToList();

        Assert.Equal(first, again);
        Assert.Equal(Seeds, first.Distinct().Count());
    }
}
