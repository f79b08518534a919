using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Hosting;

/// <summary>
/// A log in which something that fails again and again has one line, and not one for each attempt: what <see cref="Repeated"/> names is written
/// when it begins, and again only after it did not come for <see cref="QuietFor"/>. Everything else is written as it comes.
/// </summary>
internal sealed class SteadyLogger<T>(ILoggerFactory loggers, SteadyLog steady) : ILogger<T>
{
    private readonly ILogger _logger = loggers.CreateLogger(TypeNameOf(typeof(T)));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => _logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => _logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (steady.Passes(typeof(T), eventId.Id))
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    // As the framework names categories: filters of the settings go by it.
    private static string TypeNameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition().FullName![..type.GetGenericTypeDefinition().FullName!.IndexOf('`', StringComparison.Ordinal)] : type.FullName!).Replace('+', '.');
}

/// <summary>What was said, and when; one for all loggers of a process.</summary>
internal sealed class SteadyLog(TimeProvider clock)
{
    /// <summary>Longer than the longest pause between two attempts.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromMinutes(2);

    /// <summary>Events that come with each attempt while a store, a broker or another process is away. Requests and single actions are none of them.</summary>
    private static readonly FrozenSet<int> Repeated = FrozenSet.Create(
        2001, 2002, 2021, 2022, 2030, 2031, 2033, 2041, 2062, 2081, 2082, 2083, 2084, 2101, 2102, 2103, 2111, 2112, 2124, 2131, 2133, 2137, 2139, 2201,
        2301, 2302, 2311, 2313, 2321, 2341, 2401, 3001, 3002, 3101, 3102, 3103, 3114, 3121, 3122, 3123, 3152, 3302, 3410, 3411);

    private const string Product = "CxOrchestrator.";

    private readonly ConcurrentDictionary<(Type Category, int Event), long> _last = new();

    public bool Passes(Type category, int eventId)
    {
        if (!Repeated.Contains(eventId) || category.FullName?.StartsWith(Product, StringComparison.Ordinal) != true)
        {
            return true;
        }

        var now = clock.GetTimestamp();
        var passes = true;
        _last.AddOrUpdate((category, eventId), now, (_, last) =>
        {
            passes = clock.GetElapsedTime(last, now) >= QuietFor;
            return now;
        });
        return passes;
    }
}

public static class SteadyLogExtensions
{
    public static IServiceCollection AddSteadyLog(this IServiceCollection services)
    {
        services.AddSingleton<SteadyLog>();
        return services.AddSingleton(typeof(ILogger<>), typeof(SteadyLogger<>));
    }
}
