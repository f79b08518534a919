using System.Collections.Immutable;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresPolicyFigures(PostgresDatabase database) : IPolicyFigures
{
    public Task<ImmutableArray<PolicyHour>> HoursAsync(DateTimeOffset from, string? policy, CancellationToken cancellationToken)
    {
        var where = new Conditions().AndIf("hour >=", from).AndIf("policy =", policy);
        return database.RunAsync(
            connection => connection.RowsAsync(
                $"SELECT policy, hour, sum(fired)::bigint, sum(held)::bigint FROM policy_hours {where.Sql} GROUP BY policy, hour ORDER BY policy, hour",
                where.Values,
                r => new PolicyHour(r.GetString(0), r.Time(1), r.GetInt64(2), r.GetInt64(3)),
                cancellationToken),
            cancellationToken);
    }

    public Task TrimAsync(DateTimeOffset before, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync("DELETE FROM policy_hours WHERE hour < $1", [before], cancellationToken), cancellationToken);
}
