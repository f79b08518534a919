using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

/// <summary>The writer, kept busy in a transaction until it is let go.</summary>
internal sealed class HeldWriter : IAsyncDisposable
{
    private readonly ManualResetEventSlim _go = new();
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _writing = Task.CompletedTask;

    public static async Task<HeldWriter> HoldAsync(SqliteDatabase database)
    {
        var writer = new HeldWriter();
        writer._writing = database.WriteAsync(
            _ =>
            {
                writer._held.TrySetResult();
                return writer._go.Wait(WatchedClock.Patience);
            },
            CancellationToken.None);
        await writer._held.Task.WaitAsync(WatchedClock.Patience);
        return writer;
    }

    public async ValueTask DisposeAsync()
    {
        _go.Set();
        await _writing;
        _go.Dispose();
    }
}
