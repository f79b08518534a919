using CxOrchestrator.Simulation.Tests.Mutations;

namespace CxOrchestrator.Simulation.Tests;

/// <summary>Each promise broken on purpose is noticed, for the right reason, within a few seeds.</summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    /// <summary>Seeds within which a mutation must be noticed.</summary>
    private const int SeedsMax = 60;

    [Fact]
    public void EarlyOffset_IsNoticed() => Noticed(() => new EarlyOffset(), "is stored, and");

    [Fact]
    public void DroppedRecord_IsNoticed() => Noticed(() => new DroppedRecord(), "is stored, and", "are recorded where");

    // Brought again, what the core fails on is counted and put aside again.
    [Fact]
    public void ForgottenPositions_IsNoticed() => Noticed(() => new ForgottenPositions(), "a position went back", "the ledger does not count", "other dead letters are kept");

    [Fact]
    public void ForgottenIdentities_IsNoticed() => Noticed(() => new ForgottenIdentities(), "an identity is applied twice", "are recorded where", "lead to another state");

    [Fact]
    public void EarlyEvent_IsNoticed() => Noticed(() => new EarlyEvent(), "is announced and was not stored");

    [Fact]
    public void KeptMemory_IsNoticed() => Noticed(() => new KeptMemory(), "is in memory and was not stored", "is stored, and");

    [Fact]
    public void EarlyTimers_IsNoticed() => Noticed(() => new EarlyTimers(), "fire, and");

    private void Noticed(Func<Mutation> make, params string[] reasons)
    {
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            var mutation = make();
            var run = Run.Of(seed, mutation);
            if (run.Failure is { } failure)
            {
                output.WriteLine($"seed {seed}: {failure}");
                Assert.True(mutation.Done > 0, $"The run failed before anything was wrong on purpose: {failure}");
                Assert.Contains(reasons, reason => failure.Contains(reason, StringComparison.Ordinal));
                return;
            }
        }

        Assert.Fail($"{make().GetType().Name} went unnoticed through {SeedsMax} seeds.");
    }
}
