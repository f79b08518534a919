using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Months of receipt that history and decisions have partitions for, as far as this process knows.</summary>
public sealed class HistoryMonths
{
    private readonly ConcurrentDictionary<DateOnly, bool> _known = new();

    public static DateOnly Of(DateTime received) => new(received.Year, received.Month, 1);

    /// <summary>Makes a month's partitions where they may be missing. Outside of any transaction: others wait for what it locks.</summary>
    public void Ensure(NpgsqlConnection connection, DateOnly month)
    {
        if (!_known.ContainsKey(month))
        {
            using var command = connection.Command("SELECT add_month($1)", [month]);
            command.ExecuteNonQuery();
            _known[month] = true;
        }
    }

    public async Task EnsureAsync(NpgsqlConnection connection, DateOnly month, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("SELECT add_month($1)", [month], cancellationToken);
        _known[month] = true;
    }

    /// <summary>Somebody removed one of them.</summary>
    public void Forget() => _known.Clear();

    /// <summary>Removes months that were over before this moment; whole partitions, without a lock that writers would wait for. Gives how many.</summary>
    public async Task<int> DropAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Held by the session: a partition is detached outside of transactions.
        await connection.ExecuteAsync("SELECT pg_advisory_lock($1, 2)", [PostgresMigrations.LockClass], cancellationToken);
        var partitions = await connection.RowsAsync(
            """
            SELECT i.inhparent::regclass::text, c.relname, i.inhdetachpending FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent IN ('history'::regclass, 'decisions'::regclass)
            """,
            [],
            r => (Parent: r.GetString(0), Name: r.GetString(1), Pending: r.GetBoolean(2)),
            cancellationToken);
        var dropped = 0;
        foreach (var (parent, name, pending) in partitions)
        {
            if (End(name) > before)
            {
                continue;
            }

            await connection.ExecuteAsync($"ALTER TABLE {parent} DETACH PARTITION {name} {(pending ? "FINALIZE" : "CONCURRENTLY")}", [], cancellationToken);
            await connection.ExecuteAsync($"DROP TABLE {name}", [], cancellationToken);
            dropped++;
        }

        Forget();
        await connection.ExecuteAsync("SELECT pg_advisory_unlock($1, 2)", [PostgresMigrations.LockClass], cancellationToken);
        return dropped;
    }

    // history_2026_03 ends where April begins.
    private static DateTimeOffset End(string partition) =>
        new DateTimeOffset(DateTime.ParseExact(partition[^7..], "yyyy_MM", CultureInfo.InvariantCulture), TimeSpan.Zero).AddMonths(1);
}
