using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>A log in memory that can be told to fail, or to wait.</summary>
internal sealed class FakeLog : ITouchpointLog
{
    private readonly ConcurrentQueue<LogItem> _items = [];

    public Exception? Fails { get; set; }

    /// <summary>Appends wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public IReadOnlyList<LogItem> Items => [.. _items];

    public int Appends { get; private set; }

    public async Task AppendAsync(ImmutableArray<LogItem> items, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        if (Fails is { } failure)
        {
            throw failure;
        }

        Appends++;
        foreach (var item in items)
        {
            // The body belongs to the request; a log that keeps it copies it.
            _items.Enqueue(new LogItem { Customer = item.Customer, Source = item.Source, Body = item.Body.ToArray() });
        }
    }
}
