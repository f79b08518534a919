using CxOrchestrator.Simulation.Tests.Scheduling;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>How unkind a seed's world is: from calm to everything at once.</summary>
internal sealed class Weather(World world)
{
    private readonly double _failBefore = Part(world, 0.1);
    private readonly double _failAfter = Part(world, 0.1);
    private readonly double _lateWrites = Part(world, 0.05);
    private readonly double _slow = Part(world, 0.3);
    private readonly double _lostAnswers = Part(world, 0.05);
    private readonly double _secondWriters = Part(world, 0.5);
    private bool _calm;
    private TimeSpan _downUntil;

    /// <summary>The store fails before it writes.</summary>
    public bool FailsBefore() => Happens(_failBefore) || (!_calm && world.Now < _downUntil);

    /// <summary>The store has written, and its answer is lost.</summary>
    public bool FailsAfter() => Happens(_failAfter);

    /// <summary>The store says that it failed, and writes all the same a little later.</summary>
    public bool WritesLate() => Happens(_lateWrites);

    /// <summary>A call between customers' callers and customers is answered never or too late.</summary>
    public bool LosesAnswer() => Happens(_lostAnswers);

    /// <summary>A process does not see the customer that another one holds, and makes a second.</summary>
    public bool MakesSecondWriter() => Happens(_secondWriters);

    /// <summary>Nothing fails from now on.</summary>
    public void Calm() => _calm = true;

    public void BreakStore(TimeSpan wait) => _downUntil = world.Now + wait;

    /// <summary>The time that a call over a network or to a disk takes.</summary>
    public async Task PassAsync()
    {
        if (!Happens(_slow))
        {
            await Task.Yield();
            return;
        }

        await world.DelayAsync(1, world.Chance(0.1) ? 3000 : 60);
    }

    private bool Happens(double part) => !_calm && part > 0 && world.Chance(part);

    // A third of the seeds do not know this kind of trouble at all.
    private static double Part(World world, double max) => world.Chance(0.33) ? 0 : world.Dice.NextDouble() * max;
}
