using System.Threading.Channels;

namespace CxOrchestrator.Silo.Tests;

/// <summary>Something that happens again and again, awaited one by one: each time counts once.</summary>
internal sealed class Moments(string what)
{
    private readonly Channel<bool> _happened = Channel.CreateUnbounded<bool>();

    public void Add() => _happened.Writer.TryWrite(true);

    public async Task NextAsync(int times = 1)
    {
        using var patience = new CancellationTokenSource(WatchedClock.Patience);
        for (var i = 0; i < times; i++)
        {
            try
            {
                await _happened.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited {WatchedClock.Patience} for {what}.");
            }
        }
    }
}
