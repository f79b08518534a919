using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteGuardSwitches(SqliteDatabase database, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock) : IGuardSwitches
{
    private const string PolicyColumns = "policy, stopped, changed_by, why, changed_at";

    public Task<ImmutableArray<PolicySwitch>> PoliciesAsync(CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var found = ImmutableArray.CreateBuilder<PolicySwitch>();
            using var statement = session.Use($"SELECT {PolicyColumns} FROM policy_switches ORDER BY policy");
            while (statement.Read())
            {
                found.Add(Policy(statement));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    public Task<PolicySwitch> SetPolicyAsync(string policy, bool stopped, string by, string? why, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                var session = transaction.Session;
                using (var set = session.Use(
                    """
                    INSERT INTO policy_switches (policy, stopped, changed_by, why, changed_at) VALUES (?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (policy) DO UPDATE SET stopped = ?2, changed_by = ?3, why = ?4, changed_at = ?5 WHERE stopped <> ?2
                    """))
                {
                    if (set.Bind(1, policy).Bind(2, stopped ? 1L : 0L).Bind(3, by).Bind(4, why).Bind(5, now).Run() > 0)
                    {
                        MoveVersion(session);
                    }
                }

                if (!stopped)
                {
                    // Resumed in the hour in which its breaker stopped it: what was counted there would stop it again.
                    using var forget = session.Use("DELETE FROM limits WHERE name LIKE 'fired:____-__-__T__:%' AND substr(name, 21) = ?1 AND ends_at > ?2");
                    forget.Bind(1, policy).Bind(2, journeyClock.GetUtcNow()).Run();
                }

                using var read = session.Use($"SELECT {PolicyColumns} FROM policy_switches WHERE policy = ?1");
                read.Bind(1, policy).Read();
                return Policy(read);
            },
            cancellationToken);
    }

    public Task<SuppressionRow?> SuppressionAsync(CustomerKey key, CancellationToken cancellationToken) => database.ReadAsync(session => Suppression(session, key), cancellationToken);

    public Task<(bool Changed, SuppressionRow? Row)> SetSuppressionAsync(
        CustomerKey key, DateTimeOffset? until, string by, string? why, long? expectedVersion, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            transaction =>
            {
                var session = transaction.Session;
                var row = Suppression(session, key);
                if (expectedVersion is { } expected && expected != (row?.Version ?? 0))
                {
                    return (false, row);
                }

                using (var set = session.Use(
                    """
                    INSERT INTO mutes (key, until, changed_by, why, changed_at, version) VALUES (?1, ?2, ?3, ?4, ?5, 1)
                    ON CONFLICT (key) DO UPDATE SET until = ?2, changed_by = ?3, why = ?4, changed_at = ?5, version = version + 1
                    """))
                {
                    set.Bind(1, key.ToString()).Bind(2, until).Bind(3, by).Bind(4, why).Bind(5, now).Run();
                }

                MoveVersion(session);
                return (true, Suppression(session, key));
            },
            cancellationToken);
    }

    public Task<AdmissionFacts> FactsAsync(CustomerKey key, ImmutableArray<LimitUse> uses, CancellationToken cancellationToken) => database.ReadAsync(
        session => Facts(session, key).Facts with { FullLimits = [.. uses.Where(u => !SqliteLimits.Fit(session, [u])).Select(u => u.Limit)] }, cancellationToken);

    internal static (AdmissionFacts Facts, long Version) Facts(SqliteSession session, CustomerKey key)
    {
        using var statement = session.Use(
            """
            SELECT stopped, version, (SELECT until FROM mutes WHERE key = ?1), EXISTS (SELECT 1 FROM cases WHERE key = ?1 AND status <> 3),
                EXISTS (SELECT 1 FROM policy_switches WHERE stopped = 1)
            FROM sending WHERE id = 1
            """);
        statement.Bind(1, key.ToString()).Read();
        var facts = new AdmissionFacts
        {
            KillSwitch = statement.Long(0) != 0,
            SuppressedUntil = statement.TimeOrNull(2),
            OpenCase = statement.Long(3) != 0,
            StoppedPolicies = statement.Long(4) != 0 ? Stopped(session) : [],
        };
        return (facts, statement.Long(1));
    }

    // What admission read is no longer so: its commit finds another version and asks again.
    private static void MoveVersion(SqliteSession session) => session.Run("UPDATE sending SET version = version + 1 WHERE id = 1");

    private static ImmutableArray<string> Stopped(SqliteSession session)
    {
        var stopped = ImmutableArray.CreateBuilder<string>();
        using var statement = session.Use("SELECT policy FROM policy_switches WHERE stopped = 1 ORDER BY policy");
        while (statement.Read())
        {
            stopped.Add(statement.Text(0));
        }

        return stopped.ToImmutable();
    }

    private static PolicySwitch Policy(SqliteStatement s) => new()
    {
        Policy = s.Text(0),
        Stopped = s.Long(1) != 0,
        By = s.Text(2),
        Why = s.TextOrNull(3),
        ChangedAt = s.Time(4),
    };

    private static SuppressionRow? Suppression(SqliteSession session, CustomerKey key)
    {
        using var statement = session.Use("SELECT until, changed_by, why, changed_at, version FROM mutes WHERE key = ?1");
        return statement.Bind(1, key.ToString()).Read()
            ? new SuppressionRow { Until = statement.TimeOrNull(0), By = statement.Text(1), Why = statement.TextOrNull(2), ChangedAt = statement.Time(3), Version = statement.Long(4) }
            : null;
    }
}
