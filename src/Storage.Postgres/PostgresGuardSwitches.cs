using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Postgres.Writing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresGuardSwitches(PostgresDatabase database, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock) : IGuardSwitches
{
    private const string PolicyColumns = "policy, stopped, changed_by, why, changed_at";

    public Task<ImmutableArray<PolicySwitch>> PoliciesAsync(CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {PolicyColumns} FROM policy_switches ORDER BY policy", [], Policy, cancellationToken), cancellationToken);

    public Task<PolicySwitch> SetPolicyAsync(string policy, bool stopped, string by, string? why, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(SwitchLock.Alone, [], cancellationToken);
            if (await connection.ExecuteAsync(
                """
                INSERT INTO policy_switches AS p (policy, stopped, changed_by, why, changed_at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (policy) DO UPDATE SET stopped = $2, changed_by = $3, why = $4, changed_at = $5 WHERE p.stopped <> $2
                """,
                [policy, stopped, by, Storable(why), clock.GetUtcNow()],
                cancellationToken) > 0)
            {
                await MoveVersionAsync(connection, cancellationToken);
            }

            if (!stopped)
            {
                // Resumed in the hour in which its breaker stopped it: what was counted there would stop it again.
                await connection.ExecuteAsync(
                    "DELETE FROM limits WHERE name LIKE 'fired:____-__-__T__:%' AND substr(name, 21) = $1 AND ends_at > $2", [policy, journeyClock.GetUtcNow()], cancellationToken);
            }

            return (await connection.RowAsync($"SELECT {PolicyColumns} FROM policy_switches WHERE policy = $1", [policy], Policy, cancellationToken))!;
        },
        cancellationToken,
        repeatable: true);

    public Task<SuppressionRow?> SuppressionAsync(CustomerKey key, CancellationToken cancellationToken) =>
        database.RunAsync(connection => SuppressionAsync(connection, key, cancellationToken), cancellationToken);

    public Task<(bool Changed, SuppressionRow? Row)> SetSuppressionAsync(
        CustomerKey key, DateTimeOffset? until, string by, string? why, long? expectedVersion, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(SwitchLock.Alone, [], cancellationToken);
            var row = await SuppressionAsync(connection, key, cancellationToken);
            if (expectedVersion is { } expected && expected != (row?.Version ?? 0))
            {
                return (false, row);
            }

            await connection.ExecuteAsync(
                """
                INSERT INTO mutes AS m (key, until, changed_by, why, changed_at, version) VALUES ($1, $2, $3, $4, $5, 1)
                ON CONFLICT (key) DO UPDATE SET until = $2, changed_by = $3, why = $4, changed_at = $5, version = m.version + 1
                """,
                [key.ToString(), until, by, Storable(why), clock.GetUtcNow()],
                cancellationToken);
            await MoveVersionAsync(connection, cancellationToken);
            return (true, await SuppressionAsync(connection, key, cancellationToken));
        },
        cancellationToken);

    public Task<AdmissionFacts> FactsAsync(CustomerKey key, ImmutableArray<LimitUse> uses, CancellationToken cancellationToken) => database.RunAsync(
        async connection =>
        {
            var (facts, _) = await FactsAsync(connection, key, cancellationToken);
            var used = await UsedAsync(connection, [.. uses.Select(u => u.Limit)], cancellationToken);
            return facts with { FullLimits = [.. uses.Where(u => used.GetValueOrDefault(u.Limit) + u.Amount > u.Max).Select(u => u.Limit)] };
        },
        cancellationToken);

    internal static async Task<IReadOnlyDictionary<string, long>> UsedAsync(NpgsqlConnection connection, string[] limits, CancellationToken cancellationToken)
    {
        var used = new Dictionary<string, long>(StringComparer.Ordinal);
        (string Sql, string[] Names)[] looks =
        [
            ("SELECT name, used FROM limits WHERE name = ANY($1)", [.. limits.Where(l => !SharedLimits.IsCounted(l))]),
            (LimitRows.Counting, [.. limits.Where(SharedLimits.IsCounted)]),
        ];
        foreach (var (sql, names) in looks)
        {
            foreach (var (name, value) in names.Length == 0
                ? [] : await connection.RowsAsync(sql, [names], r => (r.GetString(0), r.GetInt64(1)), cancellationToken))
            {
                used[name] = value;
            }
        }

        return used;
    }

    // One statement: all of it as of one moment.
    internal static async Task<(AdmissionFacts Facts, long Version)> FactsAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken) =>
        (await connection.RowsAsync(
            """
            SELECT stopped, version, (SELECT until FROM mutes WHERE key = $1), EXISTS (SELECT 1 FROM cases WHERE key = $1 AND status <> 3),
                ARRAY(SELECT policy FROM policy_switches WHERE stopped ORDER BY policy)
            FROM sending WHERE id = 1
            """,
            [key.ToString()],
            r => (new AdmissionFacts
            {
                KillSwitch = r.GetBoolean(0),
                SuppressedUntil = r.TimeOrNull(2),
                OpenCase = r.GetBoolean(3),
                StoppedPolicies = [.. r.GetFieldValue<string[]>(4)],
            }, r.GetInt64(1)),
            cancellationToken))[0];

    private static async Task MoveVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync("UPDATE sending SET version = version + 1 WHERE id = 1", [], cancellationToken);

    private static Task<SuppressionRow?> SuppressionAsync(NpgsqlConnection connection, CustomerKey key, CancellationToken cancellationToken) => connection.RowAsync(
        "SELECT until, changed_by, why, changed_at, version FROM mutes WHERE key = $1",
        [key.ToString()],
        r => new SuppressionRow { Until = r.TimeOrNull(0), By = r.GetString(1), Why = r.TextOrNull(2), ChangedAt = r.Time(3), Version = r.GetInt64(4) },
        cancellationToken);

    private static PolicySwitch Policy(NpgsqlDataReader r) => new()
    {
        Policy = r.GetString(0),
        Stopped = r.GetBoolean(1),
        By = r.GetString(2),
        Why = r.TextOrNull(3),
        ChangedAt = r.Time(4),
    };

    private static string? Storable(string? text) => text is null ? null : StorableText.Of(text);
}
