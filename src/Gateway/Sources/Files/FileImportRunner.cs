using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>Runs imports one after the other, and by one gateway at a time. One whose gateway died goes on at another once its lease is over.</summary>
internal sealed partial class FileImportRunner(
    IFileImports imports, IDefinitions definitions, ITouchpointCustomers customers, ITouchpointLog log, SourceRecorder recorder, Metrics metrics, TimeProvider clock, ILogger<FileImportRunner> logger)
    : RepeatedWork(clock)
{
    /// <summary>Parts of files that are removed in one transaction: others write meanwhile.</summary>
    private const int SweepMax = 16;

    private readonly string _runner = $"{Environment.MachineName}/{Environment.ProcessId}/{clock.GetUtcNow().ToUnixTimeMilliseconds()}";

    // A lease is the process's: two runs of it would share one.
    private readonly SemaphoreSlim _one = new(1);

    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            await RunAllAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private async Task RunAllAsync(CancellationToken cancellationToken)
    {
        while (await imports.SweepAsync(SweepMax, cancellationToken) == SweepMax)
        {
            // Until nothing is left of files whose imports have ended.
        }

        while (await imports.LeaseAsync(_runner, FileImportRun.Lease, cancellationToken) is { } import)
        {
            if (!await RunAsync(import, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>False where it has to be tried again later.</summary>
    private async Task<bool> RunAsync(FileImport import, CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        if (current.Set.Version == 0)
        {
            // The documents are not read yet.
            return false;
        }

        var connection = current.Set.SourceConnections.FirstOrDefault(c => c.Id == import.Connection);
        if (connection is not { Enabled: true } || BuiltInSources.Find(current, connection.Source) is not { } source)
        {
            await imports.EndAsync(
                import.Id, _runner, connection is { Enabled: false } ? "The connection is disabled. Enable it and import the file again." : "The connection or its source document is not published any more.", cancellationToken);
            return true;
        }

        var run = new FileImportRun(import, _runner, new RowMapper(source, connection.Settings, connection.Id, import.ReceivedAt), imports, customers, log, Clock)
        {
            OnAppended = batch =>
            {
                metrics.Accepted.Add(batch.Touchpoints);
                recorder.Imported(import.Connection, batch.Touchpoints, batch.Dropped, batch.Rejected);
            },
        };
        try
        {
            if (await run.RunAsync(cancellationToken))
            {
                await imports.EndAsync(import.Id, _runner, null, cancellationToken);
            }
        }
        catch (FileUnreadableException unreadable)
        {
            LogUnreadable(logger, unreadable, import.Id);
            await imports.EndAsync(import.Id, _runner, unreadable.Message, cancellationToken);
        }

        return true;
    }

    [LoggerMessage(3621, LogLevel.Warning, "The import {Import} failed: its file cannot be read")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string import);

    [LoggerMessage(3622, LogLevel.Warning, "An import of a file was interrupted; it goes on where it was")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
