namespace CxOrchestrator.Storage.Moving;

/// <summary>
/// Tables of connections, of images, and of what left through them. When a rate allows the next message is not moved, nor who reads a mailbox, enriches
/// deliveries or runs an import: all last a moment.
/// </summary>
internal static class DeliveryTables
{
    public static IReadOnlyList<MoveTable> All { get; } =
    [
        new(
            "deliveries", "number, action, key, connection, channel, address, provider_id, answer, sent_at, message",
            "SELECT number, action, key, connection, channel, address, provider_id, answer, sent_at, message FROM deliveries ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Text(r.Text(4)).Text(r.Text(5)).Text(r.TextOrNull(6)).Text(r.TextOrNull(7))
                .Time(r.Time(8)).Text(r.Text(9))),
        new(
            "delivery_steps", "number, reporter, event_id, step, action, key, provider_id, at, reason, permanent, url, text, automated, announced, address",
            """
            SELECT number, reporter, event_id, step, action, key, provider_id, at, reason, permanent, url, text, automated, announced, address FROM delivery_steps ORDER BY number
            """,
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Short(r.Long(3)).Text(r.TextOrNull(4)).Text(r.TextOrNull(5)).Text(r.TextOrNull(6))
                .Time(r.Time(7)).Text(r.TextOrNull(8)).Bool(r.Long(9) != 0).Text(r.TextOrNull(10)).Text(r.TextOrNull(11)).Bool(r.Long(12) != 0).Bool(r.Long(13) != 0).Text(r.TextOrNull(14))),
        new(
            "connection_states", "connection, paused, paused_by, paused_at, failing_since, last_error, worked_at",
            "SELECT connection, paused, paused_by, paused_at, failing_since, last_error, worked_at FROM connection_states ORDER BY connection",
            static (copy, r) => copy.Text(r.Text(0)).Bool(r.Long(1) != 0).Text(r.TextOrNull(2)).Time(r.TimeOrNull(3)).Time(r.TimeOrNull(4)).Text(r.TextOrNull(5))
                .Time(r.TimeOrNull(6))),
        new(
            "in_app_messages", "number, id, key, title, text, link, link_text, image, sent_at, expires_at, read_at, clicked_at",
            "SELECT number, id, key, title, text, link, link_text, image, sent_at, expires_at, read_at, clicked_at FROM in_app_messages ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.TextOrNull(3)).Text(r.Text(4)).Text(r.TextOrNull(5)).Text(r.TextOrNull(6)).Text(r.TextOrNull(7))
                .Time(r.Time(8)).Time(r.TimeOrNull(9)).Time(r.TimeOrNull(10)).Time(r.TimeOrNull(11))),
        new(
            "in_app_keys", "id, name, secret, created_by, created_at", "SELECT id, name, secret, created_by, created_at FROM in_app_keys ORDER BY id",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Time(r.Time(4))),
        new(
            "images", "number, id, name, media_type, width, height, length, uploaded_by, uploaded_at, bytes",
            "SELECT number, id, name, media_type, width, height, length, uploaded_by, uploaded_at, bytes FROM images ORDER BY number",
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Int(r.Long(4)).Int(r.Long(5)).Int(r.Long(6)).Text(r.Text(7)).Time(r.Time(8)).Bytes(r.Bytes(9))),
        new(
            "return_mailboxes",
            "connection, looked_at, place, validity, last_uid, read_at, failing_since, last_error, bounces, complaints, replies, delivered, automatic, foreign_messages, not_understood, unreadable",
            """
            SELECT connection, looked_at, place, validity, last_uid, read_at, failing_since, last_error,
                bounces, complaints, replies, delivered, automatic, foreign_messages, not_understood, unreadable FROM return_mailboxes ORDER BY connection
            """,
            static (copy, r) => copy.Text(r.Text(0)).Time(r.TimeOrNull(1)).Text(r.TextOrNull(2)).Long(r.LongOrNull(3)).Long(r.LongOrNull(4)).Time(r.TimeOrNull(5)).Time(r.TimeOrNull(6))
                .Text(r.TextOrNull(7)).Long(r.Long(8)).Long(r.Long(9)).Long(r.Long(10)).Long(r.Long(11)).Long(r.Long(12)).Long(r.Long(13)).Long(r.Long(14)).Long(r.Long(15))),
        new(
            "source_pulls", "connection, due_at, cursor, read_at, failing_since, last_error",
            "SELECT connection, due_at, cursor, read_at, failing_since, last_error FROM source_pulls ORDER BY connection",
            static (copy, r) => copy.Text(r.Text(0)).Time(r.TimeOrNull(1)).Text(r.TextOrNull(2)).Time(r.TimeOrNull(3)).Time(r.TimeOrNull(4)).Text(r.TextOrNull(5))),
        new(
            "waiting_deliveries", "number, connection, received_at, stored_at, due_at, failures, failing_since, last_error, dead_at, plain, size, method, url, headers, body",
            """
            SELECT number, connection, received_at, stored_at, due_at, failures, failing_since, last_error, dead_at, plain, size, method, url, headers, body
            FROM waiting_deliveries ORDER BY number
            """,
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Time(r.Time(2)).Time(r.Time(3)).Time(r.Time(4)).Int(r.Long(5)).Time(r.TimeOrNull(6)).Text(r.TextOrNull(7)).Time(r.TimeOrNull(8))
                .Bool(r.Long(9) != 0).Long(r.Long(10)).Text(r.Text(11)).Text(r.Text(12)).Text(r.Text(13)).Bytes(r.Bytes(14))),
        new(
            "source_enrichments", "connection, due_at, cursor", "SELECT connection, due_at, cursor FROM source_enrichments ORDER BY connection",
            static (copy, r) => copy.Text(r.Text(0)).Time(r.TimeOrNull(1)).Text(r.TextOrNull(2))),
        new(
            "file_imports",
            "number, id, connection, name, format, bytes, created_at, created_by, received_at, state, ended_at, problem, row_count, touchpoints, dropped, rejected, errors",
            """
            SELECT number, id, connection, name, format, bytes, created_at, created_by, received_at, state, ended_at, problem, row_count, touchpoints, dropped, rejected, errors
            FROM file_imports ORDER BY number
            """,
            static (copy, r) => copy.Long(r.Long(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Text(r.Text(4)).Long(r.Long(5)).Time(r.Time(6)).Text(r.Text(7)).Time(r.Time(8))
                .Short(r.Long(9)).Time(r.TimeOrNull(10)).Text(r.TextOrNull(11)).Long(r.Long(12)).Long(r.Long(13)).Long(r.Long(14)).Long(r.Long(15)).Text(r.Text(16))),
        new(
            "file_import_parts", "import, place, bytes", "SELECT import, place, bytes FROM file_import_parts ORDER BY import, place",
            static (copy, r) => copy.Text(r.Text(0)).Int(r.Long(1)).Bytes(r.Bytes(2))),
        new(
            "connection_secrets", "connection, name, value, target, set_by, set_at",
            "SELECT connection, name, value, target, set_by, set_at FROM connection_secrets ORDER BY connection, name",
            static (copy, r) => copy.Text(r.Text(0)).Text(r.Text(1)).Text(r.Text(2)).Text(r.Text(3)).Text(r.Text(4)).Time(r.Time(5))),
    ];
}
