using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Images;

/// <summary>Images that marketers uploaded for messages. Every change stores its audit entry in the same transaction.</summary>
public interface IImageStore
{
    /// <summary>Most images; a further one is refused.</summary>
    const int ImagesMax = 500;

    /// <summary>Most bytes of all images.</summary>
    const long TotalBytesMax = 200L << 20;

    /// <summary>Most bytes of an image. Mail programs load each anew on slow connections: what is larger belongs on a page.</summary>
    const int BytesMax = 1 << 20;

    /// <summary>Stores an image; the bounds are checked in the same transaction, so no two callers exceed them together.</summary>
    Task<ImageAdd> AddAsync(StoredImage image, ReadOnlyMemory<byte> bytes, AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first, without their bytes.</summary>
    /// <param name="cursor">From the page before; null: the first.</param>
    /// <param name="limit">Most images.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    Task<(ImmutableArray<StoredImage> Items, string? Next)> ListAsync(string? cursor, int limit, CancellationToken cancellationToken);

    Task<ImageFigures> FiguresAsync(CancellationToken cancellationToken);

    /// <summary>Null where there is none with this id.</summary>
    Task<StoredImage?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Null where there is none with this id.</summary>
    Task<ImageContent?> ReadAsync(string id, CancellationToken cancellationToken);

    /// <summary>False where there is none with this id.</summary>
    Task<bool> RemoveAsync(string id, AuditEntry entry, CancellationToken cancellationToken);
}
