using System.Collections.Immutable;
using CxOrchestrator.Storage.Log;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>The ledger and the stored positions of one moment, and what they come to beside what the log holds.</summary>
internal sealed class LedgerSnapshot
{
    // One statement sees one snapshot: a commit between two would look like a difference.
    private const string Sql =
        """
        SELECT true, source, 0, sum(received)::bigint, sum(applied)::bigint, sum(duplicate)::bigint, sum(rejected)::bigint, sum(conflicting)::bigint, max(last_received_at), sum(erased)::bigint
        FROM ledger GROUP BY source
        UNION ALL
        SELECT false, log, partition, received_to, position, 0, 0, 0, through, 0 FROM log_progress
        ORDER BY 1 DESC, 2, 3
        """;

    private readonly ImmutableArray<LedgerLine> _lines;
    private readonly Dictionary<(string Log, int Partition), PartitionProgress> _progress;

    private LedgerSnapshot(IEnumerable<LedgerLine> lines, IEnumerable<(string Log, int Partition, PartitionProgress Progress)> progress)
    {
        _lines = [.. lines];
        _progress = progress.ToDictionary(p => (p.Log, p.Partition), p => p.Progress);
    }

    public static async Task<LedgerSnapshot> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var rows = await connection.RowsAsync(Sql, [], Read, cancellationToken);
        return new LedgerSnapshot(rows.Select(r => r.Line).OfType<LedgerLine>(), rows.Where(r => r.Line is null).Select(r => r.Place));
    }

    /// <summary>Beside what the log held at that moment or later; null: the log did not say, and only what was counted out of it is known.</summary>
    public Ledger Beside(ImmutableArray<PartitionEnds>? ends)
    {
        var rest = new Dictionary<(string Log, int Partition), PartitionProgress>(_progress);
        var (tail, waiting) = (0L, 0L);
        foreach (var partition in ends ?? [])
        {
            var progress = rest.Remove((partition.Log, partition.Partition), out var stored) ? stored : PartitionProgress.None;
            tail += partition.After(progress.ReceivedTo);
            waiting += partition.After(progress.Position);
        }

        // Of logs that are gone or cannot be asked, what was counted out of them.
        waiting += rest.Values.Sum(p => Math.Max(0, p.ReceivedTo - p.Position));
        var counted = _lines.Sum(l => l.Received) + tail - _lines.Sum(Handled);

        // A touchpoint is applied a moment before its reader counts it: it was received all the same.
        ImmutableArray<LedgerLine> lines = [.. _lines.Select(l => l with { Received = Math.Max(l.Received, Handled(l)) })];
        return new Ledger
        {
            Sources = lines,
            Unread = Math.Max(0, counted - lines.Sum(l => l.Waiting)),
            LogWaiting = waiting,
            Counted = ends is null ? null : counted,
            LogApart = true,
        };
    }

    /// <summary>Records that wait, and that the log holds.</summary>
    public (long Waiting, long Rows) Rows(ImmutableArray<PartitionEnds>? ends) =>
        (Beside(ends).LogWaiting, ends is { } known ? known.Sum(e => e.Next - e.First) : _progress.Values.Sum(p => p.ReceivedTo + 1));

    private static long Handled(LedgerLine line) => line.Applied + line.Duplicate + line.Rejected + line.Erased;

    private static (LedgerLine? Line, (string Log, int Partition, PartitionProgress Progress) Place) Read(NpgsqlDataReader r) => r.GetBoolean(0)
        ? (new LedgerLine
        {
            Source = r.GetString(1),
            Received = r.GetInt64(3),
            Applied = r.GetInt64(4),
            Duplicate = r.GetInt64(5),
            Rejected = r.GetInt64(6),
            Conflicting = r.GetInt64(7),
            LastReceivedAt = r.TimeOrNull(8),
            Erased = r.GetInt64(9),
        }, default)
        : (null, (r.GetString(1), r.GetInt32(2), new PartitionProgress { ReceivedTo = r.GetInt64(3), Position = r.GetInt64(4), Through = r.TimeOrNull(8) ?? DateTimeOffset.MinValue }));
}
