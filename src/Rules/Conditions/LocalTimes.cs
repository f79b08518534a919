using System.Collections.Concurrent;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>Times where a customer lives.</summary>
public static class LocalTimes
{
    /// <summary>Most zone names that are kept; names come from outside.</summary>
    private const int ZonesMax = 1_000;

    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Zones = new(StringComparer.Ordinal);

    /// <summary>The time in the zone; in UTC where its name is missing or unknown.</summary>
    /// <param name="zone">IANA name.</param>
    /// <param name="at">Any offset.</param>
    public static DateTimeOffset At(string? zone, DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone(zone) ?? TimeZoneInfo.Utc);

    /// <summary>Null where its name is missing or unknown.</summary>
    public static TimeZoneInfo? Zone(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (Zones.TryGetValue(name, out var zone))
        {
            return zone;
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone))
        {
            return null;
        }

        return Zones.Count < ZonesMax ? Zones.GetOrAdd(name, zone) : zone;
    }
}
