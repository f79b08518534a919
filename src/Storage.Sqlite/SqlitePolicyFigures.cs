using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqlitePolicyFigures(SqliteDatabase database) : IPolicyFigures
{
    public Task<ImmutableArray<PolicyHour>> HoursAsync(DateTimeOffset from, string? policy, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(policy is null
                ? "SELECT policy, hour, fired, held FROM policy_hours WHERE hour >= ?1 ORDER BY policy, hour"
                : "SELECT policy, hour, fired, held FROM policy_hours WHERE hour >= ?1 AND policy = ?2 ORDER BY hour");
            statement.Bind(1, from);
            if (policy is not null)
            {
                statement.Bind(2, policy);
            }

            var hours = ImmutableArray.CreateBuilder<PolicyHour>();
            while (statement.Read())
            {
                hours.Add(new PolicyHour(statement.Text(0), statement.Time(1), statement.Long(2), statement.Long(3)));
            }

            return hours.ToImmutable();
        },
        cancellationToken);

    public Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var statement = transaction.Session.Use("DELETE FROM policy_hours WHERE hour < ?1");
            return statement.Bind(1, before).Run();
        },
        cancellationToken);

    /// <summary>Adds to an hour within a transaction.</summary>
    internal static void Add(SqliteSession session, PolicyHour added)
    {
        using var statement = session.Use(
            """
            INSERT INTO policy_hours (policy, hour, fired, held) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (policy, hour) DO UPDATE SET fired = fired + ?3, held = held + ?4
            """);
        statement.Bind(1, added.Policy).Bind(2, added.Hour).Bind(3, added.Fired).Bind(4, added.Held).Run();
    }
}
