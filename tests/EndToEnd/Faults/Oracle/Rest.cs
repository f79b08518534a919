using System.Diagnostics;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Traffic;
using Npgsql;

namespace CxOrchestrator.EndToEnd.Faults.Oracle;

/// <summary>Waits until nothing of a run moves any more.</summary>
internal static class Rest
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(2);

    /// <summary>What moves: all of it grows but for what is pending.</summary>
    private sealed record Figures(long Received, long Done, long Pending);

    /// <summary>Returns when everything acknowledged is taken and delivered, or when nothing has moved for so long: then it never will.</summary>
    public static async Task WaitAsync(ClusterBed bed, string run, Book book, TimeSpan quiet)
    {
        var since = Stopwatch.StartNew();
        Figures? last = null;
        while (true)
        {
            var now = await ReadAsync(bed.Direct, run);
            if (now is null || now != last)
            {
                (last, since) = (now ?? last, now is null ? since : Stopwatch.StartNew());
            }

            var done = now is not null && now.Received >= book.Acknowledgements && now.Done == now.Received && now.Pending == 0;
            if (since.Elapsed > (done ? Steady : quiet))
            {
                return;
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    private static async Task<Figures?> ReadAsync(NpgsqlDataSource database, string run)
    {
        try
        {
            var ledger = (await Evidence.RowsAsync(
                database,
                "SELECT coalesce(sum(received), 0)::bigint, coalesce(sum(applied + duplicate + rejected), 0)::bigint FROM ledger WHERE source = $1",
                run,
                r => (r.GetInt64(0), r.GetInt64(1))))[0];
            var pending = (await Evidence.RowsAsync(database, "SELECT count(*) FROM outbox WHERE key LIKE $1 AND status IN (1, 2, 3)", $"default/{run}-c%", r => r.GetInt64(0)))[0];
            return new Figures(ledger.Item1, ledger.Item2, pending);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }
}
