using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Storage.Sqlite;

/// <summary>A merge or its undoing within a transaction. Both rows are looked at before the first write, so that a conflict needs no savepoint.</summary>
internal sealed class MergeOperation(MergeCommit commit) : WriteOperation<CommitResult>
{
    // Tables whose rows follow their customer.
    private static readonly string[] Following = ["outbox", "cases", "consents"];

    private readonly string _into = commit.Into.Key.ToString();
    private readonly string _from = commit.From.Key.ToString();
    private readonly string[] _parts = [.. commit.Parts.Select(p => p.ToString())];

    public override int Bytes => (2 * commit.Into.State.Length) + (2 * commit.From.State.Length) + commit.IntoBefore.Length + 1024;

    protected override CommitResult Run(WriteTransaction transaction)
    {
        var session = transaction.Session;
        if (!Stands(session, _into, commit.Into.ExpectedVersion, null)
            || !Stands(session, _from, commit.From.ExpectedVersion, commit.Change == MergeChange.Merged ? null : _into))
        {
            return CommitResult.Conflict;
        }

        CustomerCommitOperation.Write(commit.Into, transaction);
        CustomerCommitOperation.Write(commit.From, transaction);
        if (commit.Change == MergeChange.Merged)
        {
            Merge(session);
        }
        else
        {
            Undo(session);
        }

        // What admission was told of suppressions and cases is no longer true.
        session.Run("UPDATE sending SET version = version + 1 WHERE id = 1");
        return CommitResult.Committed;
    }

    private static bool Stands(SqliteSession session, string key, long version, string? into)
    {
        using var statement = session.Use("SELECT version, merged_into FROM customers WHERE key = ?1");
        return statement.Bind(1, key).Read() && statement.Long(0) == version && statement.TextOrNull(1) == into;
    }

    private void Merge(SqliteSession session)
    {
        Point(session, [_from, .. _parts], _into);
        foreach (var table in Following)
        {
            using var follow = session.Use($"UPDATE {table} SET key = ?2, origin = coalesce(origin, ?1) WHERE key = ?1");
            follow.Bind(1, _from).Bind(2, _into).Run();
        }

        // The longer of both, or the one without an end; the other's stays in its row.
        using (var mute = session.Use(
            """
            INSERT INTO mutes (key, until, changed_by, why, changed_at, version) SELECT ?2, until, changed_by, why, changed_at, 1 FROM mutes WHERE key = ?1
            ON CONFLICT (key) DO UPDATE SET until = excluded.until, changed_by = excluded.changed_by, why = excluded.why, changed_at = excluded.changed_at, version = version + 1
                WHERE mutes.until IS NOT NULL AND (excluded.until IS NULL OR excluded.until > mutes.until)
            """))
        {
            mute.Bind(1, _from).Bind(2, _into).Run();
        }

        var merge = commit.Merge;
        using var insert = session.Use("INSERT INTO merges (number, from_key, into_key, at, by, kind, reason, exact, into_before) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
        insert.Bind(1, merge.Number).Bind(2, _from).Bind(3, _into).Bind(4, merge.At).Bind(5, merge.By).Bind(6, merge.Reason.Kind).Bind(7, merge.Reason.Text)
            .Bind(8, merge.Exact ? 1L : 0L).BindBlob(9, commit.IntoBefore.Span).Run();
    }

    private void Undo(SqliteSession session)
    {
        Point(session, [_from], null);
        Point(session, _parts, _from);
        foreach (var table in Following)
        {
            foreach (var origin in (ReadOnlySpan<string>)[_from, .. _parts])
            {
                using var back = session.Use($"UPDATE {table} SET key = ?2, origin = CASE WHEN origin = ?2 THEN NULL ELSE origin END WHERE key = ?1 AND origin = ?3");
                back.Bind(1, _into).Bind(2, _from).Bind(3, origin).Run();
            }
        }

        using var undone = session.Use("UPDATE merges SET undone_at = ?2, undone_by = ?3 WHERE number = ?1");
        undone.Bind(1, commit.Merge.Number).Bind(2, commit.Merge.UndoneAt).Bind(3, commit.Merge.UndoneBy).Run();
    }

    private static void Point(SqliteSession session, ReadOnlySpan<string> keys, string? into)
    {
        foreach (var key in keys)
        {
            foreach (var table in (ReadOnlySpan<string>)["customers", "directory"])
            {
                using var statement = session.Use($"UPDATE {table} SET merged_into = ?2 WHERE key = ?1");
                statement.Bind(1, key).Bind(2, into).Run();
            }
        }
    }
}
