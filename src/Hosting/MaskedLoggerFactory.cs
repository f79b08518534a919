using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Hosting;

/// <summary>
/// Keeps customers' ids out of the log. Orleans names grains by their keys in its messages and in its exceptions, which others log as well, and the
/// key of a customer's grain is the customer's id. An erasure does not reach logs.
/// </summary>
internal sealed partial class MaskedLoggerFactory(LoggerFactory loggers) : ILoggerFactory
{
    private const string GrainType = "cx.customer/";
    private const string Mask = $"{GrainType}•••";

    public ILogger CreateLogger(string categoryName) => new MaskedLogger(loggers.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();

    /// <summary>The text without the keys of customers' grains.</summary>
    internal static string Masked(string text) => text.Contains(GrainType, StringComparison.Ordinal) ? Grain().Replace(text, Mask) : text;

    // Up to the activation's id, or to what ends a grain's name in a message. A customer's id may contain nearly anything.
    [GeneratedRegex(@"cx\.customer/.*?(?=@[0-9a-f]{32}|\]|[,;'""]|->|$)", RegexOptions.Multiline)]
    private static partial Regex Grain();

    private sealed class MaskedLogger(ILogger logger) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!logger.IsEnabled(logLevel))
            {
                return;
            }

            var text = formatter(state, exception);
            var masked = Masked(text);
            var hidden = exception?.ToString() is { } words && words.Contains(GrainType, StringComparison.Ordinal) ? new MaskedException(Masked(words)) : exception;
            if (ReferenceEquals(text, masked) && ReferenceEquals(exception, hidden))
            {
                logger.Log(logLevel, eventId, state, exception, formatter);
            }
            else
            {
                // Without the state, whose values have the names too.
                logger.Log(logLevel, eventId, masked, hidden, static (message, _) => message);
            }
        }
    }

    /// <summary>Reads as the exception that it replaces.</summary>
    private sealed class MaskedException(string text) : Exception(text)
    {
        public override string ToString() => Message;
    }
}

public static class MaskedLogExtensions
{
    /// <summary>Replaces the factory of all loggers.</summary>
    public static IServiceCollection AddMaskedLog(this IServiceCollection services)
    {
        services.AddSingleton<LoggerFactory>();
        return services.AddSingleton<ILoggerFactory, MaskedLoggerFactory>();
    }
}
