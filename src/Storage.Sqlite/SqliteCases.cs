using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteCases(SqliteDatabase database, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock) : ICaseStore
{
    private const string Columns =
        "id, number, key, queue, priority, reason, policy, journey, correlation, status, opened_at, due_at, claimed_by, claimed_at, outcome, note, completed_at, version";

    public Task<StoredCase?> GetAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns} FROM cases WHERE id = ?1");
            return statement.Bind(1, id).Read() ? Read(statement) : null;
        },
        cancellationToken);

    public Task<Page<StoredCase>> ListAsync(CaseQuery query, CancellationToken cancellationToken)
    {
        // Open ones come by urgency: there the cursor is a place in that order, which few changes move.
        var place = query.Cursor is null ? 0 : Cursors.Number(query.Cursor);
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use(
                    $"""
                    SELECT {Columns} FROM cases
                    WHERE (?1 IS NULL OR status = ?1) AND (?2 IS NULL OR queue = ?2) AND (?3 IS NULL OR key = ?3) AND (?4 IS NULL OR claimed_by = ?4)
                    ORDER BY status = 3, completed_at DESC, priority DESC, due_at, CASE WHEN status = 3 THEN -number ELSE number END LIMIT ?5 OFFSET ?6
                    """);
                statement.Bind(1, (long?)query.Status).Bind(2, query.Queue).Bind(3, query.Customer?.ToString()).Bind(4, query.ClaimedBy)
                    .Bind(5, (long)query.Limit + 1).Bind(6, place);
                var page = SqlitePages.Of(statement, query.Limit, Read, _ => place + query.Limit);
                return page;
            },
            cancellationToken);
    }

    public Task<(CaseChangeResult Result, StoredCase? Case)> ClaimAsync(string id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, _) => CaseRules.Claim(found, by, journeyClock.GetUtcNow()), cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReleaseAsync(string id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, _) => CaseRules.Release(found, by), cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> CompleteAsync(string id, string by, string disposition, string? note, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, _) => CaseRules.Complete(found, by, disposition, note, journeyClock.GetUtcNow()), cancellationToken);

    public Task<(CaseChangeResult Result, StoredCase? Case)> ReopenAsync(string id, string by, CancellationToken cancellationToken) =>
        ChangeAsync(id, (found, canUndo) => CaseRules.Reopen(found, by, canUndo), cancellationToken);

    public Task<ImmutableArray<StoredCase>> UnannouncedAsync(int limit, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - ICaseStore.UndoWithin;
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use($"SELECT {Columns} FROM cases WHERE status = 3 AND announced = 0 AND completed_system_at <= ?1 ORDER BY number LIMIT ?2");
                statement.Bind(1, before).Bind(2, (long)limit);
                var cases = ImmutableArray.CreateBuilder<StoredCase>();
                while (statement.Read())
                {
                    cases.Add(Read(statement));
                }

                return cases.ToImmutable();
            },
            cancellationToken);
    }

    public Task AnnouncedAsync(ImmutableArray<string> ids, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            foreach (var id in ids)
            {
                using var statement = transaction.Session.Use("UPDATE cases SET announced = 1 WHERE id = ?1 AND status = 3");
                statement.Bind(1, id).Run();
            }

            return true;
        },
        cancellationToken);

    public Task<CaseCounts> CountsAsync(CancellationToken cancellationToken)
    {
        var now = journeyClock.GetUtcNow();
        return database.ReadAsync(
            session =>
            {
                using var statement = session.Use(
                    "SELECT count(*) FILTER (WHERE status = 1), count(*) FILTER (WHERE status = 2), count(*) FILTER (WHERE due_at < ?1) FROM cases WHERE status <> 3");
                statement.Bind(1, now).Read();
                return new CaseCounts(statement.Long(0), statement.Long(1), statement.Long(2));
            },
            cancellationToken);
    }

    /// <summary>Opens the case of an action; one that is there already stays as it is.</summary>
    internal static void Insert(SqliteSession session, string id, NewCase opened, DateTimeOffset at)
    {
        using var statement = session.Use(
            """
            INSERT INTO cases (id, number, key, queue, priority, reason, policy, journey, correlation, status, opened_at, due_at, version)
            VALUES (?1, coalesce((SELECT max(number) FROM cases), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?10, 1)
            ON CONFLICT (id) DO NOTHING
            """);
        statement.Bind(1, id).Bind(2, opened.Key.ToString()).Bind(3, opened.Queue).Bind(4, (long)opened.Priority).Bind(5, opened.Reason)
            .Bind(6, opened.Policy).Bind(7, opened.Journey).Bind(8, opened.Correlation).Bind(9, at).Bind(10, opened.DueAt).Run();
    }

    /// <summary>The second argument of the change: the case's completion can still be taken back.</summary>
    private Task<(CaseChangeResult Result, StoredCase? Case)> ChangeAsync(
        string id, Func<StoredCase, bool, (CaseChangeResult Result, StoredCase Case)> change, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            // One writer: what is read here cannot change before it is written.
            StoredCase found;
            bool canUndo;
            using (var statement = transaction.Session.Use($"SELECT {Columns}, announced = 0 AND completed_system_at > ?2 FROM cases WHERE id = ?1"))
            {
                if (!statement.Bind(1, id).Bind(2, clock.GetUtcNow() - ICaseStore.UndoWithin).Read())
                {
                    return (CaseChangeResult.NotFound, (StoredCase?)null);
                }

                // Null for a case that was never completed, which reads as no.
                (found, canUndo) = (Read(statement), statement.Long(18) != 0);
            }

            var (result, changed) = change(found, canUndo);
            return (result, ReferenceEquals(changed, found) ? found : Store(transaction.Session, changed));
        },
        cancellationToken);

    private StoredCase Store(SqliteSession session, StoredCase changed)
    {
        using var statement = session.Use(
            """
            UPDATE cases SET status = ?2, claimed_by = ?3, claimed_at = ?4, outcome = ?5, note = ?6, completed_at = ?7, completed_system_at = ?8, version = version + 1
            WHERE id = ?1 AND version = ?9
            """);
        statement.Bind(1, changed.Id).Bind(2, (long)changed.Status).Bind(3, changed.ClaimedBy).Bind(4, changed.ClaimedAt).Bind(5, changed.Disposition)
            .Bind(6, changed.Note).Bind(7, changed.CompletedAt)
            .Bind(8, changed.Status == CaseStatus.Completed ? clock.GetUtcNow() : (DateTimeOffset?)null).Bind(9, changed.Version).Run();
        return changed with { Version = changed.Version + 1 };
    }

    private static StoredCase Read(SqliteStatement s) => new()
    {
        Id = s.Text(0),
        Key = CustomerKey.Parse(s.Text(2)),
        Queue = s.Text(3),
        Priority = (CasePriority)s.Int(4),
        Reason = s.Text(5),
        Policy = s.Text(6),
        Journey = s.TextOrNull(7),
        Correlation = s.TextOrNull(8),
        Status = (CaseStatus)s.Int(9),
        OpenedAt = s.Time(10),
        DueAt = s.Time(11),
        ClaimedBy = s.TextOrNull(12),
        ClaimedAt = s.TimeOrNull(13),
        Disposition = s.TextOrNull(14),
        Note = s.TextOrNull(15),
        CompletedAt = s.TimeOrNull(16),
        Version = s.Long(17),
    };
}
