using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Storage.Files;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>
/// Imports the files of a folder, one of each connection at a time, and moves them once their imports have ended. The id of an import is made of the
/// file's name, size and time, so that a crash at any moment imports it once.
/// </summary>
internal sealed partial class FolderImporter(
    IOptions<SourcesOptions> options, Installation installation, IDefinitions definitions, IFileImports imports, FileUploads uploads, TimeProvider clock, ILogger<FolderImporter> logger)
    : RepeatedWork(clock)
{
    public const string Done = "done";
    public const string Failed = "failed";

    /// <summary>Who imports them, in the list of imports.</summary>
    private const string By = "folder";

    /// <summary>Most connections that are looked at in one run.</summary>
    private const int ConnectionsMax = 1_000;

    /// <summary>How long nobody has to have written to a file for it to be complete.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private const int IdLength = 32;

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Folder is not { Length: > 0 } folder || installation.Mode != GatewayMode.Embedded || !Directory.Exists(folder))
        {
            return;
        }

        foreach (var connection in definitions.Current.Set.SourceConnections.Where(c => c.Enabled).Take(ConnectionsMax))
        {
            var own = new DirectoryInfo(Path.Combine(folder, connection.Id));
            if (own.Exists && Next(own) is { } file)
            {
                await TakeAsync(connection.Id, file, cancellationToken);
            }
        }
    }

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    private FileInfo? Next(DirectoryInfo own) => own.EnumerateFiles()
        .Where(f => !f.Name.StartsWith('.') && f.LinkTarget is null && Clock.GetUtcNow() - f.LastWriteTimeUtc >= Quiet).OrderBy(f => f.Name, StringComparer.Ordinal).FirstOrDefault();

    private async Task TakeAsync(string connection, FileInfo file, CancellationToken cancellationToken)
    {
        if (FileFormat.Of(file.Name) is not { } format || file.Length == 0 || file.Length > uploads.BytesMax)
        {
            LogRefused(logger, connection);
            Move(file, Failed);
            return;
        }

        var import = uploads.New(connection, file.Name, format, By) with { Id = IdOf(connection, file) };
        var known = await imports.GetAsync(import.Id, cancellationToken);
        switch (known?.State)
        {
            case ImportState.Done:
                Move(file, Done);
                return;
            case ImportState.Failed or ImportState.Cancelled:
                Move(file, Failed);
                return;
            case ImportState.Waiting or ImportState.Running:
                return;
        }

        // One whose upload a crash interrupted is stored from its beginning.
        if (known is not null || await imports.BeginAsync(import, cancellationToken))
        {
            await using var stream = file.OpenRead();
            await uploads.PartsAsync(import.Id, stream, cancellationToken);
        }
    }

    private static string IdOf(string connection, FileInfo file)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{connection}\n{file.Name}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..IdLength];
    }

    private void Move(FileInfo file, string where)
    {
        var to = Directory.CreateDirectory(Path.Combine(file.DirectoryName!, where)).FullName;
        var path = Path.Combine(to, file.Name);
        file.MoveTo(File.Exists(path) ? Path.Combine(to, $"{Clock.GetUtcNow():yyyyMMdd'T'HHmmssfff}-{file.Name}") : path);
    }

    [LoggerMessage(3623, LogLevel.Warning, "A file in the folder of the source {Connection} was moved to failed: it is empty, too large, or its name has no known ending")]
    private static partial void LogRefused(ILogger logger, string connection);

    [LoggerMessage(3624, LogLevel.Warning, "The folder with files of sources could not be read; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
