using CxOrchestrator.Storage.Postgres;

namespace CxOrchestrator.Storage.Moving;

/// <summary>Every table that is moved. Leases and attempts to come belong to processes that are gone: what was being sent is sent again, with its id.</summary>
internal static class MoveTables
{
    public static IReadOnlyList<MoveTable> All { get; } =
    [
        new(
            "customers", "key, version, positions, state, merged_into", "SELECT key, version, positions, state, merged_into FROM customers ORDER BY number",
            static (copy, r) => copy.Text(r.Text(0)).Long(r.Long(1)).Text(r.Text(2)).Bytes(r.Bytes(3)).Text(r.TextOrNull(4))),
        new(
            "directory", "key, name, id_folded, name_folded, zone_unknown, merged_into", "SELECT key, name, id_folded, name_folded, zone_unknown, merged_into FROM directory",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.TextOrNull(1)).Text(r.Text(2)).Text(r.TextOrNull(3)).Bool(r.Long(4) == 1).Text(r.TextOrNull(5))),
        new(
            "name_words", "word, key", "SELECT word, key FROM name_words",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1))),
        new(
            "history", "key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome",
            "SELECT key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome FROM history ORDER BY number",
            static (copy, r) => copy.Text(r.Text(0)).Long(r.Long(1)).Short(r.Long(2)).Time(r.Time(3)).Time(r.Time(4)).Int(r.Long(5)).Time(r.Time(6)).Text(r.Text(7))
                .Text(r.Text(8)).Long(r.Long(9)).Text(r.Text(10)).Text(r.TextOrNull(11)).Bytes(r.Bytes(12)).Bytes(r.Bytes(13))),
        new(
            "decisions", "number, key, sequence, ordinal, received_at, policy, outcome, decision",
            """
            SELECT d.number, d.key, d.sequence, d.ordinal, h.received_at, d.policy, d.outcome, d.decision
            FROM decisions d LEFT JOIN history h ON h.key = d.key AND h.sequence = d.sequence ORDER BY d.number
            """,
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Long(r.Long(2)).Int(r.Long(3)).Time(r.TimeOrNull(4) ?? StoreJson.Decision(r.Bytes(7)).At)
                .Text(r.Text(5)).Short(r.Long(6)).Text(r.Text(7))),
        new(
            "outbox", "number, id, key, kind, policy, status, status_at, decided_at, reason, next_at, attempts, next_attempt_at, last_error, action, queue, held_by, test, unannounced, left_by, promotion, origin",
            "SELECT number, id, key, kind, policy, status, status_at, decided_at, reason, next_at, attempts, next_attempt_at, last_error, action, queue, held_by, test, unannounced, left_by, promotion, origin FROM outbox ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Short(r.Long(3)).Text(r.Text(4)).Short(r.Long(5)).Time(r.Time(6)).Time(r.Time(7))
                .Short(r.Long(8)).Time(r.TimeOrNull(9)).Int(r.Long(10)).Time(r.TimeOrNull(11)).Text(r.TextOrNull(12)).Text(r.Text(13)).Text(r.TextOrNull(14)).Text(r.TextOrNull(15)).Bool(r.Long(16) != 0).Bool(r.Long(17) != 0)
                .Text(r.TextOrNull(18)).Bool(r.Long(19) != 0).Text(r.TextOrNull(20))),
        new(
            "limits", "name, used, ends_at", "SELECT name, used, ends_at FROM limits",
            static (copy, r) => copy.Text(r.Text(0)).Long(r.Long(1)).Time(r.Time(2))),
        new(
            "policy_switches", "policy, stopped, changed_by, why, changed_at", "SELECT policy, stopped, changed_by, why, changed_at FROM policy_switches",
            static (copy, r) => copy.Text(r.Text(0)).Bool(r.Long(1) != 0).Text(r.Text(2)).Text(r.TextOrNull(3)).Time(r.Time(4))),
        new(
            "mutes", "key, until, changed_by, why, changed_at, version", "SELECT key, until, changed_by, why, changed_at, version FROM mutes",
            static (copy, r) => copy.Text(r.Text(0)).Time(r.TimeOrNull(1)).Text(r.Text(2)).Text(r.TextOrNull(3)).Time(r.Time(4)).Long(r.Long(5))),
        new(
            "timers", "key, shard, due_at, not_before", "SELECT key, shard, due_at, not_before FROM timers",
            static (copy, r) => copy.Text(r.Text(0)).Short(r.Long(1)).Time(r.Time(2)).Time(r.Time(3))),
        new(
            "at_risk", "key, risk, low_point_opened_at", "SELECT key, risk, low_point_opened_at FROM at_risk",
            static (copy, r) => copy.Text(r.Text(0)).Double(r.Double(1)).Time(r.TimeOrNull(2))),
        new(
            "ledger", "source, lane, received, applied, duplicate, rejected, conflicting, last_received_at, erased",
            "SELECT source, received, applied, duplicate, rejected, conflicting, last_received_at, erased FROM ledger",
            static (copy, r) => copy.Text(r.Text(0)).Int(SpareLanes.Moved).Long(r.Long(1)).Long(r.Long(2)).Long(r.Long(3)).Long(r.Long(4)).Long(r.Long(5)).Time(r.TimeOrNull(6)).Long(r.Long(7))),
        new(
            "ledger_sources", "source", "SELECT source FROM ledger_sources ORDER BY source",
            static (copy, r) => copy.Text(r.Text(0))),
        new(
            "dead_letters", "number, log, partition, position, source, customer, reason, detail, at, body, replayed_at",
            "SELECT number, log, partition, position, source, customer, reason, detail, at, body, replayed_at FROM dead_letters ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Int(r.Long(2)).Long(r.Long(3)).Text(r.Text(4)).Text(r.TextOrNull(5)).Text(r.Text(6)).Text(r.Text(7))
                .Time(r.Time(8)).Bytes(r.Bytes(9)).Time(r.TimeOrNull(10))),
        new(
            "cases",
            "id, number, key, queue, priority, reason, policy, journey, correlation, status, opened_at, due_at, claimed_by, claimed_at, outcome, note, completed_at, completed_system_at, announced, version, origin",
            """
            SELECT id, number, key, queue, priority, reason, policy, journey, correlation, status, opened_at, due_at, claimed_by, claimed_at, outcome, note, completed_at,
                completed_system_at, announced, version, origin FROM cases ORDER BY number
            """,
            static (copy, r) => copy.Text(r.Text(0)).Long(r.Long(1)).Text(r.Text(2)).Text(r.Text(3)).Short(r.Long(4)).Text(r.Text(5)).Text(r.Text(6)).Text(r.TextOrNull(7))
                .Text(r.TextOrNull(8)).Short(r.Long(9)).Time(r.Time(10)).Time(r.Time(11)).Text(r.TextOrNull(12)).Time(r.TimeOrNull(13)).Text(r.TextOrNull(14))
                .Text(r.TextOrNull(15)).Time(r.TimeOrNull(16)).Time(r.TimeOrNull(17)).Bool(r.Long(18) != 0).Long(r.Long(19)).Text(r.TextOrNull(20))),
        new(
            "definition_sets", "version, published_at, origin", "SELECT version, published_at, origin FROM definition_sets ORDER BY version",
            static (copy, r) => copy.Int(r.Long(0)).Time(r.Time(1)).Text(r.Text(2))),
        new(
            "definition_documents", "set_version, place, kind, id, version, file, text, origin, paused",
            "SELECT set_version, place, kind, id, version, file, text, origin, paused FROM definition_documents ORDER BY set_version, place",
            static (copy, r) => copy.Int(r.Long(0)).Int(r.Long(1)).Text(r.Text(2)).Text(r.Text(3)).Int(r.Long(4)).Text(r.Text(5)).Text(r.Text(6)).Text(r.TextOrNull(7))
                .Bool(r.Long(8) != 0)),
        .. PrivacyTables.All,
        .. VoiceTables.All,
        .. DeliveryTables.All,
        .. LifeTables.All,
    ];
}
