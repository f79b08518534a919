using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>A merge or its undoing within a transaction: both rows are locked, in the order of their keys as everywhere, and looked at; then all of it is written.</summary>
internal sealed class MergeWrite(MergeCommit commit)
{
    // Tables whose rows follow their customer.
    private static readonly string[] Following = ["outbox", "cases", "consents"];

    private readonly string _into = commit.Into.Key.ToString();
    private readonly string _from = commit.From.Key.ToString();
    private readonly string[] _parts = [.. commit.Parts.Select(p => p.ToString())];

    public async Task<CommitResult> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // As who throws the switch: admission holds it shared while it relies on suppressions and cases.
        await connection.ExecuteAsync(SwitchLock.Alone, [], cancellationToken);
        if (!await StandAsync(connection, cancellationToken))
        {
            return CommitResult.Conflict;
        }

        await WriteRowsAsync(connection, cancellationToken);
        await (commit.Change == MergeChange.Merged ? MergeAsync(connection, cancellationToken) : UndoAsync(connection, cancellationToken));
        await connection.ExecuteAsync(
            "INSERT INTO customer_counts AS c (lane, customers) VALUES ($1, $2) ON CONFLICT (lane) DO UPDATE SET customers = c.customers + excluded.customers",
            [SpareLanes.Erased, commit.Change == MergeChange.Merged ? -1L : 1L],
            cancellationToken);
        await connection.ExecuteAsync("UPDATE sending SET version = version + 1 WHERE id = 1", [], cancellationToken);
        return CommitResult.Committed;
    }

    private async Task<bool> StandAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.RowsAsync(
            "SELECT key, version, merged_into FROM customers WHERE key = ANY($1) ORDER BY key FOR UPDATE",
            [new[] { _into, _from }.Concat(_parts).ToArray()],
            r => (Key: r.GetString(0), Version: r.GetInt64(1), Into: r.TextOrNull(2)),
            cancellationToken);
        return rows.Contains((_into, commit.Into.ExpectedVersion, null))
            && rows.Contains((_from, commit.From.ExpectedVersion, commit.Change == MergeChange.Merged ? null : _into));
    }

    private async Task WriteRowsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var (customers, history, sides) = (new CustomerRows(), new HistoryRows(), new SideRows());
        foreach (var row in (ReadOnlySpan<CustomerCommit>)[commit.Into, commit.From])
        {
            customers.Add(new CommitOperation(row));
            history.Add(row.Key.ToString(), row);
            sides.Add(row.Key.ToString(), row);
        }

        await using var batch = new NpgsqlBatch(connection);
        customers.AddTo(batch);
        history.AddTo(batch);
        sides.AddTo(batch);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task MergeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await PointAsync(connection, [_from, .. _parts], _into, cancellationToken);
        foreach (var table in Following)
        {
            await connection.ExecuteAsync($"UPDATE {table} SET key = $2, origin = coalesce(origin, $1) WHERE key = $1", [_from, _into], cancellationToken);
        }

        // The longer of both, or the one without an end; the other's stays in its row.
        await connection.ExecuteAsync(
            """
            INSERT INTO mutes AS m (key, until, changed_by, why, changed_at, version) SELECT $2, until, changed_by, why, changed_at, 1 FROM mutes WHERE key = $1
            ON CONFLICT (key) DO UPDATE SET until = excluded.until, changed_by = excluded.changed_by, why = excluded.why, changed_at = excluded.changed_at, version = m.version + 1
                WHERE m.until IS NOT NULL AND (excluded.until IS NULL OR excluded.until > m.until)
            """,
            [_from, _into],
            cancellationToken);
        var merge = commit.Merge;
        await connection.ExecuteAsync(
            "INSERT INTO merges (number, from_key, into_key, at, by, kind, reason, exact, into_before) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [merge.Number, _from, _into, merge.At, merge.By, merge.Reason.Kind, merge.Reason.Text, merge.Exact, commit.IntoBefore.ToArray()],
            cancellationToken);
    }

    private async Task UndoAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await PointAsync(connection, [_from], null, cancellationToken);
        await PointAsync(connection, _parts, _from, cancellationToken);
        foreach (var table in Following)
        {
            await connection.ExecuteAsync(
                $"UPDATE {table} SET key = $2, origin = nullif(origin, $2) WHERE key = $1 AND origin = ANY($3)", [_into, _from, new[] { _from }.Concat(_parts).ToArray()], cancellationToken);
        }

        await connection.ExecuteAsync(
            "UPDATE merges SET undone_at = $2, undone_by = $3 WHERE number = $1", [commit.Merge.Number, commit.Merge.UndoneAt, commit.Merge.UndoneBy], cancellationToken);
    }

    private static async Task PointAsync(NpgsqlConnection connection, string[] keys, string? into, CancellationToken cancellationToken)
    {
        foreach (var table in (string[])["customers", "directory"])
        {
            await connection.ExecuteAsync($"UPDATE {table} SET merged_into = $2 WHERE key = ANY($1)", [keys, into], cancellationToken);
        }
    }
}
