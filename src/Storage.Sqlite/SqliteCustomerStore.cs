using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>Customers' rows in SQLite.</summary>
internal sealed class SqliteCustomerStore(SqliteDatabase database) : ICustomerStore
{
    public Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Load(session, key.ToString(), database.ErasureHash.Of(key)), cancellationToken);

    public Task<CommitResult> CommitAsync(CustomerCommit commit, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(new CustomerCommitOperation(commit), cancellationToken);

    public Task<ImmutableArray<StoredIdentity>> FindAsync(CustomerKey key, ImmutableArray<ulong> identityHashes, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var found = ImmutableArray.CreateBuilder<StoredIdentity>();
                foreach (var hash in identityHashes)
                {
                    using var statement = session.Use("SELECT source, id, input FROM history WHERE hash = ?1 AND hash <> 0 AND key = ?2");
                    statement.Bind(1, unchecked((long)hash)).Bind(2, key.ToString());
                    while (statement.Read())
                    {
                        found.Add(new StoredIdentity { Source = statement.Text(0), Id = statement.Text(1), Input = statement.Bytes(2).ToArray() });
                    }
                }

                return found.ToImmutable();
            },
            cancellationToken);

    public Task<ImmutableArray<DecidedAction>> LoadActionsAsync(CustomerKey key, ImmutableArray<string> actions, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var found = ImmutableArray.CreateBuilder<DecidedAction>(actions.Length);
                foreach (var action in actions)
                {
                    using var statement = session.Use("SELECT action FROM outbox WHERE id = ?1 AND key = ?2 AND status IN (1, 2)");
                    if (statement.Bind(1, action).Bind(2, key.ToString()).Read())
                    {
                        found.Add(StoreJson.Action(statement.Bytes(0)));
                    }
                }

                return found.ToImmutable();
            },
            cancellationToken);

    public Task<(AdmissionFacts Facts, long Version)> LoadFactsAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteGuardSwitches.Facts(session, key), cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> LoadUsedAsync(ImmutableArray<string> limits, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqliteLimits.Used(session, limits), cancellationToken);

    private static StoredCustomer? Load(SqliteSession session, string key, string hash)
    {
        var mark = SqliteErasures.Mark(session, hash);
        return mark is null ? Load(session, key)
            : Load(session, key) is { } stored ? stored with { Erased = mark }
            : new StoredCustomer { Version = 0, State = default, Positions = mark.Positions, Erased = mark };
    }

    internal static StoredCustomer? Load(SqliteSession session, string key)
    {
        using var statement = session.Use("SELECT c.version, c.positions, c.state, r.risk, r.low_point_opened_at, c.merged_into FROM customers c LEFT JOIN at_risk r ON r.key = c.key WHERE c.key = ?1");
        return statement.Bind(1, key).Read()
            ? new StoredCustomer
            {
                Version = statement.Long(0),
                Positions = StoreJson.Positions(statement.Bytes(1)),
                State = statement.Bytes(2).ToArray(),
                AtRisk = statement.IsNull(3) ? null : new AtRiskRow { Risk = statement.Double(3), LowPointOpenedAt = statement.TimeOrNull(4) },
                MergedInto = statement.TextOrNull(5) is { } into ? CustomerKey.Parse(into).Customer : null,
            }
            : null;
    }
}

/// <summary>One customer's commit within a transaction. Everything that may refuse it is looked at before the first write, so that a conflict needs no savepoint.</summary>
internal sealed class CustomerCommitOperation(CustomerCommit commit) : WriteOperation<CommitResult>
{
    private readonly string _key = commit.Key.ToString();

    public override int Bytes => commit.State.Length + commit.History.Sum(h => h.Input.Length + h.Outcome.Length) + commit.Remarks.Sum(r => r.Excerpt?.Length ?? 0) + 256;

