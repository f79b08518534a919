using System.Diagnostics;
using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Nemesis;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults;

/// <summary>A database that crashes, hangs up, crawls, is locked or full.</summary>
[Collection(FaultCollection.Name)]
[Trait("fault", "database")]
public sealed class DatabaseTests(BedFixture fixture) : IClassFixture<BedFixture>
{
    private const int DiskMiB = 200;

    public static TheoryData<int> Seeded => [.. Seeds.Chosen];

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Database_CrashedAndStarted_IsWaitedFor(int seed)
    {
        Choice.Needs();
        var bed = await BedAsync();
        var run = new FaultRun(bed, "db-crash", seed);
        run.Schedule.Between(1, 5, "the database crashes", bed.Database.StopAsync);
        run.Schedule.Then(2, 8, "it starts", bed.Database.StartAgainAsync);
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Connections_CutRightAfterCommits_WriteNothingTwice(int seed)
    {
        Choice.Needs();
        var bed = await BedAsync();
        var run = new FaultRun(bed, "db-cut", seed);
        var before = bed.Proxy!.Cut;
        for (var burst = 0; burst < 4; burst++)
        {
            var cuts = run.Schedule.Dice.Next(1, 6);
            var seen = burst % 2 == 0;
            run.Schedule.Between(
                0.5 + (2 * burst),
                2 + (2 * burst),
                $"the next {cuts} commits are cut {(seen ? "after the server did them" : "before the server saw them")}",
                () =>
                {
                    bed.Proxy.CutCommits(cuts, beforeSending: !seen);
                    return Task.CompletedTask;
                });
        }

        await run.IsKeptAsync();
        bed.Proxy.CutCommits(0);
        Assert.NotEqual(before, bed.Proxy.Cut);
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Database_HalfASecondSlower_IsWaitedFor(int seed)
    {
        Choice.Needs();
        var bed = await BedAsync();
        var run = new FaultRun(bed, "db-slow", seed);
        run.Schedule.Between(1, 3, "every answer takes 500 ms more", () => Slower(bed, TimeSpan.FromMilliseconds(500)));
        run.Schedule.Then(6, 10, "as fast as before", () => Slower(bed, TimeSpan.Zero));
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Table_LockedForTwentySeconds_IsWaitedFor(int seed)
    {
        Choice.Needs(full: true);
        var bed = await BedAsync();
        var run = new FaultRun(bed, "db-lock", seed);
        var table = ((string[])["customers", "history", "outbox", "ledger", "log_progress"])[run.Schedule.Dice.Next(5)];
        run.Schedule.Between(1, 5, $"{table} is locked for 20 s", () => bed.Database.SqlAsync($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(20); COMMIT;", "cx"));
        await run.IsKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Seeded))]
    public async Task Disk_Full_IsWaitedFor(int seed)
    {
        Choice.Needs(full: true);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root mounts a small disk");
        var disk = Directory.CreateTempSubdirectory("cx-disk-");
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMiB}m", "tmpfs", disk.FullName), "a small disk cannot be mounted here");
        try
        {
            await using var bed = await ClusterBed.StartAsync(new BedPlan { Documents = sink => ShopTraffic.Documents(sink), DatabaseFolder = disk });
            var run = new FaultRun(bed, "db-full", seed);
            var ballast = Path.Combine(disk.FullName, "ballast");
            run.Schedule.Between(1, 4, "the disk is full", () => FillAsync(bed, ballast));
            run.Schedule.Then(6, 10, "there is room again", () => RoomAsync(bed, ballast));
            await run.IsKeptAsync();
        }
        finally
        {
            await RunAsync("umount", disk.FullName);
            disk.Delete();
        }
    }

    private Task<ClusterBed> BedAsync() => fixture.BedAsync(new BedPlan { Documents = sink => ShopTraffic.Documents(sink), DatabaseBehindProxy = true });

    private static Task Slower(ClusterBed bed, TimeSpan delay)
    {
        bed.Proxy!.Delay = delay;
        return Task.CompletedTask;
    }

    // Up to the last byte: the disk says when that is.
    private static async Task FillAsync(ClusterBed bed, string file)
    {
        await using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            var block = new byte[4096];
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (true)
                {
                    await stream.WriteAsync(block);
                }
            });
        }

        // Nor is there room for the database.
        await Assert.ThrowsAsync<InvalidOperationException>(() => bed.Database.SqlAsync("CREATE TABLE room AS SELECT generate_series(1, 1000000)", "cx"));
    }

    // A server that could not write its log has ended; its operator starts it again.
    private static async Task RoomAsync(ClusterBed bed, string ballast)
    {
        File.Delete(ballast);
        if (!await bed.Database.IsRunningAsync())
        {
            await bed.Database.StartAgainAsync();
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
