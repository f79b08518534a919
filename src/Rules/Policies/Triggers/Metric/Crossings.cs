using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;

namespace CxOrchestrator.Rules.Policies;

/// <summary>
/// When a metric will cross a value by time alone: mood and pressure decay, risk falls with them and grows in silence. Looked for in steps
/// of <see cref="Step"/> up to <see cref="Horizon"/> ahead, then to the millisecond; a metric that crosses and comes back within a step is not seen.
/// </summary>
internal static class Crossings
{
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(90);

    public static readonly TimeSpan Step = TimeSpan.FromHours(6);

    /// <summary>The earliest moment after <paramref name="at"/> at which a comparison that does not hold comes to hold; null where none will.</summary>
    public static DateTimeOffset? Next(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
    {
        DateTimeOffset? next = null;
        foreach (var (_, trigger) in definitions.Waits.Metrics)
        {
            var crosses = trigger.Crosses;
            if (MayCross(state, crosses, definitions.Set.Experience, at) && !Holds(at) && First(Holds, crosses.Field.Root, at) is { } first && (next is null || first < next))
            {
                next = first;
            }

            bool Holds(DateTimeOffset time) => Conditional.Holds(crosses, new Facts(state, definitions, time));
        }

        return next;
    }

    // Most customers feel nothing that could cross: no search for them.
    private static bool MayCross(CustomerState state, FieldIs crosses, ExperienceSettings settings, DateTimeOffset at)
    {
        var level = crosses.Values[0].Number;
        var rises = crosses.Comparison is Comparison.AtLeast or Comparison.Above;
        var now = Moods.At(state.Mood, settings, at);
        return crosses.Field.Root switch
        {
            // Both go to zero: a level beyond zero is never reached.
            FieldRoot.Mood => rises ? now.Mood < 0 && level <= 0 : now.Mood > 0 && level >= 0,
            FieldRoot.Pressure => !rises && now.Pressure > 0,
            FieldRoot.Risk => !rises || state.LastTouchpointAt is not null,
            _ => false,
        };
    }

    private static DateTimeOffset? First(Func<DateTimeOffset, bool> holds, FieldRoot root, DateTimeOffset at)
    {
        var (before, after) = (at, at);

        // Mood and pressure go one way only: the end of the horizon tells.
        var step = root == FieldRoot.Risk ? Step : Horizon;
        do
        {
            (before, after) = (after, after + step);
            if (after > at + Horizon)
            {
                return null;
            }
        }
        while (!holds(after));

        while (after - before > TimeSpan.FromMilliseconds(1))
        {
            var middle = before + TimeSpan.FromMilliseconds(Math.Floor((after - before).TotalMilliseconds / 2));
            (before, after) = holds(middle) ? (before, middle) : (middle, after);
        }

        return after;
    }
}
