using System.Collections.Immutable;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>
/// Searches waits whose miss warns of an outcome. It looks at the first two thirds of the time; the last third shows what the rules are worth on instances
/// that it did not see.
/// </summary>
public static class RuleSearch
{
    /// <summary>Most rules of a proposal.</summary>
    public const int RulesMax = 3;

    /// <summary>Fewer instances with the outcome, or without it, say nothing.</summary>
    public const int OutcomesMin = 30;

    /// <summary>Parts of the time in which a rule has to warn early enough.</summary>
    private const int Parts = 3;

    /// <summary>Fewer right warnings say nothing of a part.</summary>
    private const int RightMin = 10;

    /// <summary>A rule that alone is less precise than asked for, by no more than this, may be a part of a proposal.</summary>
    private const double Looseness = 0.1;

    /// <summary>Sets that are built upon, in each respect.</summary>
    private const int BeamMax = 20;

    private const int FrontMax = 12;

    /// <param name="reading">Instances whose outcome is known.</param>
    /// <param name="days">Days before the outcome that half of the right warnings come at least.</param>
    /// <param name="precision">Share of warnings that have to be right, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static Suggestion Run(RunReading reading, double days, double precision, CancellationToken cancellationToken)
    {
        var runs = reading.Runs.OrderBy(r => r.StartedAt).ToList();
        var bad = runs.Count(r => r.Bad);
        var found = new Suggestion { Instances = runs.Count, Bad = bad };
        if (bad < OutcomesMin || runs.Count - bad < OutcomesMin)
        {
            return found;
        }

        var seen = runs.Take(runs.Count * 2 / 3).ToList();
        var candidates = new RuleCandidates(reading);
        var search = new Search(candidates, seen, days, cancellationToken);
        var sets = search.Run(precision);
        var proposed = Choose(sets, days, precision);
        return found with
        {
            Tried = candidates.All.Length,
            Proposed = proposed is null ? null : new RuleSet(proposed.Rules, proposed.Figures),
            Later = proposed is null ? null : Search.Figures(candidates, proposed.Rules, [.. runs.Skip(seen.Count)], days),
            Front = Front(sets),
        };
    }

    // The best by F1 that is surely precise enough, and warns early enough, also in the part of the time in which warnings came latest: what people wait for changes. And of those that
    // are as good within a quarter of its standard error, the one that warns earliest, with the fewest rules.
    private static Tried? Choose(List<Tried> sets, double days, double precision)
    {
        var fit = sets.Where(s => s.Figures.Right >= OutcomesMin && s.Figures.PrecisionAtLeast >= precision && s.Figures.MedianDays >= days && s.SteadyDays >= days).ToList();
        if (fit.Count == 0)
        {
            return null;
        }

        var best = fit.Max(s => s.Figures.F1);
        var error = Math.Sqrt(best * (1 - best) / Math.Max(1, fit[0].Figures.Bad));
        var simplest = fit.Where(s => s.Figures.F1 >= best - (error / 4)).ToList();
        var rules = simplest.Min(s => s.Rules.Length);
        return simplest.Where(s => s.Rules.Length == rules).MaxBy(s => (s.Figures.EarlyRecall, s.Figures.F1));
    }

    private static ImmutableArray<RuleSet> Front(List<Tried> sets)
    {
        // Somebody who warns of three people is precise, and of no use.
        var useful = sets.Count == 0 ? 0 : sets.Max(s => s.Figures.Recall) * 0.75;
        var front = new List<Tried>();
        foreach (var set in sets.Where(s => s.Figures.Recall >= useful).OrderByDescending(s => s.Figures.Precision).ThenByDescending(s => s.Figures.MedianDays))
        {
            if (front.Count == 0 || set.Figures.MedianDays > front[^1].Figures.MedianDays + 0.25)
            {
                front.Add(set);
            }
        }

        var every = Math.Max(1, (int)Math.Ceiling(front.Count / (double)FrontMax));
        return [.. front.Where((_, i) => i % every == 0 || i == front.Count - 1).Select(s => new RuleSet(s.Rules, s.Figures))];
    }

    /// <summary>Rules that were tried together.</summary>
    private sealed record Tried(ImmutableArray<ExpectationRule> Rules, float[] Days, WarningFigures Figures)
    {
        /// <summary>The lowest median of days in a part of the time.</summary>
        public double SteadyDays { get; init; }
    }

    private sealed class Search(RuleCandidates candidates, List<JourneyRun> runs, double days, CancellationToken cancellationToken)
    {
        private readonly bool[] _outcomes = [.. runs.Select(r => r.Bad)];

        public List<Tried> Run(double precision)
        {
            var single = candidates.All.Select(rule => Try([rule], candidates.Days(rule, runs))).Where(t => t.Figures.Right > 0 && t.Figures.Precision >= precision - Looseness).ToList();
            var all = new List<Tried>(single);
            var beam = Kept(single, precision);
            for (var size = 2; size <= RulesMax; size++)
            {
                var next = new List<Tried>();
                foreach (var set in beam)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    next.AddRange(single.Where(s => !set.Rules.Any(r => r.IsLike(s.Rules[0]))).Select(s => Together(set, s)).Where(t => t.Figures.F1 > set.Figures.F1));
                }

                beam = Kept(next, precision);
                all.AddRange(beam);
            }

            return all;
        }

        public static WarningFigures Figures(RuleCandidates candidates, ImmutableArray<ExpectationRule> rules, List<JourneyRun> runs, double days)
        {
            var first = new float[runs.Count];
            Array.Fill(first, -1);
            foreach (var rule in rules)
            {
                Earlier(first, candidates.Days(rule, runs), first);
            }

            return WarningFigures.Of([.. runs.Select(r => r.Bad)], first, days);
        }

        private Tried Together(Tried set, Tried other)
        {
            var first = new float[runs.Count];
            Earlier(set.Days, other.Days, first);
            return Try(set.Rules.Add(other.Rules[0]), first);
        }

        private Tried Try(ImmutableArray<ExpectationRule> rules, float[] first)
        {
            var steady = double.MaxValue;
            for (var part = 0; part < Parts; part++)
            {
                var (from, to) = (runs.Count * part / Parts, runs.Count * (part + 1) / Parts);
                var figures = WarningFigures.Of(_outcomes.AsSpan(from..to), first.AsSpan(from..to), days);
                steady = figures.Right < RightMin ? steady : Math.Min(steady, figures.MedianDays);
            }

            return new(rules, first, WarningFigures.Of(_outcomes, first, days)) { SteadyDays = steady };
        }

        private static void Earlier(float[] one, float[] other, float[] into)
        {
            for (var i = 0; i < into.Length; i++)
            {
                into[i] = Math.Max(one[i], other[i]);
            }
        }

        // Good in one respect: all in all, early, or both.
        private List<Tried> Kept(List<Tried> sets, double precision) =>
        [
            .. sets.OrderByDescending(s => s.Figures.F1).Take(BeamMax)
                .Concat(sets.Where(s => s.Figures.Precision >= precision).OrderByDescending(s => s.Figures.EarlyRecall).Take(BeamMax))
                .Concat(sets.Where(s => s.Figures.PrecisionAtLeast >= precision && s.SteadyDays >= days).OrderByDescending(s => s.Figures.F1).Take(BeamMax))
                .DistinctBy(s => string.Join('|', s.Rules.Select(r => r.Name).Order(StringComparer.Ordinal))),
        ];
    }
}
