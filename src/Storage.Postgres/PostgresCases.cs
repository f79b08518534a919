using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresCases(PostgresDatabase database, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock) : ICaseStore
{
    private const string Columns =
        "id, number, key, queue, priority, reason, policy, journey, correlation, status, opened_at, due_at, claimed_by, claimed_at, outcome, note, completed_at, version";

    public Task<StoredCase?> GetAsync(string id, CancellationToken cancellationToken) =>
        database.RunAsync(connection => connection.RowAsync($"SELECT {Columns} FROM cases WHERE id = $1", [id], Read, cancellationToken), cancellationToken);

    public Task<Page<StoredCase>> ListAsync(CaseQuery query, CancellationToken cancellationToken)
    {
        // Open ones come by urgency: there the cursor is a place in that order, which few changes move.
        var place = query.Cursor is null ? 0 : Cursors.Number(query.Cursor);
        var where = new Conditions()
            .AndIf("status =", (short?)query.Status).AndIf("queue =", query.Queue).AndIf("key =", query.Customer?.ToString()).AndIf("claimed_by =", query.ClaimedBy);

        // The order that an index has, where one state alone is asked for.
        var order = query.Status switch
        {
            CaseStatus.Completed => "completed_at DESC, number DESC",
            null => "status = 3, completed_at DESC NULLS LAST, priority DESC, due_at, CASE WHEN status = 3 THEN -number ELSE number END",
            _ => "priority DESC, due_at, number",
        };
        return database.RunAsync(
            async connection =>
            {
                var cases = await connection.RowsAsync(
                    $"SELECT {Columns} FROM cases {where.Sql} ORDER BY {order} LIMIT {where.Value(query.Limit + 1)} OFFSET {where.Value(place)}", where.Values, Read, cancellationToken);
                return cases.Length > query.Limit ? new Page<StoredCase>(cases[..query.Limit], Cursors.Of(place + query.Limit)) : new Page<StoredCase>(cases, null);
            },
            cancellationToken);
    }

    public Task<(CaseChangeResult Result, StoredCase? Case)> ClaimAsync(string id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, _) => CaseRules.Claim(found, by, journeyClock.GetUtcNow()), cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReleaseAsync(string id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, _) => CaseRules.Release(found, by), cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> CompleteAsync(string id, string by, string disposition, string? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, _) => CaseRules.Complete(found, by, disposition, note is null ? null : StorableText.Of(note), journeyClock.GetUtcNow()), cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReopenAsync(string id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, canUndo) => CaseRules.Reopen(found, by, canUndo), cancellationToken);

    public Task<ImmutableArray<StoredCase>> UnannouncedAsync(int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {Columns} FROM cases WHERE status = 3 AND NOT announced AND completed_system_at <= $1 ORDER BY number LIMIT $2",
            [clock.GetUtcNow() - ICaseStore.UndoWithin, limit],
            Read,
            cancellationToken),
        cancellationToken);

    public Task AnnouncedAsync(ImmutableArray<string> ids, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync("UPDATE cases SET announced = true WHERE id = ANY($1) AND status = 3", [ids.ToArray()], cancellationToken),
        cancellationToken);

    public Task<CaseCounts> CountsAsync(CancellationToken cancellationToken) => database.RunAsync(
        async connection => (await connection.RowAsync(
            "SELECT count(*) FILTER (WHERE status = 1), count(*) FILTER (WHERE status = 2), count(*) FILTER (WHERE due_at < $1) FROM cases WHERE status <> 3",
            [journeyClock.GetUtcNow()],
            r => new CaseCounts(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)),
            cancellationToken))!,
        cancellationToken);

    /// <summary>Opens the case of an action; one that is there already stays as it is.</summary>
    internal static Task InsertAsync(NpgsqlConnection connection, string id, NewCase opened, DateTimeOffset at, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        INSERT INTO cases (id, key, queue, priority, reason, policy, journey, correlation, status, opened_at, due_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, 1)
        ON CONFLICT (id) DO NOTHING
        """,
        [id, opened.Key.ToString(), opened.Queue, (short)opened.Priority, opened.Reason, opened.Policy, opened.Journey, opened.Correlation, at, opened.DueAt],
        cancellationToken);

    /// <summary>The second argument of the change: the case's completion can still be taken back.</summary>
    private Task<(CaseChangeResult Result, StoredCase? Case)> ChangeAsync(
        string id, Func<StoredCase, bool, (CaseChangeResult Result, StoredCase Case)> change, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // Locked: what is read here cannot change before it is written.
            var rows = await connection.RowsAsync(
                $"SELECT {Columns}, NOT announced AND completed_system_at > $2 FROM cases WHERE id = $1 FOR UPDATE",
                [id, clock.GetUtcNow() - ICaseStore.UndoWithin],
                r => (Case: Read(r), Undo: !r.IsDBNull(18) && r.GetBoolean(18)),
                cancellationToken);
            if (rows.IsEmpty)
            {
                return (CaseChangeResult.NotFound, (StoredCase?)null);
            }

            var (result, changed) = change(rows[0].Case, rows[0].Undo);
            return (result, ReferenceEquals(changed, rows[0].Case) ? changed : await StoreAsync(connection, changed, cancellationToken));
        },
        cancellationToken);

    private async Task<StoredCase> StoreAsync(NpgsqlConnection connection, StoredCase changed, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            """
            UPDATE cases SET status = $2, claimed_by = $3, claimed_at = $4, outcome = $5, note = $6, completed_at = $7, completed_system_at = $8, version = version + 1
            WHERE id = $1
            """,
            [
                changed.Id, (short)changed.Status, changed.ClaimedBy, changed.ClaimedAt, changed.Disposition, changed.Note, changed.CompletedAt,
                changed.Status == CaseStatus.Completed ? clock.GetUtcNow() : null,
            ],
            cancellationToken);
        return changed with { Version = changed.Version + 1 };
    }

    private static StoredCase Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetString(0),
        Key = CustomerKey.Parse(r.GetString(2)),
        Queue = r.GetString(3),
        Priority = (CasePriority)r.GetInt16(4),
        Reason = r.GetString(5),
        Policy = r.GetString(6),
        Journey = r.TextOrNull(7),
        Correlation = r.TextOrNull(8),
        Status = (CaseStatus)r.GetInt16(9),
        OpenedAt = r.Time(10),
        DueAt = r.Time(11),
        ClaimedBy = r.TextOrNull(12),
        ClaimedAt = r.TimeOrNull(13),
        Disposition = r.TextOrNull(14),
        Note = r.TextOrNull(15),
        CompletedAt = r.TimeOrNull(16),
        Version = r.GetInt64(17),
    };
}
