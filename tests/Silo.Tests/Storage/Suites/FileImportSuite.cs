using CxOrchestrator.Storage.Files;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Files that become touchpoints: stored in parts, run by one process at a time, in order.</summary>
public abstract class FileImportSuite : StoreSuite
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IFileImports Imports => Store.Services.GetRequiredService<IFileImports>();

    private FileImport New(string id, string connection = "shop") => new()
    {
        Id = id,
        Connection = connection,
        Name = "orders \u0000 ü.csv",
        Format = "csv",
        CreatedAt = Store.Clock.GetUtcNow(),
        CreatedBy = "ada",
        ReceivedAt = Make.Start,
    };

    private async Task UploadAsync(string id, params byte[][] parts)
    {
        Assert.True(await Imports.BeginAsync(New(id), None));
        for (var i = 0; i < parts.Length; i++)
        {
            await Imports.AddPartAsync(id, i, parts[i], None);
        }

        Assert.True(await Imports.ReadyAsync(id, parts.Sum(p => p.Length), None));
    }

    [Fact]
    public async Task Upload_Parts_AreReadAsTheyWere()
    {
        await UploadAsync("i-1", [0, 1, 255], [2]);

        Assert.Equal([0, 1, 255], (await Imports.PartAsync("i-1", 0, None))!.Value.ToArray());
        Assert.Equal([2], (await Imports.PartAsync("i-1", 1, None))!.Value.ToArray());
        Assert.Null(await Imports.PartAsync("i-1", 2, None));
        var import = (await Imports.GetAsync("i-1", None))!;
        Assert.Equal(
            ("shop", "csv", 4L, "ada", Make.Start, ImportState.Waiting, null, null),
            (import.Connection, import.Format, import.Bytes, import.CreatedBy, import.ReceivedAt, import.State, import.EndedAt, import.Problem));
        Assert.Null(await Imports.GetAsync("i-2", None));
    }

    [Fact]
    public async Task Lease_OldestThatWaits_HasOneRunnerUntilItsLeaseIsOver()
    {
        await UploadAsync("i-1");
        await UploadAsync("i-2");

        Assert.Equal("i-1", (await Imports.LeaseAsync("a", Lease, None))?.Id);
        Assert.Null(await Imports.LeaseAsync("b", Lease, None));
        Assert.Equal("i-1", (await Imports.LeaseAsync("a", Lease, None))?.Id);
        Store.Clock.Advance(Lease);
        Assert.Equal("i-1", (await Imports.LeaseAsync("b", Lease, None))?.Id);
        Assert.False(await Imports.AdvanceAsync("i-1", "a", ImportCounts.None, null, null, Lease, None));
        Assert.False(await Imports.EndAsync("i-1", "a", null, None));
        Assert.True(await Imports.EndAsync("i-1", "b", null, None));
        Assert.Equal("i-2", (await Imports.LeaseAsync("a", Lease, None))?.Id);
    }

    [Fact]
    public async Task Lease_ManyAtOnce_GivesItToOne()
    {
        await UploadAsync("i-1");

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Imports.LeaseAsync($"r-{i}", Lease, None)));

        Assert.Single(taken, t => t is not null);
    }

    [Fact]
    public async Task Advance_CountsAndErrors_AreWhereTheNextRunnerGoesOn()
    {
        await UploadAsync("i-1");
        await Imports.LeaseAsync("a", Lease, None);
        var counts = new ImportCounts { Rows = 500, Touchpoints = 490, Dropped = 3, Rejected = 7 };

        Assert.True(await Imports.AdvanceAsync("i-1", "a", counts, [new(2, "The row has 1 field, and the header 2.")], "The log is full.", Lease, None));
        Assert.True(await Imports.AdvanceAsync("i-1", "a", counts with { Rows = 501 }, null, null, Lease, None));
        Store.Clock.Advance(Lease);
        var again = (await Imports.LeaseAsync("b", Lease, None))!;

        Assert.Equal((counts with { Rows = 501 }, ImportState.Running, null), (again.Counts, again.State, again.Problem));
        Assert.Equal([new RowError(2, "The row has 1 field, and the header 2.")], again.Errors);
    }

    [Fact]
    public async Task End_Failed_SaysWhyAndWhen()
    {
        await UploadAsync("i-1");
        await Imports.LeaseAsync("a", Lease, None);

        Assert.True(await Imports.EndAsync("i-1", "a", "The file is not UTF-8.", None));

        var import = Assert.Single(await Imports.ListAsync("shop", None));
        Assert.Equal((ImportState.Failed, "The file is not UTF-8.", Store.Clock.GetUtcNow()), (import.State, import.Problem, import.EndedAt));
        Assert.Null(await Imports.LeaseAsync("a", Lease, None));
    }

    [Fact]
    public async Task Cancel_AtAnyTime_StopsTheRunnerAndTheUpload()
    {
        await UploadAsync("i-1", [1]);
        await Imports.LeaseAsync("a", Lease, None);
        Assert.True(await Imports.BeginAsync(New("i-2"), None));

        Assert.True(await Imports.CancelAsync("i-1", None));
        Assert.True(await Imports.CancelAsync("i-2", None));

        Assert.False(await Imports.CancelAsync("i-1", None));
        Assert.False(await Imports.CancelAsync("i-3", None));
        Assert.False(await Imports.AdvanceAsync("i-1", "a", ImportCounts.None, null, null, Lease, None));
        Assert.False(await Imports.ReadyAsync("i-2", 0, None));
        Assert.All(await Imports.ListAsync("shop", None), i => Assert.Equal(ImportState.Cancelled, i.State));
    }

    [Fact]
    public async Task Sweep_PartsOfEndedImports_AreRemoved()
    {
        await UploadAsync("i-1", [1], [2], [3]);
        await UploadAsync("i-2", [4]);
        await Imports.CancelAsync("i-1", None);

        Assert.Equal((2, 1, 0), (await Imports.SweepAsync(2, None), await Imports.SweepAsync(2, None), await Imports.SweepAsync(2, None)));
        Assert.Null(await Imports.PartAsync("i-1", 2, None));
        Assert.NotNull(await Imports.PartAsync("i-2", 0, None));
    }

    [Fact]
    public async Task Begin_Bounds_AreKept()
    {
        for (var i = 0; i < IFileImports.WaitingMax; i++)
        {
            Assert.True(await Imports.BeginAsync(New($"i-{i}"), None));
        }

        Assert.False(await Imports.BeginAsync(New("more"), None));
        Store.Clock.Advance(IFileImports.UploadMax + TimeSpan.FromSeconds(1));
        Assert.True(await Imports.BeginAsync(New("later"), None));
        Assert.Equal((ImportState.Cancelled, "The upload was not completed."), (await Imports.GetAsync("i-0", None) is { } first ? (first.State, first.Problem) : default));

        for (var i = 0; i < IFileImports.KeptMax + 5; i++)
        {
            await UploadAsync($"k-{i}");
            await Imports.CancelAsync($"k-{i}", None);
        }

        Assert.Equal(IFileImports.KeptMax, (await Imports.ListAsync("shop", None)).Length);
    }
}
