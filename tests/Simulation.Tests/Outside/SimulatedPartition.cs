using System.Collections.Immutable;
using CxOrchestrator.Hosting;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>One reader's view of a partition. Two may read the same one at once.</summary>
internal sealed class SimulatedPartition(World world, Weather weather, SimulatedLog log, Signal arrived, int id, long after) : ILogPartition
{
    private long _after = after;

    public string Log => SimulatedLog.Name;

    public int Id => id;

    public async Task<LogChunk> PollAsync(int countMax, TimeSpan wait, CancellationToken cancellationToken)
    {
        await weather.PassAsync();
        Fail();
        var begun = world.Now;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = Read(countMax);
            var left = wait - (world.Now - begun);
            if (!chunk.Records.IsEmpty || left <= TimeSpan.Zero)
            {
                await weather.PassAsync();
                _after = chunk.Records.IsEmpty ? _after : chunk.Records[^1].Position;
                return chunk;
            }

            await arrived.WaitAsync(left, world.Clock, cancellationToken);
        }
    }

    public async Task StoreAsync(long position, DateTimeOffset readThrough, CancellationToken cancellationToken)
    {
        await weather.PassAsync();
        Fail();
        log.Store(id, position, readThrough);
        await weather.PassAsync();
        if (weather.FailsAfter())
        {
            throw new IOException("The log's answer was lost.");
        }
    }

    private LogChunk Read(int countMax)
    {
        var now = world.Journey.GetUtcNow();
        var max = world.Chance(0.3) ? world.Dice.Next(1, countMax + 1) : countMax;
        var waiting = log.In(id).Where(a => a.Position > _after).Take(max + 1).ToList();
        var records = waiting.Take(max)
            .Select(a => new LogRecord { Position = a.Position, Source = a.Source, ReceivedAt = a.ReceivedAt, Body = a.Body })
            .ToImmutableArray();
        return new LogChunk { Records = records, ReadThrough = waiting.Count > max ? records[^1].ReceivedAt : now };
    }

    private void Fail()
    {
        if (weather.FailsBefore())
        {
            throw new IOException("The log does not answer.");
        }
    }
}
