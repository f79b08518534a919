namespace CxOrchestrator.Gateway.Http;

/// <summary>What came of reading a body.</summary>
internal enum BodyReading
{
    Read,

    /// <summary>More than one request may have.</summary>
    TooLarge,

    /// <summary>More than all requests together may hold now.</summary>
    NoRoom,

    /// <summary>It did not arrive in time.</summary>
    TooSlow,
}

/// <summary>A request's body in memory, within the budget. Room is taken as bytes arrive, so that announcing many and sending few holds nothing.</summary>
internal sealed class RequestBody(ByteBudget budget, string sender, int bytesMax, int bytesPerSecondMin) : IDisposable
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>How long a body may take before its pace is looked at.</summary>
    private static readonly TimeSpan PaceAfter = TimeSpan.FromSeconds(2);

    private byte[] _bytes = [];
    private int _length;

    public int BytesMax => bytesMax;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public async Task<BodyReading> ReadAsync(HttpRequest request, TimeSpan within, TimeProvider clock)
    {
        if (request.ContentLength > bytesMax)
        {
            return BodyReading.TooLarge;
        }

        using var timeout = new CancellationTokenSource(within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, request.HttpContext.RequestAborted);
        try
        {
            return await ReadAsync(request.Body, request.ContentLength, clock, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return BodyReading.TooSlow;
        }
    }

    public void Dispose()
    {
        budget.Return(sender, _bytes.Length);
        _bytes = [];
        _length = 0;
    }

    private async Task<BodyReading> ReadAsync(Stream stream, long? announced, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        if (!Grow((int)Math.Min(announced ?? FirstBytes, FirstBytes)))
        {
            return BodyReading.NoRoom;
        }

        while (true)
        {
            if (_length == _bytes.Length)
            {
                if (_length == announced)
                {
                    return BodyReading.Read;
                }

                // One byte beyond the bound tells a body that is too large from one that just fits.
                var next = Math.Min((long)Math.Max(_bytes.Length, FirstBytes) * 2, Math.Min(announced ?? long.MaxValue, (long)bytesMax + 1));
                if (!Grow((int)next))
                {
                    return BodyReading.NoRoom;
                }
            }

            var read = await stream.ReadAsync(_bytes.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return BodyReading.Read;
            }

            _length += read;
            if (_length > bytesMax)
            {
                return BodyReading.TooLarge;
            }

            // One that trickles would hold its room for as long as it may.
            var late = clock.GetElapsedTime(started) - PaceAfter;
            if (late > TimeSpan.Zero && _length < late.TotalSeconds * bytesPerSecondMin)
            {
                return BodyReading.TooSlow;
            }
        }
    }

    private bool Grow(int size)
    {
        // Old and new exist together while one is copied; both count.
        if (!budget.TryTake(sender, size))
        {
            return false;
        }

        var grown = GC.AllocateUninitializedArray<byte>(size);
        _bytes.AsSpan(0, _length).CopyTo(grown);
        budget.Return(sender, _bytes.Length);
        _bytes = grown;
        return true;
    }
}
