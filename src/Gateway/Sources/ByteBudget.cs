namespace CxOrchestrator.Gateway.Sources;

/// <summary>Bytes that all requests together may hold. Nobody waits for it: who gets none is told to come again.</summary>
internal sealed class ByteBudget(long bytesMax)
{
    private long _held;

    public long Held => Volatile.Read(ref _held);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= bytesMax)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}
