using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CxOrchestrator.EndToEnd.Faults.Nemesis;

/// <summary>What goes wrong during a run and when: the moments are drawn from the seed.</summary>
internal sealed class Schedule(int seed)
{
    private readonly Random _dice = new(seed);
    private readonly List<Step> _steps = [];

    private sealed class Step(TimeSpan at, string what, Func<Task> act)
    {
        public TimeSpan At => at;

        public string What => what;

        public Func<Task> Act => act;

        /// <summary>When it was done; null: it was not.</summary>
        public TimeSpan? DoneAt { get; set; }
    }

    /// <summary>Draws for what a fault needs besides its moment.</summary>
    public Random Dice => _dice;

    /// <summary>Between these seconds after the beginning.</summary>
    public Schedule Between(double from, double to, string what, Func<Task> act)
    {
        _steps.Add(new Step(Draw(from, to), what, act));
        return this;
    }

    /// <summary>That many seconds after the step before.</summary>
    public Schedule Then(double least, double most, string what, Func<Task> act)
    {
        _steps.Add(new Step(_steps[^1].At + Draw(least, most), what, act));
        return this;
    }

    public async Task RunAsync()
    {
        var watch = Stopwatch.StartNew();
        foreach (var step in _steps.OrderBy(s => s.At))
        {
            if (step.At - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early, TimeProvider.System);
            }

            await step.Act();
            step.DoneAt = watch.Elapsed;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in _steps.OrderBy(s => s.At))
        {
            var done = step.DoneAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"done at {at.TotalSeconds:0.00} s") : "not done";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {step.At.TotalSeconds,6:0.00} s  {step.What} ({done})");
        }

        return text.ToString();
    }

    private TimeSpan Draw(double from, double to) => TimeSpan.FromSeconds(from + (_dice.NextDouble() * (to - from)));
}
