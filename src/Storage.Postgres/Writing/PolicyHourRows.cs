using System.Runtime.InteropServices;
using CxOrchestrator.Rules.Policies;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>What a transaction adds to the hours of policies, summed up before: one row a policy and hour, in the rows of its writer.</summary>
internal sealed class PolicyHourRows
{
    private readonly Dictionary<(string Policy, DateTimeOffset Hour), (long Fired, long Held)> _sums = [];
    private readonly Column<string> _policy;
    private readonly Column<DateTime> _hour;
    private readonly Column<long> _fired;
    private readonly Column<long> _held;
    private readonly RowSet _rows = new(
        """
        INSERT INTO policy_hours AS h (policy, hour, lane, fired, held)
        SELECT policy, hour, $5, fired, held FROM unnest($1, $2, $3, $4) AS d (policy, hour, fired, held)
        ON CONFLICT (policy, hour, lane) DO UPDATE SET fired = h.fired + excluded.fired, held = h.held + excluded.held
        """);

    public PolicyHourRows()
    {
        _policy = _rows.Column<string>(NpgsqlDbType.Text);
        _hour = _rows.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _fired = _rows.Column<long>(NpgsqlDbType.Bigint);
        _held = _rows.Column<long>(NpgsqlDbType.Bigint);
    }

    public void Clear()
    {
        _rows.Clear();
        _sums.Clear();
    }

    public void Count(PolicyDecision decision)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, (decision.Policy, PolicyHour.Of(decision.At)), out _);
        sums.Fired += decision.Outcome == PolicyOutcome.Fired ? 1 : 0;
        sums.Held += decision.Outcome == PolicyOutcome.Held ? 1 : 0;
    }

    public void AddTo(NpgsqlBatch batch, int lane)
    {
        foreach (var ((policy, hour), (fired, held)) in _sums)
        {
            _policy.Add(policy);
            _hour.Add(hour.UtcDateTime);
            _fired.Add(fired);
            _held.Add(held);
            _rows.Row();
        }

        _rows.AddTo(batch, lane);
    }
}
