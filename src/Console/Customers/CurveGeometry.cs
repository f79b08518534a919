using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Customers;

/// <summary>Where everything goes in the picture of a customer's mood.</summary>
public sealed class CurveGeometry
{
    public const double Width = 960;
    public const double Height = 260;
    public const double Left = 44;
    public const double Right = 20;
    private const double Top = 14;
    private const double Bottom = 26;
    private const double MarkAbove = 22;
    private const double MarkStep = 20;
    private const double MarkNear = 16;
    private const double FutureMax = 0.35;
    private static readonly TimeSpan SpanMin = TimeSpan.FromHours(6);

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    private CurveGeometry(DateTimeOffset from, DateTimeOffset to) => (_from, _to) = (from, to);

    /// <summary>Nothing to draw yet.</summary>
    public static CurveGeometry Empty { get; } = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + SpanMin);

    /// <summary>The time that is as wide as a pixel: for less nothing need be redrawn.</summary>
    public TimeSpan Pixel => (_to - _from) / Width;

    public string Line { get; private init; } = "";

    /// <summary>What the mood will be if nothing happens.</summary>
    public string Ahead { get; private init; } = "";

    public double NowX { get; private init; }

    public IReadOnlyList<CurvePoint> Points { get; private init; } = [];

    public IReadOnlyList<CurveBand> Bands { get; private init; } = [];

    public IReadOnlyList<CurveMark> Marks { get; private init; } = [];

    public IReadOnlyList<CurveExpectation> Expectations { get; private init; } = [];

    public IReadOnlyList<CurveTick> Ticks { get; private init; } = [];

    /// <summary>Everything that can be pointed at, in the order of time.</summary>
    public IReadOnlyList<CurveStop> Stops { get; private init; } = [];

    public static double ZeroY => YOf(0);

    public static double YOf(double mood) => Top + ((Height - Top - Bottom) * (1 - Math.Clamp(mood, -1, 1)) / 2);

    public static CurveGeometry Of(IReadOnlyList<TimelineEntry> entries, CustomerView? view, IReadOnlyList<ActionView> actions, DateTimeOffset now, IReadOnlyList<LowPointView>? lowPoints = null)
    {
        // Nothing that the customer felt: a scheduled time, the end of a policy's wait.
        var ordered = entries.Where(e => e.Kind is "touchpoint" or "timer" && e.Type is not ("schedule.due" or "timer")).OrderBy(e => e.Sequence).ToList();
        now = ordered.Count > 0 && ordered[^1].EffectiveAt > now ? ordered[^1].EffectiveAt : now;
        var from = ordered.Count > 0 ? ordered[0].EffectiveAt : now - SpanMin;
        from = now - from < SpanMin ? now - SpanMin : from;
        var waiting = view is null ? [] : view.Journeys.SelectMany(j => j.Expectations.Where(e => e.Status == "waiting" && e.DueAt > now).Select(e => (Journey: j, Expectation: e))).ToList();
        var to = waiting.Count == 0 ? now : Earlier(waiting.Max(w => w.Expectation.DueAt), now + ((now - from) * FutureMax));
        var (place, mood) = (new CurveGeometry(from, to), new MoodDecay(ordered));
        var points = ordered.Select(e => new CurvePoint(e, place.XOf(e.EffectiveAt), YOf(e.Mood), Shape(e))).ToList();
        var marks = place.MarksOf(actions, mood);
        var expectations = waiting.Select(w => new CurveExpectation(w.Expectation, w.Journey, place.XOf(w.Expectation.DueAt), YOf(mood.At(w.Expectation.DueAt)))).ToList();
        return new CurveGeometry(from, to)
        {
            Line = place.LineOf(mood, from, now),
            Ahead = to > now ? place.LineOf(mood, now, to) : "",
            NowX = place.XOf(now),
            Points = points,
            Bands = [.. place.BandsOf(view?.HighPoints ?? [], view?.LowPoints ?? lowPoints ?? [], now)],
            Marks = marks,
            Expectations = expectations,
            Ticks = place.TicksOf(now, ends: lowPoints is not null),
            Stops = [.. CurveWords.Stops(points, marks, expectations, now)],
        };
    }

    private double XOf(DateTimeOffset at) => Left + ((Width - Left - Right) * Math.Clamp((at - _from) / (_to - _from), 0, 1));

    private string LineOf(MoodDecay mood, DateTimeOffset from, DateTimeOffset to)
    {
        var path = new System.Text.StringBuilder();
        foreach (var (at, value) in mood.Between(from, to))
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(FormattableString.Invariant($"{XOf(at):0.#} {YOf(value):0.#}"));
        }

        return path.ToString();
    }

    // Of one time stand above each other.
    private List<CurveMark> MarksOf(IReadOnlyList<ActionView> actions, MoodDecay mood)
    {
        var marks = new List<CurveMark>();
        foreach (var action in actions.Where(a => a.At >= _from).OrderBy(a => a.At).ThenBy(a => a.Id, StringComparer.Ordinal))
        {
            var (x, y) = (XOf(action.At), YOf(mood.Before(action.At)));
            var below = marks.Count(m => Math.Abs(m.X - x) < MarkNear);
            marks.Add(new CurveMark(action, x, Math.Max(Top, y - MarkAbove - (below * MarkStep)), y));
        }

        return marks;
    }

    private IEnumerable<CurveBand> BandsOf(IReadOnlyList<HighPointView> highPoints, IReadOnlyList<LowPointView> lowPoints, DateTimeOffset now)
    {
        // Low points last: what is behind is a better time that a worse one came into.
        var line = 0;
        foreach (var point in highPoints.Where(p => !(p.ClosedAt < _from)).OrderBy(p => p.OpenedAt))
        {
            yield return Band(point.OpenedAt, point.ClosedAt, now, false, $"▲ {point.Cause.Text}", line++);
        }

        foreach (var point in lowPoints.Where(p => !(p.ClosedAt < _from)).OrderBy(p => p.OpenedAt))
        {
            var text = $"▼ {point.Cause.Text}{(point.Outcome is { } outcome ? $", {outcome}" : "")}";
            yield return Band(point.OpenedAt, point.ClosedAt, now, true, text, line++);
        }
    }

    private CurveBand Band(DateTimeOffset opened, DateTimeOffset? closed, DateTimeOffset now, bool low, string text, int line)
    {
        var x = XOf(opened);
        return new CurveBand(x, Math.Max(2, XOf(closed ?? now) - x), low, closed is not null, text, line);
    }

    private List<CurveTick> TicksOf(DateTimeOffset now, bool ends)
    {
        const double labelWidth = 34;
        var ticks = new List<CurveTick>();
        var hours = (_to - _from).TotalDays < 2;
        var step = hours ? TimeSpan.FromHours(Math.Max(1, Math.Ceiling((_to - _from).TotalHours / 8))) : TimeSpan.FromDays(Math.Max(1, Math.Ceiling((_to - _from).TotalDays / 8)));
        var local = _from.ToLocalTime();
        var at = hours ? new DateTimeOffset(local.Year, local.Month, local.Day, local.Hour, 0, 0, local.Offset).AddHours(1) : new DateTimeOffset(local.Date.AddDays(1), local.Offset);
        for (; at < _to; at += step)
        {
            var x = XOf(at);
            if (Math.Abs(x - XOf(now)) > labelWidth * 1.5 && x < Width - labelWidth)
            {
                ticks.Add(new CurveTick(x, hours ? at.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) : Words.Day(at)));
            }
        }

        ticks.Add(new CurveTick(XOf(now), ends ? "end" : "now", XOf(now) > Width - Right - labelWidth ? "end" : "middle"));
        return ticks;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string Shape(TimelineEntry entry) => entry.Type == "expectation.missed" || entry.Marks.Any(m => m.Kind == "expectationMissed") ? "miss"
        : entry.Experience switch { > 0 => "pos", < 0 => "neg", _ => "none" };
}
