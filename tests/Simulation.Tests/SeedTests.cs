using System.Globalization;

namespace CxOrchestrator.Simulation.Tests;

/// <summary>
/// The pipeline under faults, by seed. <c>CX_SEEDS=20000</c> runs as many, each after the other; <c>CX_SEED=N</c> runs that one and shows it.
/// </summary>
public sealed class SeedTests(ITestOutputHelper output)
{
    /// <summary>Seeds of a normal run.</summary>
    private const int SeedsUsual = 400;

    [Fact]
    public void Pipeline_AnySeed_KeepsItsPromises()
    {
        if (Number("CX_SEED") is { } one)
        {
            var run = Run.Of(one);
            Assert.True(run.Failure is null, run.Report());
            return;
        }

        var seeds = Number("CX_SEEDS") ?? SeedsUsual;
        var begun = TimeProvider.System.GetTimestamp();
        var runs = Enumerable.Range(1, seeds).AsParallel().AsOrdered().Select(seed => Run.Of(seed)).ToList();
        var took = TimeProvider.System.GetElapsedTime(begun);
        output.WriteLine($"{runs.Count} seeds in {took.TotalSeconds:0.0} s, {runs.Count / took.TotalMinutes:0} a minute: "
            + $"{runs.Sum(r => r.Commits)} commits, {runs.Sum(r => r.Conflicts)} conflicts, {runs.Sum(r => r.SecondWriters)} second writers, "
            + $"{runs.Sum(r => r.Timers)} timers fired, {runs.Sum(r => r.Answers)} answers of admission");
        var bad = runs.Where(r => r.Failure is not null).ToList();
        Assert.True(
            bad.Count == 0,
            $"{bad.Count} of {runs.Count} seeds failed: {string.Join(Environment.NewLine, bad.Take(20).Select(r => $"{r.Seed}: {r.Failure}"))}{Environment.NewLine}{bad.FirstOrDefault()?.Report()}");
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
