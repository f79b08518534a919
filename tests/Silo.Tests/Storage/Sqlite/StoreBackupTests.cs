using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

/// <summary>One file of a store that runs, and the store that it becomes again.</summary>
public sealed class StoreBackupTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-backup-");
    private readonly EmbeddedSilo _silo = new() { Current = new CompiledDefinitions(Documents.Set) };

    private string File => Path.Combine(_folder.FullName, "cx.backup");

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Touchpoint Note(int i) => Make.Touchpoint(i % 5 == 0 ? "mail.wanted" : "note", Make.Start.AddSeconds(i), $"t-{i}", new CustomerId($"c-{i % 13}"), "shop");

    [Fact]
    public async Task Take_WhileTouchpointsStream_IsOneMomentThatGoesOnFromThere()
    {
        var secret = Path.Combine(_silo.Folder, "webhook-secret");
        await System.IO.File.WriteAllTextAsync(secret, "whsec");
        using var enough = new CancellationTokenSource();
        var streaming = StreamAsync(enough.Token);
        await EmbeddedSilo.UntilAsync(async () => (await _silo.Read.LedgerAsync(None)).Sources.Sum(l => l.Applied) > 200, "touchpoints to stream");
        Assert.True(StoreBackup.Take(_silo.Folder, File) > 0);
        await enough.CancelAsync();
        var sent = await streaming;
        await _silo.RestAsync();
        await _silo.StopAsync();

        var data = Path.Combine(_folder.FullName, "data");
        StoreBackup.Restore(File, data);
        Assert.Equal("whsec", await System.IO.File.ReadAllTextAsync(Path.Combine(data, "webhook-secret")));
        await using var restored = new EmbeddedSilo { Current = _silo.Current, Folder = data };
        await restored.StartAsync();
        await restored.RestAsync();
        var before = Assert.Single((await restored.Read.LedgerAsync(None)).Sources);
        Assert.InRange(before.Applied, 200, sent - 1);
        Assert.Equal(before.Received, before.Applied);

        // Sent again, all of it: what the backup has is known, the rest is applied, each once.
        await restored.TakeAsync(Enumerable.Range(0, sent).Select(Note));
        var after = Assert.Single((await restored.Read.LedgerAsync(None)).Sources);
        Assert.Equal((sent, before.Applied), (after.Applied, after.Duplicate));
        await EmbeddedSilo.UntilAsync(async () => (await restored.Read.ActionsAsync(new ActionQuery { Limit = 1000 }, None)).Items.Length == Math.Min(1000, (sent + 4) / 5), "an action for every fifth");
    }

    [Fact]
    public async Task Take_OverAFile_IsRefused()
    {
        await System.IO.File.WriteAllTextAsync(File, "precious");
        Assert.Throws<StoreRefusedException>(() => StoreBackup.Take(_silo.Folder, File));
        Assert.Equal("precious", await System.IO.File.ReadAllTextAsync(File));
    }

    [Fact]
    public void Restore_OverAStore_IsRefused()
    {
        StoreBackup.Take(_silo.Folder, File);
        var inUse = Assert.Throws<StoreRefusedException>(() => StoreBackup.Restore(File, _silo.Folder));
        Assert.Contains("in use", inUse.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_DamagedFile_IsRefusedAndLeavesNoStore()
    {
        await _silo.TakeAsync(Enumerable.Range(0, 500).Select(Note));
        StoreBackup.Take(_silo.Folder, File);
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes.AsSpan(bytes.Length / 2).Fill(0x5a);
        await System.IO.File.WriteAllBytesAsync(File, bytes);
        var data = Path.Combine(_folder.FullName, "data");

        Assert.Throws<StoreRefusedException>(() => StoreBackup.Restore(File, data));
        Assert.False(System.IO.File.Exists(Path.Combine(data, SqliteDatabase.FileName)));
    }

    private async Task<int> StreamAsync(CancellationToken enough)
    {
        var sent = 0;
        while (!enough.IsCancellationRequested)
        {
            await _silo.AppendAsync(Enumerable.Range(sent, 20).Select(Note));
            sent += 20;
        }

        // Some after the backup, for certain.
        await _silo.AppendAsync(Enumerable.Range(sent, 20).Select(Note));
        return sent + 20;
    }
}
