using CxOrchestrator.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>No log names a customer, whatever Orleans has to say about its grain.</summary>
public sealed partial class MaskedLoggerFactoryTests
{
    private const string Activation = "@0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("Request [S127.0.0.1:8368 cx.customer/default/ann" + Activation + "] is slow", "Request [S127.0.0.1:8368 cx.customer/•••" + Activation + "] is slow")]
    [InlineData("to cx.customer/default/ann@example.org" + Activation + "->[x]", "to cx.customer/•••" + Activation + "->[x]")]
    [InlineData("of [cx.customer/default/Ann Lee (old)] and [cx.customer/default/b]", "of [cx.customer/•••] and [cx.customer/•••]")]
    [InlineData("grain cx.customer/default/ann\nnext line", "grain cx.customer/•••\nnext line")]
    [InlineData("grain cx.board/default", "grain cx.board/default")]
    public void Masked_NamesOfCustomersGrains_LoseTheKey(string text, string masked) => Assert.Equal(masked, MaskedLoggerFactory.Masked(text));

    [Fact]
    public void Log_OfOrleansAndOfOthersWithItsExceptions_HasNoCustomerInMessageStateAndException()
    {
        var lines = new Lines();
        using var provider = new ServiceCollection().AddLogging(l => l.AddProvider(lines)).AddMaskedLog().BuildServiceProvider();
        var loggers = provider.GetRequiredService<ILoggerFactory>();
        var fault = new TimeoutException($"No answer from cx.customer/default/ann{Activation}");

        LogSlow(loggers.CreateLogger("Orleans.Runtime.Catalog"), fault, $"cx.customer/default/ann{Activation}");
        LogJoined(loggers.CreateLogger("Orleans.Runtime.Catalog"), "S127.0.0.1:8368");

        LogSlow(loggers.CreateLogger("CxOrchestrator.Silo.Ingestion.TimerFirer"), fault, "a grain");

        Assert.Equal(3, lines.Written.Count);
        Assert.DoesNotContain("ann", lines.Written[2].Exception, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", lines.Written[0].Text + lines.Written[0].State + lines.Written[0].Exception, StringComparison.Ordinal);
        Assert.StartsWith($"Slow: cx.customer/•••{Activation}", lines.Written[0].Text, StringComparison.Ordinal);
        Assert.Contains("TimeoutException", lines.Written[0].Exception, StringComparison.Ordinal);
        Assert.Equal(("Silo S127.0.0.1:8368 joined", null), (lines.Written[1].Text, lines.Written[1].Exception));
    }

    [LoggerMessage(1, LogLevel.Warning, "Slow: {Grain}")]
    private static partial void LogSlow(ILogger logger, Exception exception, string grain);

    [LoggerMessage(2, LogLevel.Warning, "Silo {Silo} joined")]
    private static partial void LogJoined(ILogger logger, string silo);

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public List<(string Text, string? State, string? Exception)> Written { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add((formatter(state, exception), state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(v => v.Value)) : state?.ToString(), exception?.ToString()));

        public void Dispose()
        {
        }
    }
}
