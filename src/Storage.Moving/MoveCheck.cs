using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;
using Npgsql;

namespace CxOrchestrator.Storage.Moving;

/// <summary>Compares both sides before the move counts: rows of every table, and sums over what must not change.</summary>
internal static class MoveCheck
{
    private static readonly (string Name, string Source, string Target)[] Sums =
    [
        Same("versions of customers", "sum(version) FROM customers"),
        ("bytes of states", "sum(length(state)) FROM customers", "sum(octet_length(state)) FROM customers"),
        Same("sequences of the history", "sum(sequence) FROM history"),
        ("bytes of inputs", "sum(length(input)) FROM history", "sum(octet_length(input)) FROM history"),
        Same("identities in the history", "sum(hash % 1000003) FROM history"),
        ("bytes of outcomes", "sum(length(CAST(outcome AS BLOB))) FROM history", "sum(octet_length(outcome)) FROM history"),
        Same("received", "sum(received) FROM ledger"),
        Same("applied", "sum(applied) FROM ledger"),
        Same("duplicate", "sum(duplicate) FROM ledger"),
        Same("rejected", "sum(rejected) FROM ledger"),
        Same("conflicting", "sum(conflicting) FROM ledger"),
        Same("erased", "sum(erased) FROM ledger"),
        Same("erasures", "sum(number * 10 + version) FROM erasures"),
        Same("actions by status", "sum(number * 10 + status) FROM outbox"),
        Same("attempts", "sum(attempts) FROM outbox"),
        Same("decisions by outcome", "sum(number * 10 + outcome) FROM decisions"),
        Same("used of shared limits", "sum(used) FROM limits"),
        Same("cases by status", "sum(number * 10 + status) FROM cases"),
        Same("dead letters", "sum(number + position) FROM dead_letters"),
        ("bytes of dead letters", "sum(length(body)) FROM dead_letters", "sum(octet_length(body)) FROM dead_letters"),
        ("timers", "sum(due_at + shard) FROM timers", "sum((extract(epoch FROM due_at) * 1000)::bigint + shard) FROM timers"),
        Same("published documents", "max(version) FROM definition_sets"),
        Same("versions of documents", "sum(version) FROM definition_documents"),
        Same("single versions", "sum(version) FROM document_versions"),
        Same("drafts", "sum(revision) FROM drafts"),
        Same("the audit trail", "sum(number) FROM audit"),
        Same("hours of policies", "sum(fired * 3 + held) FROM policy_hours"),
    ];

    public static async Task<List<MovedSum>> RunAsync(NpgsqlConnection connection, SqliteSession source, IReadOnlyList<MovedTable> moved, CancellationToken cancellationToken)
    {
        foreach (var table in moved)
        {
            var there = await connection.ScalarAsync<long>($"SELECT count(*) FROM {table.Name}", [], cancellationToken);
            var here = (long)Number(source, $"count(*) FROM {table.Name}");
            if (here != table.Rows || there != table.Rows)
            {
                throw new StoreRefusedException($"{table.Name} has {here:N0} rows here, {table.Rows:N0} were moved and {there:N0} arrived. Nothing was moved.");
            }
        }

        var equal = new List<MovedSum>();
        foreach (var (name, here, there) in Sums)
        {
            var (before, after) = (Number(source, here), await connection.ScalarAsync<decimal>($"SELECT coalesce(({"SELECT " + there}), 0)::numeric", [], cancellationToken));
            if (before != after)
            {
                throw new StoreRefusedException($"The sum of {name} is {before:N0} here and {after:N0} in the database. Nothing was moved.");
            }

            equal.Add(new MovedSum(name, after));
        }

        return equal;
    }

    private static (string Name, string Source, string Target) Same(string name, string sum) => (name, sum, sum);

    private static decimal Number(SqliteSession source, string sum)
    {
        using var statement = source.Use($"SELECT {sum}");
        statement.Read();
        return statement.IsNull(0) ? 0 : statement.Long(0);
    }
}
