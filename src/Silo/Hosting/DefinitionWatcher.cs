using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// Brings documents into force before anything is read: the store's; in a new store the folder's, or the pack's where no folder is given. Then
/// watches the folder. A folder that cannot be read, or holds errors, leaves the last good set published; in a new store there is none, and
/// nothing is decided until the folder is corrected.
/// </summary>
internal sealed partial class DefinitionWatcher(
    DefinitionHost definitions, IOptions<DefinitionOptions> options, TimeProvider clock, ILogger<DefinitionWatcher> logger) : BackgroundService
{
    /// <summary>Most passed over files that one entry of the log names.</summary>
    private const int PassedOverNamed = 10;

    private string? _seen;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var loaded = await definitions.LoadAsync(cancellationToken);
        if (options.Value.Folder is not null)
        {
            await ImportChangedAsync(cancellationToken);
        }
        else if (!loaded)
        {
            var packs = SamplePacks.Named(options.Value.Pack);
            await definitions.ImportAsync([.. packs.SelectMany(p => SamplePacks.Read(p))], DocumentOrigins.Pack(packs[0]), cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.Folder is not null && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                stoppingToken.ThrowIfCancellationRequested();
                await ImportChangedAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A store that is down comes back; the host must not end over it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogNotStored(logger, exception, options.Value.Folder);
            }
        }
    }

    private async Task ImportChangedAsync(CancellationToken cancellationToken)
    {
        var folder = options.Value.Folder!;
        try
        {
            var found = DefinitionFolder.Open(folder);
            var fingerprint = found.Fingerprint;
            if (fingerprint == _seen)
            {
                return;
            }

            if (!found.PassedOver.IsEmpty)
            {
                LogPassedOver(logger, found.PassedOver.Length, folder, string.Join("; ", found.PassedOver.Take(PassedOverNamed).Select(p => $"{p.Name}: {p.Reason}")));
            }

            await definitions.ImportAsync(found.Read(), DocumentOrigins.Folder(folder), cancellationToken);
            _seen = fingerprint;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, exception, folder);
            definitions.RefuseImport(DocumentOrigins.Folder(folder), new DocumentError(folder, 1, 1, exception.Message));
        }
    }

    [LoggerMessage(2123, LogLevel.Error, "The definitions folder {Folder} cannot be read; the last good set stays published")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string folder);

    [LoggerMessage(2127, LogLevel.Information, "{Count} files of {Folder} are not read: {Files}")]
    private static partial void LogPassedOver(ILogger logger, int count, string folder, string files);

    [LoggerMessage(2124, LogLevel.Error, "The definitions of {Folder} could not be published; trying again")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string folder);
}
