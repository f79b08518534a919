using CxOrchestrator.Cli.Stores;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Cli.Tests.Stores;

public sealed class StoreCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-cli-");
    private readonly StringWriter _output = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
    }

    private string In(string name) => Path.Combine(_folder.FullName, name);

    [Fact]
    public async Task BackupAndRestore_OfAStoreThatIsOpen_BringItsCustomers()
    {
        await using (var store = new EmbeddedStore(In("data")))
        {
            await store.AddAsync("ann");
            Assert.Equal(ExitCodes.Done, BackupCommand.Take(In("data"), In("cx.backup"), _output));
            await store.AddAsync("bob");
        }

        Assert.Equal(ExitCodes.Done, BackupCommand.Restore(In("cx.backup"), In("again"), _output));
        await using var restored = new EmbeddedStore(In("again"));
        Assert.True(await restored.HasAsync("ann"));
        Assert.False(await restored.HasAsync("bob"));
    }

    [Fact]
    public void Backup_OfAFolderWithoutAStore_SaysSo()
    {
        var refused = Assert.Throws<StoreRefusedException>(() => BackupCommand.Take(_folder.FullName, In("cx.backup"), _output));
        Assert.Contains("no store", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("move --from x")]
    [InlineData("move --from x --to nonsense")]
    [InlineData("move --from x --to Database=cx")]
    [InlineData("migrate")]
    [InlineData("backup --data x")]
    [InlineData("restore --from x")]
    public void Parse_WhatIsMissingOrWrong_IsAnError(string line)
    {
        System.CommandLine.RootCommand root = new("cx") { MoveCommand.Create(), MigrateCommand.Create(), BackupCommand.Create(), BackupCommand.CreateRestore() };
        Assert.NotEmpty(root.Parse(line).Errors);
    }

    [Fact]
    public async Task MigrateAndMove_IntoANewDatabase_SayWhatTheyDid()
    {
        if (Requires.Postgres() is { } reason)
        {
            Assert.Skip(reason);
        }

        await using (var store = new EmbeddedStore(In("data")))
        {
            await store.AddAsync("ann");
            await store.AddAsync("bob");
        }

        await using var server = await PostgresServer.StartAsync();
        await server.CreateDatabaseAsync("cx");
        var database = server.ConnectionString("cx");
        Assert.Equal(ExitCodes.Done, await MigrateCommand.RunAsync(database, _output, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Done, await MigrateCommand.RunAsync(database, _output, TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.Done, await MoveCommand.RunAsync(In("data"), database, _output, TextWriter.Null, TestContext.Current.CancellationToken));

        var said = _output.ToString();
        Assert.Contains($"had version 0 and has version {PostgresMigrations.Needed} now", said, StringComparison.Ordinal);
        Assert.Contains("Nothing to do", said, StringComparison.Ordinal);
        Assert.Matches(@"customers +2 rows", said);
        Assert.Contains("Moved.", said, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreRefusedException>(() => MoveCommand.RunAsync(In("data"), database, _output, TextWriter.Null, TestContext.Current.CancellationToken));
    }
}
