using System.Net.Sockets;
using CxOrchestrator.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>What keeps a program from starting, in one line that says what to do.</summary>
public static class StartFailure
{
    /// <summary>Of a program that did not start.</summary>
    public const int ExitCode = 1;

    // Each would write the exception with its stack before the program can say the same in a line.
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting.Diagnostics", "Orleans"];

    // What has started of a program that does not start ends within this; an orderly stop takes a second or two.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    private static volatile bool _started;

    /// <summary>Runs a program; where it fails before it has started, writes the line and gives <see cref="ExitCode"/>.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
#pragma warning disable CA1031 // Whatever it is, nobody who starts a program can read a stack.
        catch (Exception exception) when (!_started)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync($"CxOrchestrator cannot start. {Words(exception)}");
            return ExitCode;
        }
    }

    /// <summary>
    /// Starts the host and waits until it has stopped. Where it does not start, the parts that already run are stopped before it is disposed: they
    /// would go on with a store that is closed, and report that.
    /// </summary>
    public static async Task RunGuardedAsync(this IHost host)
    {
        try
        {
            await StartAsync(host);
            await host.WaitForShutdownAsync();
        }
        finally
        {
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    private static async Task StartAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch
        {
            using var late = new CancellationTokenSource(StopWithin);
            await host.StopAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>Has the host's own report of a failed start say nothing.</summary>
    public static ILoggingBuilder QuietStart(this ILoggingBuilder logging, IConfiguration configuration)
    {
        foreach (var category in Categories)
        {
            // A rule for a category replaces the settings' rule for it: what they say is asked here.
            var least = LeastOf(configuration.GetSection("Logging:LogLevel"), category);
            logging.AddFilter(category, level => level >= least && (level < LogLevel.Error || _started));
        }

        return logging;
    }

    private static LogLevel LeastOf(IConfigurationSection levels, string category)
    {
        for (var name = category; name.Length > 0; name = name.LastIndexOf('.') is > 0 and var dot ? name[..dot] : "")
        {
            if (Enum.TryParse<LogLevel>(levels[name], ignoreCase: true, out var level))
            {
                return level;
            }
        }

        return Enum.TryParse<LogLevel>(levels["Default"], ignoreCase: true, out var least) ? least : LogLevel.Information;
    }

    /// <summary>From the moment that it runs on, what fails is for its log.</summary>
    public static void Started(IHostApplicationLifetime lifetime) => lifetime.ApplicationStarted.Register(() => _started = true);

    /// <summary>One line, with the cure where it is known.</summary>
    public static string Words(Exception exception) => OneLine(exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Words(only),
        AggregateException many => string.Join(" ", many.InnerExceptions.Select(Words).Distinct(StringComparer.Ordinal)),
        OptionsValidationException options => SettingWords.Of(options),
        StoreRefusedException or InvalidDataException => exception.Message,
        SqliteException { SqliteErrorCode: var code } => SqliteFaults.Words(code) ?? exception.Message,
        NpgsqlException postgres => PostgresWords.Of(postgres),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "A port of this process is in use. Stop what listens there, or give others: --urls, Cluster:SiloPort, Cluster:GatewayPort.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "An address to listen on is none of this machine. Correct --urls, Cluster:Address or Cluster:ListenAddress.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{exception.Message} Stop what listens there, or give another address with --urls.",
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => $"{exception.Message} {SettingWords.Cure}",
        _ when exception.InnerException is { } inner && IsWrapper(exception) => Words(inner),
        _ => $"{exception.Message} ({exception.GetType().Name})",
    });

    private static bool IsWrapper(Exception exception) =>
        exception is System.Reflection.TargetInvocationException or TypeInitializationException || exception.GetType().Name is "OrleansLifecycleCanceledException" or "SiloStartException";

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
