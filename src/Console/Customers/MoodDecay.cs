using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Customers;

/// <summary>
/// Mood between inputs. It is a weighted mean with a neutral weight beneath: in silence both its sum and its weight halve in a half-life, so
/// the mood itself fades slower while much was felt. At each input it is what was stored; between them it follows from the experiences
/// known here, with the standard half-life and neutral weight.
/// </summary>
internal sealed class MoodDecay
{
    private const double Neutral = 0.5;
    private const int SamplesPerGap = 12;
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(7);

    private readonly List<(DateTimeOffset At, double Mood, double Weight)> _known = [];

    public MoodDecay(IReadOnlyList<TimelineEntry> ordered)
    {
        var weight = 0.0;
        for (var i = 0; i < ordered.Count; i++)
        {
            var entry = ordered[i];
            weight = (i == 0 ? 0 : weight * Left(entry.EffectiveAt - ordered[i - 1].EffectiveAt)) + Math.Abs(entry.Experience ?? 0);

            // A mood this far from zero has at least this weight behind it, even where older inputs are not loaded.
            var mood = Math.Min(0.99, Math.Abs(entry.Mood));
            weight = Math.Max(weight, Neutral * mood / (1 - mood));
            _known.Add((entry.EffectiveAt, entry.Mood, weight));
        }
    }

    public double At(DateTimeOffset at) => Faded(_known.FindLast(k => k.At <= at), at);

    /// <summary>Before what happened at that very time.</summary>
    public double Before(DateTimeOffset at) => Faded(_known.FindLast(k => k.At < at), at);

    /// <summary>Enough of it to draw, with the jumps.</summary>
    public IEnumerable<(DateTimeOffset At, double Mood)> Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (_known.Count == 0)
        {
            yield break;
        }

        for (var i = _known.FindLastIndex(k => k.At <= from) is >= 0 and var first ? first : 0; i < _known.Count && _known[i].At <= to; i++)
        {
            var start = _known[i].At < from ? from : _known[i].At;
            var end = i + 1 < _known.Count && _known[i + 1].At < to ? _known[i + 1].At : to;
            yield return (start, Faded(_known[i], start));
            for (var s = 1; s <= SamplesPerGap && end > start; s++)
            {
                var at = start + ((end - start) * s / SamplesPerGap);
                yield return (at, Faded(_known[i], at));
            }
        }
    }

    private static double Faded((DateTimeOffset At, double Mood, double Weight) known, DateTimeOffset at)
    {
        var left = Left(at - known.At);
        return known.At == default ? 0 : known.Mood * left * (Neutral + known.Weight) / (Neutral + (known.Weight * left));
    }

    private static double Left(TimeSpan time) => Math.Pow(2, -(time / HalfLife));
}
