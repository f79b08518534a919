using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>
/// Many operations in one transaction of a few statements. First what admission relied on is locked and looked at, then customers' rows are
/// written, each where its version is the expected one; only then, for those that were, everything else. What is refused leaves no row.
/// </summary>
internal sealed class LaneTransaction(LaneSession session, HistoryMonths months, SourceNames names)
{
    /// <summary>What a statement sees was committed before it began: a look after a lock sees what the lock waited for.</summary>
    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    private readonly FactRows _facts = new();
    private readonly CustomerRows _customers = new();
    private readonly HistoryRows _history = new();
    private readonly SideRows _sides = new();
    private readonly LetterRows _letters = new();
    private readonly ErasedRows _erased = new();
    private readonly LedgerRows _ledger = new(names.Known);
    private readonly PolicyHourRows _hours = new();
    private string[] _nameless = [];

    /// <summary>The last run came as far as sending its commit.</summary>
    public bool CommitSent { get; private set; }

    /// <summary>Sets the operations' results; they count once this returned.</summary>
    /// <param name="operations">Ordered by key, no key twice.</param>
    /// <param name="mayBeApplied">An earlier run's commit was sent and not answered: a customer's row that is exactly what would be written was written by it.</param>
    public void Run(List<LaneOperation> operations, bool mayBeApplied)
    {
        CommitSent = false;
        var connection = session.Open();
        EnsureMonths(connection, operations);
        _nameless = Wait(names.ClaimAsync(connection, Sources(operations), CancellationToken.None));
        try
        {
            Write(connection, operations, mayBeApplied, looksAtLimits: false);
        }
        catch (PostgresException exception) when (exception.SqlState == LimitRows.NoRoom)
        {
            // The commit behind it was passed over. Now each is given what there is room for.
            CommitSent = false;
            using (var rollback = new NpgsqlCommand("ROLLBACK", connection))
            {
                rollback.ExecuteNonQuery();
            }

            Write(connection, operations, mayBeApplied, looksAtLimits: true);
        }
    }

    private void Write(NpgsqlConnection connection, List<LaneOperation> operations, bool mayBeApplied, bool looksAtLimits)
    {
        var begun = CheckFacts(connection, operations, looksAtLimits);
        WriteCustomers(connection, operations, begun);
        if (mayBeApplied)
        {
            _customers.FindApplied(connection);
            _erased.FindApplied(connection);
        }

        Wait(names.SettleAsync(connection, _nameless, CancellationToken.None));
        WriteRest(connection);
    }

    private static IEnumerable<string> Sources(List<LaneOperation> operations) => operations.SelectMany(o => o switch
    {
        CommitOperation { Commit: var commit } => commit.Ledger.Select(l => l.Source),
        LetterOperation { Letter: var letter } => [letter.Source],
        ErasedOperation { Count: var count } => count.Ledger.Select(l => l.Source),
        _ => [],
    });

    // A lane has its thread for this: nothing but the lane waits.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private void EnsureMonths(NpgsqlConnection connection, List<LaneOperation> operations)
    {
        DateOnly last = default;
        foreach (var operation in operations)
        {
            if (operation is not CommitOperation { Commit: var commit })
            {
                continue;
            }

            foreach (var entry in commit.History)
            {
                last = Ensure(connection, entry.ReceivedAt.UtcDateTime, last);
            }

            foreach (var decision in commit.Decisions)
            {
                last = Ensure(connection, SideRows.Received(commit, decision), last);
            }
        }
    }

    private DateOnly Ensure(NpgsqlConnection connection, DateTime received, DateOnly last)
    {
        var month = HistoryMonths.Of(received);
        if (month != last)
        {
            months.Ensure(connection, month);
        }

        return month;
    }

    private bool CheckFacts(NpgsqlConnection connection, List<LaneOperation> operations, bool looksAtLimits)
    {
        _facts.Clear(looksAtLimits);
        foreach (var operation in operations.OfType<CommitOperation>())
        {
            _facts.Add(operation);
        }

        return _facts.Check(connection);
    }

    private void WriteCustomers(NpgsqlConnection connection, List<LaneOperation> operations, bool begun)
    {
        _customers.Clear();
        _letters.Clear();
        _erased.Clear();
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case CommitOperation commit when _facts.Stand(commit):
                    _customers.Add(commit);
                    break;
                case CommitOperation commit:
                    commit.Result = CommitResult.FactsChanged;
                    break;
                case LetterOperation letter:
                    _letters.Add(letter.Letter);
                    break;
                case ErasedOperation erased:
                    _erased.Add(erased);
                    break;
            }
        }

        using var batch = new NpgsqlBatch(connection);
        if (!begun)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Begin));
        }

        _customers.AddTo(batch);
        _letters.AddTo(batch);
        _erased.AddTo(batch);
        using var reader = batch.ExecuteReader();
        _customers.ReadResults(reader);
        _letters.ReadResults(reader);
        _erased.ReadResults(reader);
    }

    private void WriteRest(NpgsqlConnection connection)
    {
        _history.Clear();
        _sides.Clear();
        _ledger.Clear();
        _hours.Clear();
        foreach (var letter in _letters.Added())
        {
            _ledger.Count(new LedgerCount { Source = letter.Source, Rejected = 1 });
        }

        foreach (var count in _erased.Written.SelectMany(e => e.Count.Ledger))
        {
            _ledger.Count(count);
        }

        _letters.Clear();
        foreach (var operation in _customers.Written())
        {
            var commit = operation.Commit;
            _history.Add(operation.Key, commit);
            _sides.Add(operation.Key, commit);
            _facts.Written(operation);
            foreach (var letter in commit.DeadLetters)
            {
                _letters.Add(letter);
            }

            foreach (var count in commit.Ledger)
            {
                _ledger.Count(count);
            }

            foreach (var decision in commit.Decisions)
            {
                _hours.Count(decision.Decision);
            }
        }

        _history.Copy(connection);
        using var batch = new NpgsqlBatch(connection);
        _history.AddTo(batch);
        _sides.AddTo(batch);
        _letters.AddTo(batch);
        _ledger.AddTo(batch, session.Number, _customers.NewCount);
        _facts.AddTo(batch);
        _hours.AddTo(batch, session.Number);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        CommitSent = true;
        batch.ExecuteNonQuery();
    }
}
