using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Log.Kafka;

/// <summary>A partition that is assigned here, and its reader.</summary>
internal sealed class PartitionRun(KafkaPartition partition) : IDisposable
{
    private readonly CancellationTokenSource _assigned = new();

    public KafkaPartition Partition => partition;

    /// <summary>Completes when the reader has ended, drained and stored.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    public void Start(Func<ILogPartition, CancellationToken, Task> reader, Action<Exception> failed) => Reading = RunAsync(reader, failed);

    public void Stop() => _assigned.Cancel();

    public void Dispose()
    {
        _assigned.Dispose();
        partition.Dispose();
    }

    private async Task RunAsync(Func<ILogPartition, CancellationToken, Task> reader, Action<Exception> failed)
    {
        await Task.Yield();
        using var counting = new CancellationTokenSource();
        var counts = partition.CountAsync(counting.Token);
        try
        {
            await reader(partition, _assigned.Token);
            if (!_assigned.IsCancellationRequested)
            {
                failed(new InvalidOperationException($"The reader of {partition.Place} ended by itself."));
            }
        }
        catch (OperationCanceledException) when (_assigned.IsCancellationRequested)
        {
            // That is how a reader may end.
        }
#pragma warning disable CA1031 // Reported to the code that runs the readers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failed(exception);
        }
        finally
        {
            await counting.CancelAsync();
            await counts.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
