using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Storage.Files;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>Stores files in parts; an import begins once all are there.</summary>
internal sealed class FileUploads(IFileImports imports, JourneyClock clock, IOptions<SourcesOptions> options)
{
    private int _underWay;

    public long BytesMax => options.Value.FileBytesMax;

    /// <summary>Takes one of the uploads that may be under way; false where there are as many already. Give it back with <see cref="End"/>.</summary>
    public bool TryBegin()
    {
        if (Interlocked.Increment(ref _underWay) <= options.Value.UploadsMax)
        {
            return true;
        }

        End();
        return false;
    }

    public void End() => Interlocked.Decrement(ref _underWay);

    public FileImport New(string connection, string name, FileFormat format, string by) => new()
    {
        Id = Guid.CreateVersion7(clock.SystemNow).ToString("N"),
        Connection = connection,
        Name = name,
        Format = format.Name,
        CreatedAt = clock.SystemNow,
        CreatedBy = by,
        ReceivedAt = clock.Now,
    };

    /// <summary>Stores what arrives for an import that was begun. Where it cannot be stored whole, the import is cancelled.</summary>
    public async Task<UploadOutcome> StoreAsync(FileImport import, Stream body, CancellationToken cancellationToken)
    {
        var outcome = UploadOutcome.Cancelled;
        try
        {
            outcome = await PartsAsync(import.Id, body, cancellationToken);
            return outcome;
        }
        finally
        {
            if (outcome != UploadOutcome.Stored)
            {
                await imports.CancelAsync(import.Id, CancellationToken.None);
            }
        }
    }

    /// <summary>The same without cancelling it: where it is interrupted, all parts are stored again.</summary>
    public async Task<UploadOutcome> PartsAsync(string id, Stream body, CancellationToken cancellationToken)
    {
        var part = new byte[IFileImports.PartBytes];
        var (length, place) = (0L, 0);
        for (int read; (read = await body.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, cancellationToken)) > 0; place++)
        {
            length += read;
            if (length > BytesMax)
            {
                return UploadOutcome.TooLarge;
            }

            await imports.AddPartAsync(id, place, part.AsMemory(0, read), cancellationToken);
        }

        return length == 0 ? UploadOutcome.Empty : await imports.ReadyAsync(id, length, cancellationToken) ? UploadOutcome.Stored : UploadOutcome.Cancelled;
    }
}