    protected override CommitResult Run(WriteTransaction transaction)
    {
        var session = transaction.Session;
        if (Version(session) != commit.ExpectedVersion)
        {
            return CommitResult.Conflict;
        }

        if (commit.FactsVersion is { } facts && !FactsStand(session, facts))
        {
            return CommitResult.FactsChanged;
        }

        Write(transaction);
        return CommitResult.Committed;
    }

    /// <summary>Writes a commit that nothing refuses.</summary>
    public static void Write(CustomerCommit commit, WriteTransaction transaction) => new CustomerCommitOperation(commit).Write(transaction);

    private void Write(WriteTransaction transaction)
    {
        var session = transaction.Session;
        WriteCustomer(session);
        SqliteLimits.Take(session, commit.Uses);
        WriteHistory(session);
        WriteDecisions(transaction);
        WriteActions(session);
        SqliteCodes.Write(session, _key, commit);
        SqliteConsents.Write(session, _key, commit.Consents);
        SqliteRemarks.Write(session, _key, commit.Remarks);
        SqliteIdentityRows.Write(session, _key, commit);
        WriteTimer(session);
        WriteAtRisk(session);
        foreach (var letter in commit.DeadLetters)
        {
            SqliteDeadLetters.Insert(session, letter);
        }

        foreach (var count in commit.Ledger)
        {
            transaction.Count(count);
        }
    }

    private long Version(SqliteSession session)
    {
        using var statement = session.Use("SELECT version FROM customers WHERE key = ?1");
        return statement.Bind(1, _key).Read() ? statement.Long(0) : 0;
    }

    private bool FactsStand(SqliteSession session, long facts)
    {
        using (var statement = session.Use("SELECT version FROM sending WHERE id = 1"))
        {
            statement.Read();
            if (statement.Long(0) != facts)
            {
                return false;
            }
        }

        foreach (var answer in commit.Answers)
        {
            using var statement = session.Use("SELECT 1 FROM outbox WHERE id = ?1 AND status IN (1, 2)");
            if (!statement.Bind(1, answer.Action).Read())
            {
                return false;
            }
        }

        return SqliteLimits.Fit(session, commit.Uses);
    }

    private void WriteCustomer(SqliteSession session)
    {
        var isNew = commit.ExpectedVersion == 0;
        using (var statement = session.Use(isNew
            ? "INSERT INTO customers (version, positions, state, key) VALUES (?1, ?2, ?3, ?4)"
            : "UPDATE customers SET version = ?1, positions = ?2, state = ?3 WHERE key = ?4"))
        {
            statement.Bind(1, commit.ExpectedVersion + 1).BindText(2, StoreJson.Of(commit.Positions)).BindBlob(3, commit.State.Span).Bind(4, _key).Run();
        }

        if (isNew || commit.NameChanged)
        {
            using var statement = session.Use(
                """
                INSERT INTO directory (key, id, name, id_folded, name_folded, zone_unknown) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (key) DO UPDATE SET name = ?3, name_folded = ?5, zone_unknown = ?6
                """);
            statement.Bind(1, _key).Bind(2, commit.Key.Customer.Value).Bind(3, commit.Name).Bind(4, SearchText.Fold(commit.Key.Customer.Value))
                .Bind(5, commit.Name is { } name ? SearchText.FoldName(name) : null).Bind(6, commit.ZoneUnknown ? 1L : 0L).Run();
            WriteWords(session, isNew);
        }
    }

    private void WriteWords(SqliteSession session, bool isNew)
    {
        if (!isNew)
        {
            using var delete = session.Use("DELETE FROM name_words WHERE key = ?1");
            delete.Bind(1, _key).Run();
        }

        foreach (var word in commit.Name is { } name ? SearchText.Beginnings(name) : [])
        {
            using var insert = session.Use("INSERT OR IGNORE INTO name_words (word, key) VALUES (?1, ?2)");
            insert.Bind(1, word).Bind(2, _key).Run();
        }
    }

