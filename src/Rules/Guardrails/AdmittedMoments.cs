using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>
/// The moments at which messages and offers were admitted for a customer, oldest first, each in 64 bits: 42 for the millisecond, one for the
/// category, 21 for the channel's hash. Two channels of one hash are counted together, so that a cap may hold too much and never too little.
/// </summary>
internal static class AdmittedMoments
{
    private const int ChannelBits = 21;
    private const ulong ChannelMask = (1UL << ChannelBits) - 1;
    private const int TimeShift = ChannelBits + 1;
    private const ulong Promotion = 1UL << ChannelBits;

    public static DateTimeOffset At(ulong moment) => DateTimeOffset.FromUnixTimeMilliseconds((long)(moment >> TimeShift));

    public static ulong Of(DateTimeOffset at, string channel, PolicyCategory category)
    {
        // Rounded up: a moment is never counted as older than it is.
        var milliseconds = (ulong)Math.Max(0, (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        return (milliseconds << TimeShift) | (category == PolicyCategory.Promotion ? Promotion : 0) | Channel(channel);
    }

    public static bool Concerns(ulong moment, FrequencyCap cap) =>
        (cap.Channel is not { } channel || (moment & ChannelMask) == Channel(channel))
        && (cap.Category is not { } category || category == ((moment & Promotion) != 0 ? PolicyCategory.Promotion : PolicyCategory.Service));

    /// <summary>Adds one; what no window reaches any more goes. Never more than <see cref="FrequencyCap.Most"/>: beyond them the oldest goes, and where there are caps admission holds.</summary>
    public static ImmutableArray<ulong> Add(ImmutableArray<ulong> moments, ulong moment)
    {
        var oldest = At(moment) - FrequencyCap.Ceiling.Length;
        var first = 0;
        while (first < moments.Length && (At(moments[first]) <= oldest || moments.Length - first >= FrequencyCap.Most))
        {
            first++;
        }

        return [.. moments.AsSpan()[first..], moment];
    }

    /// <summary>The moments of two lists, oldest first; one that both hold is there once. Beyond <see cref="FrequencyCap.Most"/> the oldest go.</summary>
    public static ImmutableArray<ulong> Union(ImmutableArray<ulong> a, ImmutableArray<ulong> b)
    {
        var left = new Dictionary<ulong, int>();
        foreach (var moment in a)
        {
            left[moment] = left.GetValueOrDefault(moment) + 1;
        }

        var union = a.ToList();
        foreach (var moment in b)
        {
            if (left.TryGetValue(moment, out var there) && there > 0)
            {
                left[moment] = there - 1;
            }
            else
            {
                union.Add(moment);
            }
        }

        union.Sort();
        return [.. union.Skip(union.Count - FrequencyCap.Most)];
    }

    /// <summary>The later of a moment and the latest admitted: clocks of two machines differ, and a window must not begin before what it holds.</summary>
    public static DateTimeOffset NotBefore(ImmutableArray<ulong> moments, DateTimeOffset at) =>
        moments.Length > 0 && At(moments[^1]) is var last && last > at ? last : at;

    private static ulong Channel(string channel) => StableHash.Hash("channel", channel) & ChannelMask;
}
