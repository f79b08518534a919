using System.Security.Cryptography;
using CxOrchestrator.Storage.Files;

namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>A file that is stored in parts, as one that can be read from any place: a copy of it for as long as it is read, which only its owner can open.</summary>
internal static class StoredFile
{
    private const int BufferBytes = 1 << 16;
    private const int NameLength = 16;

    public static async Task<FileStream> CopyAsync(IFileImports imports, string id, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"cx-import-{RandomNumberGenerator.GetHexString(NameLength, lowercase: true)}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = BufferBytes,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var copy = new FileStream(path, options);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // Without a name it is gone with its process, even where that is killed.
                File.Delete(path);
            }

            for (var place = 0; await imports.PartAsync(id, place, cancellationToken) is { } part; place++)
            {
                await copy.WriteAsync(part, cancellationToken);
            }

            await copy.FlushAsync(cancellationToken);
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }
}
