using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;
using Npgsql;

namespace CxOrchestrator.Storage.Moving;

/// <summary>
/// Carries an embedded installation into an empty database of a cluster: everything or nothing, row by row, in memory that does not grow. The
/// folder is left as it is. Positions in customers' rows name the embedded log and compare with no other; a touchpoint that is sent again is
/// known by its identity, which goes along.
/// </summary>
public static class StoreMove
{
    /// <summary>Rows between two words about how far it is.</summary>
    private const int TellEvery = 5_000;

    /// <summary>Brings the database to this version, moves, and checks what arrived before it counts. Throws <see cref="StoreRefusedException"/> where it cannot.</summary>
    public static async Task<MoveResult> RunAsync(string folder, string connectionString, Action<MoveProgress> told, CancellationToken cancellationToken)
    {
        var file = DataFolder.Existing(folder);
        await using var folderLock = DataFolder.Take(folder);
        using var source = Open(file);
        CheckDrained(source);

        await PostgresMigrations.RunAsync(connectionString, cancellationToken);
        await using var target = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 });
        await using var connection = await target.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await MoveTarget.TakeAsync(connection, cancellationToken);
        await MoveTarget.AddMonthsAsync(connection, source, cancellationToken);

        var moved = new List<MovedTable>();
        foreach (var table in MoveTables.All)
        {
            var rows = Copy(source, connection, table, told, cancellationToken);
            moved.Add(new MovedTable(table.Name, rows));
        }

        await MoveTarget.FinishAsync(connection, source, cancellationToken);
        var sums = await MoveCheck.RunAsync(connection, source, moved, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);

        // Only now, and only for speed: plans without it are made for empty tables.
        await connection.ExecuteAsync("ANALYZE", [], CancellationToken.None);
        return new MoveResult([.. moved], [.. sums], File.Exists(Path.Combine(folder, DataFolder.SecretFile)));
    }

    // Written to only where it has an older version's tables.
    private static SqliteSession Open(string file)
    {
        var session = SqliteSession.OpenWriter(file);
        try
        {
            Schema.Migrate(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void CheckDrained(SqliteSession source)
    {
        using var statement = source.Use(
            "SELECT count(*) FROM log_records r WHERE position > coalesce((SELECT position FROM log_positions p WHERE p.partition = r.partition), 0)");
        statement.Read();
        if (statement.Long(0) is > 0 and var waiting)
        {
            throw new StoreRefusedException(
                $"The log has {waiting:N0} touchpoints that are not applied. Start the gateway on this folder, wait until /v1/status says logWaiting 0, stop it, and move then.");
        }

        using var ledger = source.Use("SELECT coalesce(sum(received - applied - duplicate - rejected - erased), 0) FROM ledger");
        ledger.Read();
        if (ledger.Long(0) is not 0 and var difference)
        {
            throw new StoreRefusedException($"The ledger does not add up: it says that {difference:N0} touchpoints wait, and the log has none. Nothing was moved.");
        }
    }

    private static long Copy(SqliteSession source, NpgsqlConnection connection, MoveTable table, Action<MoveProgress> told, CancellationToken cancellationToken)
    {
        using var rows = source.Use(table.Select);
        using var copy = connection.BeginBinaryImport($"COPY {table.Name} ({table.Columns}) FROM STDIN (FORMAT BINARY)");
        var count = 0L;
        while (rows.Read())
        {
            copy.StartRow();
            table.Write(copy, rows);
            if (++count % TellEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                told(new MoveProgress(table.Name, count));
            }
        }

        copy.Complete();
        return count;
    }
}

/// <summary>How far a move is.</summary>
public readonly record struct MoveProgress(string Table, long Rows);

/// <summary>A table that arrived.</summary>
public readonly record struct MovedTable(string Name, long Rows);

/// <summary>A sum that is the same on both sides.</summary>
public readonly record struct MovedSum(string Name, decimal Value);

/// <summary>What was moved.</summary>
/// <param name="Tables">Rows by table.</param>
/// <param name="Sums">Sums that were compared, and were equal.</param>
/// <param name="HasSecret">The folder has a secret that signs webhooks; silos have to be given it.</param>
public sealed record MoveResult(IReadOnlyList<MovedTable> Tables, IReadOnlyList<MovedSum> Sums, bool HasSecret);
