using System.Globalization;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

public sealed partial class Facts
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private DateTimeOffset? _local;

    private DateTimeOffset Local => _local ??= LocalTimes.At(State.Profile.TimeZone, At);

    /// <summary>What is made of the field's values within the time before now, as far as the counter keeps them.</summary>
    public Scalar Over(WindowIs window)
    {
        var from = At - window.Within;
        var (count, sum, min, max, last) = (0, 0.0, double.PositiveInfinity, double.NegativeInfinity, Scalar.None);
        if (Find(window.Counter) is { } counter)
        {
            for (var i = 0; i < counter.At.Length && i < counter.Values.Length; i++)
            {
                if (counter.At[i] <= from)
                {
                    continue;
                }

                last = counter.Values[i];
                if (last.Kind == ScalarKind.Number)
                {
                    (count, sum, min, max) = (count + 1, Numbers.Add(sum, last.Number), Math.Min(min, last.Number), Math.Max(max, last.Number));
                }
            }
        }

        return window.Aggregate switch
        {
            // Amounts have cents: a sum of them is not to be 0.30000000000000004.
            Aggregate.Sum => Scalar.Of(Math.Round(sum, 4)),
            Aggregate.Last => last,
            _ when count == 0 => Scalar.None,
            Aggregate.Average => Scalar.Of(Math.Round(sum / count, 4)),
            Aggregate.Min => Scalar.Of(min),
            Aggregate.Max => Scalar.Of(max),
            _ => throw new System.Diagnostics.UnreachableException($"No aggregate {window.Aggregate}."),
        };
    }

    private Counter? Find(string name)
    {
        foreach (var counter in State.Counters)
        {
            if (string.Equals(counter.Name, name, StringComparison.Ordinal))
            {
                return counter;
            }
        }

        return null;
    }

    private Scalar OfHighPoint(string name)
    {
        HighPoint? newest = null;
        foreach (var point in State.HighPoints)
        {
            if (point.IsOpen && (newest is null || point.OpenedAt > newest.OpenedAt))
            {
                newest = point;
            }
        }

        return name switch
        {
            "open" => Scalar.Of(newest is not null),
            "cause" => Text(newest?.Cause.Text),
            "height" => Number(newest?.Height),
            "days" => newest is null ? Scalar.None : Scalar.Of(Days(newest.OpenedAt)),
            _ => Scalar.None,
        };
    }

    private Scalar Time(string name) => name switch
    {
        "ofDay" => Scalar.Of(Local.ToString("HH:mm", CultureInfo.InvariantCulture)),
        "weekday" => Scalar.Of(Weekdays[(int)Local.DayOfWeek]),
        "date" => Scalar.Of(Local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        "month" => Scalar.Of(Local.Month),
        _ => Scalar.None,
    };
}
