using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary>Figures of a period out of counts by day and reasons.</summary>
internal sealed class VoiceFigures
{
    /// <summary>Most reasons that are shown: sources may send any.</summary>
    public const int ReasonsMax = 50;

    private readonly VoicePeriod _period;
    private readonly int _pastDays;
    private readonly VoiceSum _now = new();
    private readonly VoiceSum _before = new();
    private readonly Dictionary<string, ReasonSum> _reasons = new(StringComparer.Ordinal);

    /// <param name="period">What is asked for.</param>
    /// <param name="days">Counts by day, from <see cref="VoicePeriod.CountedFrom"/> on.</param>
    /// <param name="since">The earliest remark.</param>
    public VoiceFigures(VoicePeriod period, ImmutableArray<RemarkCount> days, DateTimeOffset? since)
    {
        _period = period;
        var last = period.To.AddDays(1 - RisingReasons.LastDays);
        _pastDays = since is { } first ? Math.Clamp(last.DayNumber - DateOnly.FromDateTime(first.UtcDateTime).DayNumber, 0, RisingReasons.PastDays) : 0;
        foreach (var count in days)
        {
            Add(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(long.Parse(count.Group, CultureInfo.InvariantCulture))), last, count);
        }
    }

    public VoiceTotals Totals => _now.View;

    public VoiceTotals Previous => _before.View;

    public IReadOnlyList<VoiceReason> Reasons =>
    [
        .. _reasons.Where(r => r.Value.Now.Count > 0)
            .Select(r => View(r.Key, r.Value))
            .OrderByDescending(r => r.Rise is not null).ThenByDescending(r => r.Count).ThenBy(r => r.Reason, StringComparer.Ordinal)
            .Take(ReasonsMax),
    ];

    private void Add(DateOnly day, DateOnly last, RemarkCount count)
    {
        var (isNow, isBefore) = (day >= _period.From && day <= _period.To, day < _period.From && day >= _period.From.AddDays(-_period.Days));
        (isNow ? _now : isBefore ? _before : null)?.Add(count);
        foreach (var reason in count.Reasons)
        {
            var sum = _reasons.TryGetValue(reason, out var had) ? had : _reasons[reason] = new ReasonSum(_period.Days);
            if (isNow)
            {
                sum.Now.Add(count);
                sum.Days[day.DayNumber - _period.From.DayNumber] += count.Count;
            }

            sum.Before += isBefore ? count.Count : 0;
            sum.Last += day >= last && day <= _period.To ? count.Count : 0;
            sum.Past += day < last && day >= last.AddDays(-_pastDays) ? count.Count : 0;
        }
    }

    private VoiceReason View(string reason, ReasonSum sum) => new()
    {
        Reason = reason,
        Count = sum.Now.Count,
        Share = Math.Round((double)sum.Now.Count / _now.Count, 4),
        Negative = sum.Now.View.Negative,
        Sentiment = sum.Now.View.Sentiment,
        Previous = sum.Before,
        Days = sum.Days,
        Rise = RisingReasons.Rises(sum.Last, sum.Past, _pastDays)
            ? new VoiceRise { LastWeek = sum.Last, UsualWeek = Math.Round((double)sum.Past * RisingReasons.LastDays / _pastDays, 1) }
            : null,
    };

    private sealed class ReasonSum(int days)
    {
        public VoiceSum Now { get; } = new();

        public long[] Days { get; } = new long[days];

        public long Before { get; set; }

        public long Last { get; set; }

        public long Past { get; set; }
    }
}
