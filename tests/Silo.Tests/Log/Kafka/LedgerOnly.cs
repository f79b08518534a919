using System.Reflection;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

/// <summary>Counts what was polled, by letting the time pass for it.</summary>
public class LedgerOnly : DispatchProxy
{
    private const int Rounds = 5;

    private MemoryProgress _progress = null!;
    private WatchedClock _clock = null!;

    internal static IReadModel Of(MemoryProgress progress, WatchedClock clock)
    {
        var model = Create<IReadModel, LedgerOnly>();
        var ledger = (LedgerOnly)(object)model;
        (ledger._progress, ledger._clock) = (progress, clock);
        return model;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod?.Name == nameof(IReadModel.LedgerAsync) ? ReadAsync() : throw new NotSupportedException(targetMethod?.Name);

    private async Task<Ledger> ReadAsync()
    {
        for (var round = 0; round < Rounds; round++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return new Ledger
        {
            Sources =
            [
                .. _progress.Received.Select(r => new LedgerLine { Source = r.Key, Received = r.Value, Applied = 0, Duplicate = 0, Rejected = 0, Conflicting = 0 }),
            ],
        };
    }
}
