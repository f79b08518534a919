using System.Globalization;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;
using Npgsql;

namespace CxOrchestrator.Storage.Moving;

/// <summary>The database that is moved into, within the move's transaction.</summary>
internal static class MoveTarget
{
    /// <summary>Refuses one that has anything in it; from here on silos that start meanwhile wait.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        string[] tables = [.. MoveTables.All.Select(t => t.Name), "customer_counts", "log_progress"];
        await connection.ExecuteAsync($"LOCK TABLE {string.Join(", ", tables)}, sending IN SHARE ROW EXCLUSIVE MODE", [], cancellationToken);

        // Every database is made with a key of its own; the one that is moved counts.
        await connection.ExecuteAsync("DELETE FROM erasure_key WHERE NOT EXISTS (SELECT FROM erasures)", [], cancellationToken);
        foreach (var table in tables)
        {
            if (await connection.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM {table})", [], cancellationToken))
            {
                throw new StoreRefusedException($"The database is not empty: {table} has rows. Silos that ran on it have put them there; make a new database and move before the first silo starts.");
            }
        }
    }

    /// <summary>Partitions for all months that history and decisions lie in.</summary>
    public static async Task AddMonthsAsync(NpgsqlConnection connection, SqliteSession source, CancellationToken cancellationToken)
    {
        var months = new SortedSet<DateOnly>();
        using (var received = source.Use("SELECT DISTINCT strftime('%Y-%m-01', received_at / 1000, 'unixepoch') FROM history"))
        {
            while (received.Read())
            {
                months.Add(DateOnly.ParseExact(received.Text(0), "yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }

        using (var alone = source.Use("SELECT decision FROM decisions d WHERE NOT EXISTS (SELECT 1 FROM history h WHERE h.key = d.key AND h.sequence = d.sequence)"))
        {
            while (alone.Read())
            {
                months.Add(HistoryMonths.Of(StoreJson.Decision(alone.Bytes(0)).At.UtcDateTime));
            }
        }

        foreach (var month in months)
        {
            await connection.ExecuteAsync("SELECT add_month($1)", [month], cancellationToken);
        }
    }

    /// <summary>What is not copied row by row: the switch, the count of customers, and numbers that go on after those moved.</summary>
    public static async Task FinishAsync(NpgsqlConnection connection, SqliteSession source, CancellationToken cancellationToken)
    {
        using (var sending = source.Use("SELECT stopped, version, changed_by, changed_at FROM sending WHERE id = 1"))
        {
            sending.Read();
            await connection.ExecuteAsync(
                "UPDATE sending SET stopped = $1, version = $2, changed_by = $3, changed_at = $4 WHERE id = 1",
                [sending.Long(0) != 0, sending.Long(1), sending.TextOrNull(2), sending.TimeOrNull(3)],
                cancellationToken);
        }

        await connection.ExecuteAsync("INSERT INTO customer_counts (lane, customers) SELECT $1, count(*) FROM customers WHERE merged_into IS NULL", [SpareLanes.Moved], cancellationToken);
        foreach (var (table, sequence) in (ReadOnlySpan<(string, string)>)
        [
            ("decisions", "'decision_numbers'"),
            ("outbox", "pg_get_serial_sequence('outbox', 'number')"),
            ("dead_letters", "pg_get_serial_sequence('dead_letters', 'number')"),
            ("cases", "pg_get_serial_sequence('cases', 'number')"),
            ("audit", "pg_get_serial_sequence('audit', 'number')"),
            ("erasures", "pg_get_serial_sequence('erasures', 'number')"),
            ("consents", "pg_get_serial_sequence('consents', 'number')"),
            ("remarks", "pg_get_serial_sequence('remarks', 'number')"),
            ("remark_corrections", "pg_get_serial_sequence('remark_corrections', 'number')"),
            ("merges", "'merge_numbers'"),
            ("deliveries", "pg_get_serial_sequence('deliveries', 'number')"),
            ("delivery_steps", "pg_get_serial_sequence('delivery_steps', 'number')"),
            ("waiting_deliveries", "pg_get_serial_sequence('waiting_deliveries', 'number')"),
            ("in_app_messages", "pg_get_serial_sequence('in_app_messages', 'number')"),
            ("images", "pg_get_serial_sequence('images', 'number')"),
            ("file_imports", "pg_get_serial_sequence('file_imports', 'number')"),
            ("identity_links", "pg_get_serial_sequence('identity_links', 'number')"),
        ])
        {
            using var command = connection.Command($"SELECT setval({sequence}, greatest((SELECT max(number) FROM {table}), 1), EXISTS (SELECT FROM {table}))", []);
            command.ExecuteNonQuery();
        }
    }
}
