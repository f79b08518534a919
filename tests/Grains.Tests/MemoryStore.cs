using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Grains.Tests;

/// <summary>A store that keeps everything in memory and fails on demand, before or after it wrote.</summary>
internal sealed partial class MemoryStore : ICustomerStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CustomerKey, StoredCustomer> _rows = [];

    public List<CustomerCommit> Commits { get; } = [];

    public Dictionary<string, (DecidedAction Action, AdmissionResult? Answer)> Outbox { get; } = [];

    public bool KillSwitch { get; set; }

    /// <summary>What is used of shared limits.</summary>
    public Dictionary<string, long> Used { get; } = [];

    public long FactsVersion { get; set; } = 1;

    /// <summary>Runs inside the next loads of facts, after they were read.</summary>
    public Action? AfterFacts { get; set; }

    /// <summary>The next commits throw without writing.</summary>
    public int FailBefore { get; set; }

    /// <summary>The next commits write, and throw.</summary>
    public int FailAfter { get; set; }

    public IEnumerable<HistoryEntry> History => Commits.SelectMany(c => c.History);

    public Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_rows.GetValueOrDefault(key));
        }
    }

    public Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (FailBefore > 0)
            {
                FailBefore--;
                throw new IOException("The store is down.");
            }

            if ((_rows.GetValueOrDefault(commit.Key)?.Version ?? 0) != commit.ExpectedVersion)
            {
                return Task.FromResult(CommitResult.Conflict);
            }

            if ((commit.FactsVersion is { } version && version != FactsVersion)
                || commit.Answers.Any(a => !Outbox.TryGetValue(a.Action, out var row) || row.Answer is AdmissionResult.Admitted or AdmissionResult.Refused))
            {
                return Task.FromResult(CommitResult.FactsChanged);
            }

            if (commit.Uses.Any(u => Used.GetValueOrDefault(u.Limit) + u.Amount > u.Max))
            {
                return Task.FromResult(CommitResult.FactsChanged);
            }

            foreach (var use in commit.Uses)
            {
                Used[use.Limit] = Used.GetValueOrDefault(use.Limit) + use.Amount;
            }

            Write(commit);
            if (FailAfter > 0)
            {
                FailAfter--;
                throw new IOException("The connection broke after the commit.");
            }

            return Task.FromResult(CommitResult.Committed);
        }
    }

    private void Write(CustomerCommit commit)
    {
        _rows[commit.Key] = new StoredCustomer { Version = commit.ExpectedVersion + 1, State = commit.State, Positions = commit.Positions };
        foreach (var action in commit.Actions)
        {
            Outbox.TryAdd(action.Id, (action, null));
        }

        foreach (var answer in commit.Answers)
        {
            Outbox[answer.Action] = (Outbox[answer.Action].Action, answer.Result);
        }

        Commits.Add(commit);
    }

    public Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Commits.Where(c => c.Key == key).SelectMany(c => c.History)
                .Where(h => h.Kind == HistoryKind.Touchpoint && identityHashes.Contains(h.IdentityHash))
                .Select(h => new StoredIdentity { Source = h.Source, Id = h.Id, Input = h.Input })
                .ToImmutableArray());
        }
    }

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(actions.Where(Outbox.ContainsKey).Select(a => Outbox[a])
                .Where(r => r.Answer is null or AdmissionResult.Held).Select(r => r.Action).ToImmutableArray());
        }
    }

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var facts = (new AdmissionFacts { KillSwitch = KillSwitch }, FactsVersion);
            var after = AfterFacts;
            AfterFacts = null;
            after?.Invoke();
            return Task.FromResult(facts);
        }
    }

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyDictionary<string, long>>(limits.Where(Used.ContainsKey).ToDictionary(l => l, l => Used[l]));
        }
    }

    /// <summary>Somebody else writes the row.</summary>
    public void BumpVersion(CustomerKey key)
    {
        lock (_gate)
        {
            _rows[key] = _rows[key] with { Version = _rows[key].Version + 1 };
        }
    }
}
