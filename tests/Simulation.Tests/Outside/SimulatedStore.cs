using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Simulation.Tests.Oracle;
using CxOrchestrator.Simulation.Tests.Scheduling;

namespace CxOrchestrator.Simulation.Tests.Outside;

/// <summary>
/// A store with the real one's contract: a commit is checked against the row's version and written whole or not at all. It lives outside the
/// processes: what it was asked, it may do after the asker is gone.
/// </summary>
internal sealed partial class SimulatedStore(World world, Weather weather) : ICustomerStore
{
    private readonly Dictionary<CustomerKey, StoredRow> _rows = [];
    private readonly Dictionary<string, StoredAction> _outbox = [];

    public Watch? Watch { get; set; }

    public bool Stopped { get; private set; }

    public int Commits { get; private set; }

    public int Conflicts { get; private set; }

    public long FactsVersion { get; private set; } = 1;

    public IReadOnlyDictionary<CustomerKey, StoredRow> Rows => _rows;

    public IReadOnlyDictionary<string, StoredAction> Outbox => _outbox;

    /// <summary>By origin: partition and position.</summary>
    public Dictionary<(int Partition, long Position), DeadLetter> Letters { get; } = [];

    /// <summary>What is used of shared limits.</summary>
    public Dictionary<string, long> Used { get; } = [];

    public StoredRow Row(CustomerKey key) => _rows.TryGetValue(key, out var row) ? row : _rows[key] = new StoredRow();

    public void Switch(bool stopped) => (Stopped, FactsVersion) = (stopped, FactsVersion + 1);

    public Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken) => AskAsync("load", () => Row(key).Customer);

    public Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken) => AskAsync("commit", () => Commit(commit));

    public Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
        AskAsync("find", () => Row(key).History
            .Where(h => h.Kind == HistoryKind.Touchpoint && identityHashes.Contains(h.IdentityHash))
            .Select(h => new StoredIdentity { Source = h.Source, Id = h.Id, Input = h.Input })
            .ToImmutableArray());

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken) =>
        AskAsync("load actions", () => actions.Where(a => _outbox.TryGetValue(a, out var row) && row.Key == key && row.Waits).Select(a => _outbox[a].Action).ToImmutableArray());

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken) =>
        AskAsync("load facts", () => (new AdmissionFacts { KillSwitch = Stopped }, FactsVersion));

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken) =>
        AskAsync("load used", IReadOnlyDictionary<string, long> () => limits.Where(Used.ContainsKey).ToDictionary(l => l, l => Used[l]));

    private Task<T> AskAsync<T>(string what, Func<T> act)
    {
        var asker = WorldProcess.Running;
        var answer = new TaskCompletionSource<T>();
        _ = world.Outside.Launch(what, async () =>
        {
            await weather.PassAsync();

            // What a dead process had sent arrives, or it does not.
            if (weather.FailsBefore() || (!asker.IsAlive && world.Chance(0.5)))
            {
                answer.TrySetException(new IOException("The store is down."));
                return;
            }

            if (weather.WritesLate())
            {
                answer.TrySetException(new IOException("The connection broke before the commit."));
                await world.DelayAsync(0, 2000);
            }

            var result = act();
            world.Trace.Note(what, asker.Name);
            await weather.PassAsync();
            if (weather.FailsAfter())
            {
                answer.TrySetException(new IOException("The connection broke after the commit."));
            }
            else
            {
                answer.TrySetResult(result);
            }
        });
        return answer.Task;
    }

    private CommitResult Commit(CustomerCommit commit)
    {
        var row = Row(commit.Key);
        if ((row.Customer?.Version ?? 0) != commit.ExpectedVersion)
        {
            Conflicts++;
            world.Trace.Note("conflict", commit.Key.Customer.Value, commit.ExpectedVersion);
            return CommitResult.Conflict;
        }

        if (commit.FactsVersion is { } facts && (facts != FactsVersion || commit.Answers.Any(a => !_outbox.TryGetValue(a.Action, out var action) || !action.Waits)))
        {
            return CommitResult.FactsChanged;
        }

        if (commit.Uses.Any(u => Used.GetValueOrDefault(u.Limit) + u.Amount > u.Max))
        {
            return CommitResult.FactsChanged;
        }

        Watch?.Committing(commit, row);
        Write(commit, row);
        Watch?.Committed(commit, row);
        Commits++;
        world.Trace.Note("committed", commit.Key.Customer.Value, commit.ExpectedVersion + 1, commit.History.Length);
        return CommitResult.Committed;
    }

    private void Write(CustomerCommit commit, StoredRow row)
    {
        row.Customer = new StoredCustomer
        {
            Version = commit.ExpectedVersion + 1,
            State = commit.State,
            Positions = commit.Positions,
            AtRisk = commit.AtRiskChanged ? commit.AtRisk : row.Customer?.AtRisk,
        };
        row.History.AddRange(commit.History);
        row.Decisions.AddRange(commit.Decisions);
        row.Identities.UnionWith(commit.History.Where(h => h.Kind == HistoryKind.Touchpoint).Select(h => new TouchpointIdentity(h.Source, h.Id)));
        row.States[row.History.Count == 0 ? 0 : row.History[^1].Sequence] = commit.State;
        if (commit.NextDueChanged)
        {
            row.Timer = commit.NextDueAt is { } due ? (due, commit.NextDueNotBefore ?? DateTimeOffset.UnixEpoch) : null;
        }

        foreach (var action in commit.Actions)
        {
            _outbox.TryAdd(action.Id, new StoredAction(commit.Key, action));
        }

        foreach (var use in commit.Uses)
        {
            Used[use.Limit] = Used.GetValueOrDefault(use.Limit) + use.Amount;
        }

        foreach (var answer in commit.Answers)
        {
            _outbox[answer.Action].Answer(answer);
        }

        foreach (var letter in commit.DeadLetters)
        {
            Keep(letter);
        }

        foreach (var count in commit.Ledger)
        {
            Count(count);
        }
    }
}
