namespace CxOrchestrator.Gateway.Http;

/// <summary>
/// Bytes that all requests together may hold, and of them those that one sender may. Nobody waits for it: a sender that gets none is asked to come again.
/// </summary>
internal sealed class ByteBudget(long bytesMax, long shareMax)
{
    private readonly Lock _gate = new();

    // Only senders that hold something: as many as requests under way.
    private readonly Dictionary<string, long> _shares = new(StringComparer.Ordinal);
    private long _held;

    public long Held => Volatile.Read(ref _held);

    public bool TryTake(string sender, long bytes)
    {
        lock (_gate)
        {
            var share = _shares.GetValueOrDefault(sender) + bytes;
            if (_held + bytes > bytesMax || share > shareMax)
            {
                return false;
            }

            _shares[sender] = share;
            _held += bytes;
            return true;
        }
    }

    public void Return(string sender, long bytes)
    {
        lock (_gate)
        {
            _held -= bytes;
            if (_shares.GetValueOrDefault(sender) - bytes is > 0 and var left)
            {
                _shares[sender] = left;
            }
            else
            {
                _shares.Remove(sender);
            }
        }
    }
}
