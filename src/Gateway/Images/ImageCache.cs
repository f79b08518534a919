using CxOrchestrator.Storage.Images;
using Microsoft.Extensions.Caching.Memory;

namespace CxOrchestrator.Gateway.Images;

/// <summary>
/// Images that were asked for lately. A message to many customers has the same few, and they never change. Each is read again after a while, so that a
/// deleted one is gone from every gateway.
/// </summary>
internal sealed class ImageCache(IImageStore store) : IDisposable
{
    /// <summary>Most bytes held.</summary>
    private const long BytesMax = 32L << 20;

    /// <summary>How long a deleted image may still be served by another gateway.</summary>
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _images = new(new MemoryCacheOptions { SizeLimit = BytesMax });

    /// <summary>Null where there is none with this id.</summary>
    public async Task<ImageContent?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        if (_images.TryGetValue(id, out ImageContent? held))
        {
            return held;
        }

        var read = await store.ReadAsync(id, cancellationToken);
        if (read is not null)
        {
            _images.Set(id, read, new MemoryCacheEntryOptions { Size = read.Bytes.Length, AbsoluteExpirationRelativeToNow = ReadAgainAfter });
        }

        return read;
    }

    public void Forget(string id) => _images.Remove(id);

    public void Dispose() => _images.Dispose();
}
