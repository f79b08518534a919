using CxOrchestrator.Storage.Postgres;

namespace CxOrchestrator.Storage.Moving;

/// <summary>Tables of drafts, versions of documents, accounts, codes, schedules, the audit trail, and what policies did by the hour.</summary>
internal static class LifeTables
{
    public static IReadOnlyList<MoveTable> All { get; } =
    [
        new(
            "document_versions", "kind, id, version, file, text, published_at, published_by",
            "SELECT kind, id, version, file, text, published_at, published_by FROM document_versions ORDER BY number",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Int(r.Long(2)).Text(r.Text(3)).Text(r.TextOrNull(4)).Time(r.Time(5)).Text(r.Text(6))),
        new(
            "drafts", "kind, id, revision, state, text, base_version, edited_by, edited_at, submitted_by, submitted_at, decided_by, decided_at, comment, name",
            """
            SELECT kind, id, revision, state, text, base_version, edited_by, edited_at, submitted_by, submitted_at, decided_by, decided_at, comment, name
            FROM drafts ORDER BY kind, id
            """,
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Long(r.Long(2)).Short(r.Long(3)).Text(r.Text(4)).Int(r.Long(5)).Text(r.Text(6)).Time(r.Time(7))
                .Text(r.TextOrNull(8)).Time(r.TimeOrNull(9)).Text(r.TextOrNull(10)).Time(r.TimeOrNull(11)).Text(r.TextOrNull(12)).Text(r.TextOrNull(13))),
        new(
            "accounts", "name, display_name, roles, password_hash, disabled, version, subject, stamp, must_change, second_factor, second_factor_step, recovery_codes, second_factor_required",
            """
            SELECT name, display_name, roles, password_hash, disabled, version, subject, stamp, must_change, second_factor, second_factor_step, recovery_codes,
                second_factor_required FROM accounts ORDER BY name
            """,
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.TextOrNull(3)).Bool(r.Long(4) != 0).Long(r.Long(5))
                .Text(r.TextOrNull(6)).Text(r.Text(7)).Bool(r.Long(8) != 0).Text(r.TextOrNull(9)).Long(r.Long(10)).Text(r.Text(11)).Bool(r.Long(12) != 0)),
        Runs("backtests"),
        Runs("warning_searches"),
        new(
            "event_types", "type, count, first_at, last_at, detail", "SELECT type, count, first_at, last_at, detail FROM event_types ORDER BY type",
            static (copy, r) => copy.Text(r.Text(0)).Long(r.Long(1)).Time(r.Time(2)).Time(r.Time(3)).Text(r.Text(4))),
        new(
            "event_hours", "type, hour, count", "SELECT type, hour, count FROM event_hours ORDER BY type, hour",
            static (copy, r) => copy.Text(r.Text(0)).Time(r.Time(1)).Long(r.Long(2))),
        new(
            "codes", "code, pool, added_at, action, key, given_at, redeemed_at, redeemed_by",
            "SELECT code, pool, added_at, action, key, given_at, redeemed_at, redeemed_by FROM codes ORDER BY number",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Time(r.Time(2)).Text(r.TextOrNull(3)).Text(r.TextOrNull(4)).Time(r.TimeOrNull(5))
                .Time(r.TimeOrNull(6)).Text(r.TextOrNull(7))),
        new(
            "schedules", "policy, segment, done_through, running_due_at, running_after, members, last_due_at, expired_due_at",
            "SELECT policy, segment, done_through, running_due_at, running_after, members, last_due_at, expired_due_at FROM schedules ORDER BY policy, segment",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Time(r.Time(2)).Time(r.TimeOrNull(3)).Text(r.Text(4)).Long(r.Long(5)).Time(r.TimeOrNull(6))
                .Time(r.TimeOrNull(7))),
        new(
            "test_recipients", "key, account, marked_by, marked_at, confirmed_by, confirmed_at",
            "SELECT key, account, marked_by, marked_at, confirmed_by, confirmed_at FROM test_recipients ORDER BY key",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.TextOrNull(1)).Text(r.Text(2)).Time(r.Time(3)).Text(r.TextOrNull(4)).Time(r.TimeOrNull(5))),
        new(
            "test_sends", "account, day, sent", "SELECT account, day, sent FROM test_sends ORDER BY account",
            static (copy, r) => copy.Text(r.Text(0)).Int(r.Long(1)).Int(r.Long(2))),
        new(
            "api_keys", "id, name, sources, scopes, hash, created_by, created_at, expires_at, last_used_at",
            "SELECT id, name, sources, scopes, hash, created_by, created_at, expires_at, last_used_at FROM api_keys ORDER BY id",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Text(r.Text(4)).Text(r.Text(5)).Time(r.Time(6)).Time(r.Time(7))
                .Time(r.TimeOrNull(8))),
        new(
            "webhook_endpoints", "url, disabled_at, reason", "SELECT url, disabled_at, reason FROM webhook_endpoints ORDER BY url",
            static (copy, r) => copy.Text(r.Text(0)).Time(r.Time(1)).Text(r.Text(2))),
        new(
            "protection_keys", "name, xml", "SELECT name, xml FROM protection_keys ORDER BY name",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1))),
        new(
            "audit", "number, at, actor, action, kind, id, version, detail",
            "SELECT number, at, actor, action, kind, id, version, detail FROM audit ORDER BY number",
            static (copy, r) =>
            {
                copy.Long(r.Long(0)).Time(r.Time(1)).Text(r.Text(2)).Text(r.Text(3)).Text(r.TextOrNull(4)).Text(r.TextOrNull(5));
                (r.IsNull(6) ? copy.Null() : copy.Int(r.Long(6))).Text(r.TextOrNull(7));
            }),
        new(
            "policy_hours", "policy, hour, lane, fired, held", "SELECT policy, hour, fired, held FROM policy_hours ORDER BY policy, hour",
            static (copy, r) => copy.Text(r.Text(0)).Time(r.Time(1)).Int(SpareLanes.Moved).Long(r.Long(2)).Long(r.Long(3))),
    ];

    private static MoveTable Runs(string table) => new(
        table, "id, ended, view, report, seen_at, cancel", $"SELECT id, ended, view, report, seen_at, cancel FROM {table} ORDER BY id",
        static (copy, r) => copy.Text(r.Text(0)).Bool(r.Long(1) != 0).Text(r.Text(2)).Text(r.TextOrNull(3)).Time(r.Time(4)).Bool(r.Long(5) != 0));
}
