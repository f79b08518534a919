using System.Text;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

// One class for each statement that commits write beside the customer's row: its SQL, and what goes into which column.

internal sealed class DecisionSet
{
    private readonly Column<string> _key;
    private readonly Column<long> _sequence;
    private readonly Column<int> _ordinal;
    private readonly Column<DateTime> _receivedAt;
    private readonly Column<string> _policy;
    private readonly Column<short> _outcome;
    private readonly Column<string> _decision;

    public DecisionSet()
    {
        Rows = new RowSet("INSERT INTO decisions (key, sequence, ordinal, received_at, policy, outcome, decision) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)");
        _key = Rows.Column<string>(NpgsqlDbType.Text);
        _sequence = Rows.Column<long>(NpgsqlDbType.Bigint);
        _ordinal = Rows.Column<int>(NpgsqlDbType.Integer);
        _receivedAt = Rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _policy = Rows.Column<string>(NpgsqlDbType.Text);
        _outcome = Rows.Column<short>(NpgsqlDbType.Smallint);
        _decision = Rows.Column<string>(NpgsqlDbType.Text);
    }

    public RowSet Rows { get; }

    public void Clear() => Rows.Clear();

    public void Add(string key, StoredDecision stored, DateTime receivedAt)
    {
        _key.Add(key);
        _sequence.Add(stored.Sequence);
        _ordinal.Add(stored.Ordinal);
        _receivedAt.Add(receivedAt);
        _policy.Add(stored.Decision.Policy);
        _outcome.Add((short)stored.Decision.Outcome);
        _decision.Add(Encoding.UTF8.GetString(StoreJson.Of(stored.Decision)));
        Rows.Row();
    }
}

internal sealed class ActionSet
{
    private readonly Column<string> _id;
    private readonly Column<string> _key;
    private readonly Column<short> _kind;
    private readonly Column<string> _policy;
    private readonly Column<DateTime> _decidedAt;
    private readonly Column<string> _action;
    private readonly Column<string?> _queue;
    private readonly Column<bool> _promotion;

    public ActionSet()
    {
        Rows = new RowSet(
            """
            INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, action, queue, promotion)
            SELECT id, key, kind, policy, 1, decided_at, decided_at, action, queue, promotion
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS d (id, key, kind, policy, decided_at, action, queue, promotion)
            ON CONFLICT (id) DO NOTHING
            """);
        _id = Rows.Column<string>(NpgsqlDbType.Text);
        _key = Rows.Column<string>(NpgsqlDbType.Text);
        _kind = Rows.Column<short>(NpgsqlDbType.Smallint);
        _policy = Rows.Column<string>(NpgsqlDbType.Text);
        _decidedAt = Rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _action = Rows.Column<string>(NpgsqlDbType.Text);
        _queue = Rows.Column<string?>(NpgsqlDbType.Text);
        _promotion = Rows.Column<bool>(NpgsqlDbType.Boolean);
    }

    public RowSet Rows { get; }

    public void Clear() => Rows.Clear();

    public void Add(string key, DecidedAction action)
    {
        _id.Add(action.Id);
        _key.Add(key);
        _kind.Add((short)action.Kind);
        _policy.Add(action.Policy);
        _decidedAt.Add(action.DecidedAt.UtcDateTime);
        _action.Add(Encoding.UTF8.GetString(StoreJson.Of(action)));
        _queue.Add(action[ActionContent.Queue]);
        _promotion.Add(action.Category == PolicyCategory.Promotion);
        Rows.Row();
    }
}

internal sealed class AnswerSet
{
    private readonly Column<string> _id;
    private readonly Column<short> _status;
    private readonly Column<DateTime> _statusAt;
    private readonly Column<short> _reason;
    private readonly Column<DateTime?> _nextAt;
    private readonly Column<string?> _heldBy;

