using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Components;

/// <summary>A touchpoint or another input on the curve.</summary>
internal sealed record CurvePoint(TimelineEntry Entry, double X, double Y, string Shape);

/// <summary>A time in which a low or high point was open.</summary>
internal sealed record CurveBand(double X, double Width, bool Low, string Text);

/// <summary>An action on the line at its time.</summary>
internal sealed record CurveMark(ActionView Action, double X, double Y, string Sign);

/// <summary>A day on the time axis.</summary>
internal sealed record CurveTick(double X, string Text);

/// <summary>
/// Where everything stands in the picture of a customer's mood. Between inputs the line follows the decay: mood halves its way to nothing
/// with the half-life of seven days, which is sampled, not drawn straight.
/// </summary>
internal sealed class CurveGeometry
{
    public const double Width = 960;
    public const double Height = 260;
    private const double Left = 36;
    private const double Right = 16;
    private const double Top = 14;
    private const double Bottom = 26;
    private const int SamplesPerGap = 12;
    private static readonly TimeSpan HalfLife = TimeSpan.FromDays(7);
    private static readonly TimeSpan SpanMin = TimeSpan.FromHours(6);

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    private CurveGeometry(DateTimeOffset from, DateTimeOffset to) => (_from, _to) = (from, to);

    /// <summary>Nothing to draw yet.</summary>
    public static CurveGeometry Empty { get; } = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + SpanMin);

    public string Line { get; private init; } = "";

    public IReadOnlyList<CurvePoint> Points { get; private init; } = [];

    public IReadOnlyList<CurveBand> Bands { get; private init; } = [];

    public IReadOnlyList<CurveMark> Marks { get; private init; } = [];

    public IReadOnlyList<CurveTick> Ticks { get; private init; } = [];

    public static double ZeroY => YOf(0);

    public static double YOf(double mood) => Top + ((Height - Top - Bottom) * (1 - Math.Clamp(mood, -1, 1)) / 2);

    public static CurveGeometry Of(IReadOnlyList<TimelineEntry> entries, CustomerView? view, IReadOnlyList<ActionView> actions, DateTimeOffset now)
    {
        var ordered = entries.Where(e => e.Kind is "touchpoint" or "timer").OrderBy(e => e.Sequence).ToList();
        var to = ordered.Count > 0 && ordered[^1].EffectiveAt > now ? ordered[^1].EffectiveAt : now;
        var from = ordered.Count > 0 ? ordered[0].EffectiveAt : to - SpanMin;
        from = to - from < SpanMin ? to - SpanMin : from;
        var place = new CurveGeometry(from, to);
        return new CurveGeometry(from, to)
        {
            Line = place.LineOf(ordered, to),
            Points = [.. ordered.Select(e => new CurvePoint(e, place.XOf(e.EffectiveAt), YOf(e.Mood), Shape(e)))],
            Bands = view is null ? [] : [.. place.BandsOf(view)],
            Marks = [.. actions.Where(a => a.At >= from).OrderBy(a => a.At).Select(a => new CurveMark(a, place.XOf(a.At), YOf(MoodAt(ordered, a.At)), Sign(a.Kind)))],
            Ticks = place.TicksOf(),
        };
    }

    /// <summary>Mood at a time, decayed from the last input before it.</summary>
    internal static double MoodAt(IReadOnlyList<TimelineEntry> ordered, DateTimeOffset at)
    {
        var last = ordered.LastOrDefault(e => e.EffectiveAt <= at);
        return last is null ? 0 : last.Mood * Math.Pow(2, -((at - last.EffectiveAt) / HalfLife));
    }

    private double XOf(DateTimeOffset at) => Left + ((Width - Left - Right) * Math.Clamp((at - _from) / (_to - _from), 0, 1));

    private string LineOf(List<TimelineEntry> ordered, DateTimeOffset to)
    {
        var path = new System.Text.StringBuilder();
        for (var i = 0; i < ordered.Count; i++)
        {
            var entry = ordered[i];
            Append(path, XOf(entry.EffectiveAt), YOf(entry.Mood), path.Length == 0 ? 'M' : 'L');
            var until = i + 1 < ordered.Count ? ordered[i + 1].EffectiveAt : to;
            for (var s = 1; s <= SamplesPerGap && until > entry.EffectiveAt; s++)
            {
                var at = entry.EffectiveAt + ((until - entry.EffectiveAt) * s / SamplesPerGap);
                Append(path, XOf(at), YOf(entry.Mood * Math.Pow(2, -((at - entry.EffectiveAt) / HalfLife))), 'L');
            }
        }

        return path.ToString();
    }

    private IEnumerable<CurveBand> BandsOf(CustomerView view) =>
        view.LowPoints.Select(p => Band(p.OpenedAt, p.ClosedAt, true, $"Low point: {p.Cause.Text}"))
            .Concat(view.HighPoints.Select(p => Band(p.OpenedAt, p.ClosedAt, false, $"High point: {p.Cause.Text}")))
            .OfType<CurveBand>();

    private CurveBand? Band(DateTimeOffset opened, DateTimeOffset? closed, bool low, string text)
    {
        if (closed < _from)
        {
            return null;
        }

        var x = XOf(opened);
        return new CurveBand(x, Math.Max(2, XOf(closed ?? _to) - x), low, text);
    }

    private List<CurveTick> TicksOf()
    {
        var ticks = new List<CurveTick>();
        var days = Math.Max(1, (int)Math.Ceiling((_to - _from).TotalDays / 8));
        var day = new DateTimeOffset(_from.ToLocalTime().Date.AddDays(1), _from.ToLocalTime().Offset);
        for (; day < _to; day = day.AddDays(days))
        {
            ticks.Add(new CurveTick(XOf(day), Words.Day(day)));
        }

        return ticks;
    }

    private static string Shape(TimelineEntry entry) => entry.Kind == "timer" || entry.Marks.Any(m => m.Kind == "expectationMissed") ? "miss"
        : entry.Experience switch { > 0 => "pos", < 0 => "neg", _ => "none" };

    internal static string Sign(string kind) => kind switch { "message" => "✉", "offer" => "◆", "callback" => "☎", _ => "⇢" };

    private static void Append(System.Text.StringBuilder path, double x, double y, char verb) =>
        path.Append(verb).Append(FormattableString.Invariant($"{x:0.#} {y:0.#}"));
}
