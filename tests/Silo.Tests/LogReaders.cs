using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Tests;

/// <summary>A log's partitions, assigned to the test until it is disposed.</summary>
internal sealed class LogReaders : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public ImmutableArray<ILogPartition> Partitions { get; private set; } = [];

    public static async Task<LogReaders> StartAsync(ITouchpointSource source)
    {
        var readers = new LogReaders();
        var assigned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new Lock();
        readers._running = source.RunAsync(
            async (partition, token) =>
            {
                lock (gate)
                {
                    readers.Partitions = [.. readers.Partitions.Append(partition).OrderBy(p => p.Id)];
                    if (readers.Partitions.Length == source.Partitions)
                    {
                        assigned.TrySetResult();
                    }
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
            readers._stop.Token);
        await assigned.Task.WaitAsync(WatchedClock.Patience);
        return readers;
    }

    /// <summary>Whatever lies after the last poll of each partition.</summary>
    public async Task<ImmutableArray<LogRecord>> ReadAllAsync()
    {
        var records = ImmutableArray.CreateBuilder<LogRecord>();
        foreach (var partition in Partitions)
        {
            records.AddRange(await ReadAllAsync(partition));
        }

        return records.ToImmutable();
    }

    public static async Task<ImmutableArray<LogRecord>> ReadAllAsync(ILogPartition partition)
    {
        var records = ImmutableArray.CreateBuilder<LogRecord>();
        while (true)
        {
            var chunk = await partition.PollAsync(1000, TimeSpan.Zero, CancellationToken.None);
            if (chunk.Records.IsEmpty)
            {
                return records.ToImmutable();
            }

            records.AddRange(chunk.Records);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