    public AnswerSet()
    {
        // Their rows are locked since it was seen that they wait.
        Rows = new RowSet(
            """
            UPDATE outbox o SET status = d.status, status_at = d.status_at, reason = d.reason, next_at = d.next_at, held_by = d.held_by, next_attempt_at = 'epoch'
            FROM unnest($1, $2, $3, $4, $5, $6) AS d (id, status, status_at, reason, next_at, held_by) WHERE o.id = d.id
            """);
        _id = Rows.Column<string>(NpgsqlDbType.Text);
        _status = Rows.Column<short>(NpgsqlDbType.Smallint);
        _statusAt = Rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _reason = Rows.Column<short>(NpgsqlDbType.Smallint);
        _nextAt = Rows.Column<DateTime?>(NpgsqlDbType.TimestampTz);
        _heldBy = Rows.Column<string?>(NpgsqlDbType.Text);
    }

    public RowSet Rows { get; }

    public void Clear() => Rows.Clear();

    public void Add(AdmissionAnswer answer)
    {
        var status = answer.Result switch
        {
            AdmissionResult.Admitted => ActionStatus.Admitted,
            AdmissionResult.Held => ActionStatus.Held,
            _ => ActionStatus.Refused,
        };
        _id.Add(answer.Action);
        _status.Add((short)status);
        _statusAt.Add(answer.At.UtcDateTime);
        _reason.Add((short)answer.Reason);
        _nextAt.Add(answer.NextAt?.UtcDateTime);
        _heldBy.Add(answer.Limit is { } limit ? StorableText.Of(limit) : null);
        Rows.Row();
    }
}

internal sealed class TimerSet
{
    private readonly RowSet _set = new(
        """
        INSERT INTO timers (key, shard, due_at, not_before) SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, not_before = excluded.not_before
        """);

    private readonly RowSet _gone = new("DELETE FROM timers t USING unnest($1) AS d (key) WHERE t.key = d.key");
    private readonly Column<string> _key;
    private readonly Column<short> _shard;
    private readonly Column<DateTime> _dueAt;
    private readonly Column<DateTime> _notBefore;
    private readonly Column<string> _goneKey;

    public TimerSet()
    {
        _key = _set.Column<string>(NpgsqlDbType.Text);
        _shard = _set.Column<short>(NpgsqlDbType.Smallint);
        _dueAt = _set.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _notBefore = _set.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _goneKey = _gone.Column<string>(NpgsqlDbType.Text);
    }

    public void Clear()
    {
        _set.Clear();
        _gone.Clear();
    }

    public void Set(string key, DateTimeOffset? dueAt, DateTimeOffset? notBefore)
    {
        if (dueAt is not { } due)
        {
            _goneKey.Add(key);
            _gone.Row();
            return;
        }

        _key.Add(key);
        _shard.Add((short)KeyHash.Shard(key, ITimerStore.Shards));
        _dueAt.Add(due.UtcDateTime);
        _notBefore.Add((notBefore ?? DateTimeOffset.UnixEpoch).UtcDateTime);
        _set.Row();
    }

    public void AddTo(NpgsqlBatch batch)
    {
        _set.AddTo(batch);
        _gone.AddTo(batch);
    }
}

internal sealed class RiskSet
{
    private readonly RowSet _set = new(
        """
        INSERT INTO at_risk (key, risk, low_point_opened_at) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET risk = excluded.risk, low_point_opened_at = excluded.low_point_opened_at
        """);

    private readonly RowSet _gone = new("DELETE FROM at_risk r USING unnest($1) AS d (key) WHERE r.key = d.key");
    private readonly Column<string> _key;
    private readonly Column<double> _risk;
    private readonly Column<DateTime?> _openedAt;
    private readonly Column<string> _goneKey;

    public RiskSet()
    {
        _key = _set.Column<string>(NpgsqlDbType.Text);
        _risk = _set.Column<double>(NpgsqlDbType.Double);
        _openedAt = _set.Column<DateTime?>(NpgsqlDbType.TimestampTz);
        _goneKey = _gone.Column<string>(NpgsqlDbType.Text);
    }

    public void Clear()
    {
        _set.Clear();
        _gone.Clear();
    }

    public void Set(string key, AtRiskRow? row)
    {
        if (row is null)
        {
            _goneKey.Add(key);
            _gone.Row();
            return;
        }

        _key.Add(key);
        _risk.Add(row.Risk);
        _openedAt.Add(row.LowPointOpenedAt?.UtcDateTime);
        _set.Row();
    }

    public void AddTo(NpgsqlBatch batch)
    {
        _set.AddTo(batch);
        _gone.AddTo(batch);
    }
}
