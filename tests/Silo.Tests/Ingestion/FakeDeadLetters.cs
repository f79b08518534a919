using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Silo.Tests.Ingestion;

/// <summary>Dead letters in memory that fail where they are told to.</summary>
internal sealed class FakeDeadLetters : IDeadLetters
{
    private readonly Moments _called = new("a dead letter");

    public List<DeadLetter> Letters { get; } = [];

    public Exception? Fails { get; set; }

    public Task CalledAsync() => _called.NextAsync();

    public Task AddAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        _called.Add();
        if (Fails is { } failure)
        {
            throw failure;
        }

        lock (Letters)
        {
            Letters.Add(letter);
        }

        return Task.CompletedTask;
    }

    public Task<Page<StoredDeadLetter>> ListAsync(string? reason, string? cursor, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredDeadLetter?> GetAsync(long id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ReplayAsync(long id, LogItem item, CancellationToken cancellationToken) => throw new NotSupportedException();
}