    private void WriteHistory(SqliteSession session)
    {
        foreach (var entry in commit.History)
        {
            using var statement = session.Use(
                """
                INSERT INTO history (key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
                """);
            statement.Bind(1, _key).Bind(2, entry.Sequence).Bind(3, (long)entry.Kind).Bind(4, entry.EffectiveAt).Bind(5, entry.ReceivedAt)
                .Bind(6, (long)entry.DefinitionsVersion).Bind(7, entry.At).Bind(8, entry.Source).Bind(9, entry.Id)
                .Bind(10, unchecked((long)entry.IdentityHash)).Bind(11, entry.Type).Bind(12, entry.Channel)
                .BindBlob(13, entry.Input.Span).BindText(14, entry.Outcome.Span).Run();
        }
    }

    private void WriteDecisions(WriteTransaction transaction)
    {
        foreach (var (sequence, ordinal, decision) in commit.Decisions)
        {
            transaction.Count(decision);
            using var statement = transaction.Session.Use("INSERT INTO decisions (key, sequence, ordinal, policy, outcome, decision) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            statement.Bind(1, _key).Bind(2, sequence).Bind(3, (long)ordinal).Bind(4, decision.Policy).Bind(5, (long)decision.Outcome)
                .BindText(6, StoreJson.Of(decision)).Run();
        }
    }

    private void WriteActions(SqliteSession session)
    {
        foreach (var action in commit.Actions)
        {
            using var statement = session.Use(
                """
                INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, action, queue, promotion) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5, ?6, ?7, ?8)
                ON CONFLICT (id) DO NOTHING
                """);
            statement.Bind(1, action.Id).Bind(2, _key).Bind(3, (long)action.Kind).Bind(4, action.Policy).Bind(5, action.DecidedAt)
                .BindText(6, StoreJson.Of(action)).Bind(7, action[ActionContent.Queue]).Bind(8, action.Category == PolicyCategory.Promotion ? 1L : 0L).Run();
        }

        foreach (var answer in commit.Answers)
        {
            using var statement = session.Use("UPDATE outbox SET status = ?2, status_at = ?3, reason = ?4, next_at = ?5, held_by = ?6, next_attempt_at = 0 WHERE id = ?1");
            var status = answer.Result switch
            {
                AdmissionResult.Admitted => ActionStatus.Admitted,
                AdmissionResult.Held => ActionStatus.Held,
                _ => ActionStatus.Refused,
            };
            statement.Bind(1, answer.Action).Bind(2, (long)status).Bind(3, answer.At).Bind(4, (long)answer.Reason).Bind(5, answer.NextAt).Bind(6, answer.Limit).Run();
        }
    }

    private void WriteTimer(SqliteSession session)
    {
        if (!commit.NextDueChanged)
        {
            return;
        }

        if (commit.NextDueAt is not { } due)
        {
            using var delete = session.Use("DELETE FROM timers WHERE key = ?1");
            delete.Bind(1, _key).Run();
            return;
        }

        using var statement = session.Use(
            """
            INSERT INTO timers (key, shard, due_at, not_before) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (key) DO UPDATE SET due_at = ?3, not_before = ?4
            """);
        statement.Bind(1, _key).Bind(2, (long)KeyHash.Shard(_key, ITimerStore.Shards)).Bind(3, due)
            .Bind(4, commit.NextDueNotBefore ?? DateTimeOffset.UnixEpoch).Run();
    }

    private void WriteAtRisk(SqliteSession session)
    {
        if (!commit.AtRiskChanged)
        {
            return;
        }

        if (commit.AtRisk is not { } row)
        {
            using var delete = session.Use("DELETE FROM at_risk WHERE key = ?1");
            delete.Bind(1, _key).Run();
            return;
        }

        using var statement = session.Use(
            """
            INSERT INTO at_risk (key, risk, low_point_opened_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (key) DO UPDATE SET risk = ?2, low_point_opened_at = ?3
            """);
        statement.Bind(1, _key).Bind(2, row.Risk).Bind(3, row.LowPointOpenedAt).Run();
    }
}
