using System.Runtime.InteropServices;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Sqlite.Log;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>What operations of one transaction share: the connection, and sums that are written once at its end.</summary>
public sealed class WriteTransaction(SqliteSession session, LogWriteHead log, SourceNaming naming)
{
    private readonly Dictionary<string, LedgerSums> _ledger = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Policy, DateTimeOffset Hour), HourSums> _hours = [];

    public SqliteSession Session { get; } = session;

    /// <summary>The log's head; its sums are this transaction's until it is committed.</summary>
    public LogWriteHead Log { get; } = log;

    public void Begin()
    {
        _ledger.Clear();
        _hours.Clear();
        naming.Begin();
        Session.Run("BEGIN IMMEDIATE");
    }

    public void Count(LedgerCount count)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_ledger, count.Source, out _);
        sums.Applied += count.Applied;
        sums.Duplicate += count.Duplicate;
        sums.Rejected += count.Rejected;
        sums.Conflicting += count.Conflicting;
        sums.Erased += count.Erased;
    }

    public void Count(PolicyDecision decision)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_hours, (decision.Policy, PolicyHour.Of(decision.At)), out _);
        sums.Fired += decision.Outcome == PolicyOutcome.Fired ? 1 : 0;
        sums.Held += decision.Outcome == PolicyOutcome.Held ? 1 : 0;
    }

    public void CountReceived(string source, long received, DateTimeOffset at)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_ledger, source, out _);
        sums.Received += received;
        sums.LastReceivedAt = at;
    }

    public void Commit()
    {
        foreach (var (name, sums) in Named())
        {
            WriteLedger(name, sums);
        }

        foreach (var ((policy, hour), sums) in _hours)
        {
            SqlitePolicyFigures.Add(Session, new PolicyHour(policy, hour, sums.Fired, sums.Held));
        }

        Log.Write(Session);
        Session.Run("COMMIT");
        naming.Committed();
        Log.Committed();
    }

    public void Rollback()
    {
        try
        {
            // Some failures have ended the transaction already.
            if (Session.InTransaction)
            {
                Session.Run("ROLLBACK");
            }
        }
        finally
        {
            Log.RolledBack();
        }
    }

    /// <summary>Runs an operation under a savepoint: where it throws, nothing of it stays, neither rows nor sums.</summary>
    public void ExecuteAlone(WriteOperation operation)
    {
        var (ledger, hours, head) = (_ledger.ToArray(), _hours.ToArray(), Log.Mark());
        Session.Run("SAVEPOINT one");
        try
        {
            operation.Execute(this);
            Session.Run("RELEASE one");
        }
        catch when (Session.InTransaction)
        {
            Session.Run("ROLLBACK TO one");
            Session.Run("RELEASE one");
            _ledger.Clear();
            foreach (var (source, sums) in ledger)
            {
                _ledger[source] = sums;
            }

            _hours.Clear();
            foreach (var (hour, sums) in hours)
            {
                _hours[hour] = sums;
            }

            Log.Restore(head);
            throw;
        }
    }

    // All names are decided before the first line is written.
    private Dictionary<string, LedgerSums> Named()
    {
        var named = new Dictionary<string, LedgerSums>(StringComparer.Ordinal);
        foreach (var (source, sums) in _ledger)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(named, naming.NameOf(Session, source), out _).Add(sums);
        }

        return named;
    }

    private void WriteLedger(string source, in LedgerSums sums)
    {
        using var statement = Session.Use(
            """
            INSERT INTO ledger (source, received, applied, duplicate, rejected, conflicting, last_received_at, erased) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (source) DO UPDATE SET
                received = received + ?2, applied = applied + ?3, duplicate = duplicate + ?4, rejected = rejected + ?5,
                conflicting = conflicting + ?6, last_received_at = coalesce(?7, last_received_at), erased = erased + ?8
            """);
        statement.Bind(1, source).Bind(2, sums.Received).Bind(3, sums.Applied).Bind(4, sums.Duplicate).Bind(5, sums.Rejected)
            .Bind(6, sums.Conflicting).Bind(7, sums.LastReceivedAt).Bind(8, sums.Erased).Run();
    }

    private struct HourSums
    {
        public long Fired;
        public long Held;
    }

    private struct LedgerSums
    {
        public long Received;
        public long Applied;
        public long Duplicate;
        public long Rejected;
        public long Conflicting;
        public long Erased;
        public DateTimeOffset? LastReceivedAt;

        public void Add(in LedgerSums other)
        {
            Received += other.Received;
            Applied += other.Applied;
            Duplicate += other.Duplicate;
            Rejected += other.Rejected;
            Conflicting += other.Conflicting;
            Erased += other.Erased;
            LastReceivedAt = LastReceivedAt > other.LastReceivedAt ? LastReceivedAt : other.LastReceivedAt ?? LastReceivedAt;
        }
    }
}
