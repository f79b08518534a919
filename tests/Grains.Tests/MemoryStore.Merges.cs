using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Grains.Tests;

internal sealed partial class MemoryStore : ICustomerMergeStore
{
    private readonly Dictionary<long, (StoredMerge Merge, ReadOnlyMemory<byte> Before)> _merges = [];
    private long _mergeNumber;

    /// <summary>The next merges throw without writing.</summary>
    public int FailMergeBefore { get; set; }

    /// <summary>The next merges write, and throw.</summary>
    public int FailMergeAfter { get; set; }

    public Task<long> NextNumberAsync(CancellationToken cancellationToken) => Task.FromResult(Interlocked.Increment(ref _mergeNumber));

    public Task<CommitResult> WriteAsync(MergeCommit commit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (FailMergeBefore > 0)
            {
                FailMergeBefore--;
                throw new IOException("The store is down.");
            }

            var (into, from) = (_rows.GetValueOrDefault(commit.Into.Key), _rows.GetValueOrDefault(commit.From.Key));
            if (into?.Version != commit.Into.ExpectedVersion || from?.Version != commit.From.ExpectedVersion || into.MergedInto is not null
                || from.MergedInto != (commit.Change == MergeChange.Merged ? null : commit.Into.Key.Customer))
            {
                return Task.FromResult(CommitResult.Conflict);
            }

            Write(commit.Into);
            Write(commit.From);
            var root = commit.Change == MergeChange.Merged ? commit.Into.Key.Customer : commit.From.Key.Customer;
            _rows[commit.From.Key] = _rows[commit.From.Key] with { MergedInto = commit.Change == MergeChange.Merged ? root : null };
            foreach (var part in commit.Parts)
            {
                _rows[part] = _rows[part] with { MergedInto = root };
            }

            _merges[commit.Merge.Number] = (commit.Merge, commit.Change == MergeChange.Merged ? commit.IntoBefore : _merges[commit.Merge.Number].Before);
            if (FailMergeAfter > 0)
            {
                FailMergeAfter--;
                throw new IOException("The connection broke after the commit.");
            }

            return Task.FromResult(CommitResult.Committed);
        }
    }

    public Task<StoredMerge?> GetAsync(long number, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_merges.TryGetValue(number, out var merge) ? merge.Merge : null);
        }
    }

    public Task<ReadOnlyMemory<byte>> IntoBeforeAsync(long number, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_merges.TryGetValue(number, out var merge) ? merge.Before : default);
        }
    }

    public Task<CustomerKey?> IntoAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_rows.GetValueOrDefault(key)?.MergedInto is { } into ? new CustomerKey(key.Tenant, into) : (CustomerKey?)null);
        }
    }

    public Task<ImmutableArray<HistoryEntry>> InputsAsync(CustomerKey key, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Commits.Where(c => c.Key == key).SelectMany(c => c.History)
                .Where(h => h.Kind is HistoryKind.Touchpoint or HistoryKind.Timer).OrderBy(h => h.Sequence).Take(limit).ToImmutableArray());
        }
    }

    public Task<ImmutableArray<DecidedAction>> WaitingAsync(CustomerKey key, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Outbox.Values.Where(o => o.Action.Customer == key.Customer && o.Answer is null or AdmissionResult.Held).Select(o => o.Action).Take(limit).ToImmutableArray());
        }
    }

    public Task<ImmutableArray<StoredMerge>> ListAsync(CustomerKey? customer, long? before, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_merges.Values.Select(m => m.Merge).Where(m => customer is null || m.From == customer || m.Into == customer)
                .Where(m => before is null || m.Number < before).OrderByDescending(m => m.Number).Take(limit).ToImmutableArray());
        }
    }
}
