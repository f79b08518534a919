using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>What admitting an action takes of a limit that customers share. The store adds <see cref="Amount"/> to what is used where that stays within <see cref="Max"/>, in the transaction that stores the answer.</summary>
/// <param name="Limit">Its name with the day or the hour: another day is another limit.</param>
/// <param name="Amount">Cents, actions or callbacks.</param>
/// <param name="Max">Most that may be used.</param>
/// <param name="EndsAt">When the next day or hour begins; null for one that frees itself as cases are completed or codes are added.</param>
public readonly record struct LimitUse(string Limit, long Amount, long Max, DateTimeOffset? EndsAt);

/// <summary>Budgets of policies, and what queues take: limits over all customers and silos.</summary>
public static class SharedLimits
{
    /// <summary>Begins the name of the limit on cases open in a queue.</summary>
    public const string OpenPrefix = "open:";

    /// <summary>Begins the name of the limit on codes of a pool. What is used of it is counted below zero: a pool of three has -3 used, and 0 may be.</summary>
    public const string CodesPrefix = "codes:";

    /// <summary>Begins the name of the limit that a policy's breaker sets.</summary>
    internal const string BreakerPrefix = "fired:";

    /// <summary>What admitting the action at that moment would take.</summary>
    /// <param name="action">Decided.</param>
    /// <param name="definitions">The published definitions.</param>
    /// <param name="at">When it is asked for.</param>
    /// <param name="used">What is used of the limits that <see cref="Names"/> gives; without it a breaker lets everything pass.</param>
    public static ImmutableArray<LimitUse> Of(DecidedAction action, CompiledDefinitions definitions, DateTimeOffset at, IReadOnlyDictionary<string, long>? used = null) =>
        Of(GuardedAction.Of(action, definitions.Policy(action.Policy)), definitions.Set.Guardrails, at, used);

    /// <summary>Names of the limits that an action asks for, and of those that a breaker's forecast is made of.</summary>
    public static IEnumerable<string> Names(DecidedAction action, CompiledDefinitions definitions, DateTimeOffset at)
    {
        foreach (var use in Of(action, definitions, at))
        {
            yield return use.Limit;
        }

        for (var day = 1; day <= BreakerSettings.Days && definitions.Set.Guardrails.Breaker is not null; day++)
        {
            yield return FiredIn(HourOf(at).AddDays(-day), action.Policy);
        }
    }

    internal static ImmutableArray<LimitUse> Of(GuardedAction action, GuardrailSettings settings, DateTimeOffset at, IReadOnlyDictionary<string, long>? used = null)
    {
        if (action.Budget is null && action.Queue is null && action.Codes is null && settings.Breaker is null)
        {
            return [];
        }

        var uses = ImmutableArray.CreateBuilder<LimitUse>(1);
        if (settings.Breaker is { } breaker)
        {
            var hour = HourOf(at);
            var sum = used is null ? 0 : Enumerable.Range(1, BreakerSettings.Days).Sum(d => used.GetValueOrDefault(FiredIn(hour.AddDays(-d), action.Policy)));
            uses.Add(new(FiredIn(hour, action.Policy), 1, used is null ? long.MaxValue : breaker.Most(sum), hour.AddHours(1)));
        }

        if (action.Budget is { } budget)
        {
            var (day, ends) = DayOf(at, budget.Zone);
            if (budget.CentsPerDay is { } cents && action.Cents is { } amount)
            {
                uses.Add(new($"budget:{day}:{action.Policy}", amount, cents, ends));
            }

            if (budget.ActionsPerDay is { } actions)
            {
                uses.Add(new($"actions:{day}:{action.Policy}", 1, actions, ends));
            }
        }

        if (action.Queue is { } name && settings.Queue(name) is { } queue)
        {
            if (queue.PerHour is { } perHour)
            {
                var hour = HourOf(at);
                uses.Add(new($"hour:{Text(hour)}:{name}", 1, perHour, hour.AddHours(1)));
            }

            if (queue.PerDay is { } perDay)
            {
                var (day, ends) = DayOf(at, TimeZoneInfo.Utc);
                uses.Add(new($"day:{day}:{name}", 1, perDay, ends));
            }

            if (queue.OpenMax is { } open)
            {
                uses.Add(new(OpenPrefix + name, 1, open, null));
            }
        }

        if (action.Codes is { } pool)
        {
            uses.Add(new(CodesPrefix + pool, 1, 0, null));
        }

        return uses.DrainToImmutable();
    }

    /// <summary>What is used of it is counted where it is kept, among cases or codes, and not in a row of its own.</summary>
    public static bool IsCounted(string limit) => limit.StartsWith(OpenPrefix, StringComparison.Ordinal) || limit.StartsWith(CodesPrefix, StringComparison.Ordinal);

    /// <summary>A policy's breaker sets it.</summary>
    public static bool IsBreaker(LimitUse use) => use.Limit.StartsWith(BreakerPrefix, StringComparison.Ordinal);

    /// <summary>A limit's name taken apart.</summary>
    /// <returns>Kind (budget, actions, hour, day), the day or hour, and whose it is: a policy or a queue.</returns>
    public static (string Kind, string Period, string Of) NameOf(string limit) =>
        limit.Split(':', 3) is [var kind, var period, var of] ? (kind, period, of) : throw new ArgumentException("A limit of a day or an hour has three parts.", nameof(limit));

    private static string FiredIn(DateTimeOffset hour, string policy) => $"{BreakerPrefix}{Text(hour)}:{policy}";

    private static DateTimeOffset HourOf(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    private static string Text(DateTimeOffset hour) => hour.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture);

    private static (string Day, DateTimeOffset Ends) DayOf(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return (local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), LocalTimes.First(local.Date.AddDays(1), zone));
    }
}
