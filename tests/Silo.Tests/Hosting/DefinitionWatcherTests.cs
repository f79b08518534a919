using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Hosting;

public sealed class DefinitionWatcherTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("cx-silo-tests-").FullName;
    private readonly DefinitionOptions _options = new();
    private readonly FlakyDefinitions _definitions;
    private readonly DefinitionHost _host;
    private readonly DefinitionWatcher _watcher;

    public DefinitionWatcherTests()
    {
        _definitions = new FlakyDefinitions(_store.Definitions);
        _host = new DefinitionHost(_definitions, NullLogger<DefinitionHost>.Instance);
        _watcher = new DefinitionWatcher(_host, Options.Create(_options), _store.Clock, NullLogger<DefinitionWatcher>.Instance);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(None);
        _watcher.Dispose();
        _host.Dispose();
        await _store.DisposeAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Write(string file, DocumentSource document) => File.WriteAllText(Path.Combine(_folder, file), document.Text);

    private async Task StartAsync(bool withFolder = true)
    {
        _options.Folder = withFolder ? _folder : null;
        await _watcher.StartAsync(None);
        if (withFolder)
        {
            await _store.Clock.ArmedAsync(_options.LookEvery);
        }
    }

    private async Task LookAsync()
    {
        _store.Clock.Advance(_options.LookEvery);
        await _store.Clock.ArmedAsync(_options.LookEvery);
    }

    private IEnumerable<string> InForce => _host.Current.Set.Journeys.Select(j => j.Id).Order();

    [Fact]
    public async Task Start_NewStoreWithoutAFolder_PublishesThePack()
    {
        await StartAsync(withFolder: false);

        Assert.Contains("order", InForce);
        Assert.NotEmpty(_host.Current.Policies);
        Assert.Equal((1, "retail pack"), (_host.Published!.Version, _host.Published.Origin));
    }

    [Fact]
    public async Task Start_StoreWithDocuments_KeepsThemAndPublishesNoPack()
    {
        await _host.ImportAsync([DefinitionHostTests.Journey("mine")], "somebody", None);
        await StartAsync(withFolder: false);

        Assert.Equal(["mine"], InForce);
        Assert.Single(await _store.Definitions.ListAsync(10, None));
    }

    [Fact]
    public async Task Start_Folder_IsInForceBeforeAnythingIsRead()
    {
        Write("a.yaml", DefinitionHostTests.Journey("a"));
        Directory.CreateDirectory(Path.Combine(_folder, "deep"));
        Write("deep/b.yml", DefinitionHostTests.Journey("b"));
        Write("notes.txt", DefinitionHostTests.Journey("c"));
        await StartAsync();

        Assert.Equal(["a", "b"], InForce);
        Assert.Equal(["a.yaml", "deep/b.yml"], _host.Published!.Documents.Select(d => d.File).Order());
    }

    [Fact]
    public async Task Start_FolderWithErrorsInANewStore_WaitsUntilItIsCorrectedAndNeverTakesThePack()
    {
        Write("bad.yaml", new DocumentSource("", "kind: nonsense"));
        await StartAsync();

        Assert.Null(_host.Published);
        Assert.False(new PublishedGate(_host).IsOpen);
        Assert.Contains("bad.yaml:1:", _host.Import.Problem, StringComparison.Ordinal);
        var waiting = new PublishedGate(_host).WaitAsync(None);
        Assert.False(waiting.IsCompleted);

        Write("bad.yaml", DefinitionHostTests.Journey("mine"));
        await LookAsync();
        await waiting;
        Assert.Equal(["mine"], InForce);
        Assert.Null(_host.Import.Problem);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_FolderMissingOrEmptyInANewStore_SaysSoAndNeverTakesThePack(bool missing)
    {
        if (missing)
        {
            Directory.Delete(_folder);
        }

        await StartAsync();
        Assert.Null(_host.Published);
        Assert.Contains(_folder, _host.Import.Problem, StringComparison.Ordinal);

        Directory.CreateDirectory(_folder);
        Write("a.yaml", DefinitionHostTests.Journey("mine"));
        await LookAsync();
        Assert.Equal(["mine"], InForce);
    }

    [Fact]
    public async Task Look_KubernetesTurnsTheLink_IsPublished()
    {
        void Turn(string version, string name)
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            Write($"{version}/a.yaml", DefinitionHostTests.Journey("a", name));
            File.Delete(Path.Combine(_folder, "..data"));
            File.CreateSymbolicLink(Path.Combine(_folder, "..data"), version);
        }

        Turn("..1", "First");
        File.CreateSymbolicLink(Path.Combine(_folder, "a.yaml"), "..data/a.yaml");
        await StartAsync();
        Assert.Equal("First", _host.Current.Journey("a")!.Name);

        Turn("..2", "Second");
        await LookAsync();
        Assert.Equal("Second", _host.Current.Journey("a")!.Name);
    }

    [Fact]
    public async Task Look_FolderChanged_IsPublished()
    {
        Write("a.yaml", DefinitionHostTests.Journey("a"));
        await StartAsync();
        Write("b.yaml", DefinitionHostTests.Journey("b"));
        await LookAsync();
        Assert.Equal(["a", "b"], InForce);

        File.Delete(Path.Combine(_folder, "a.yaml"));
        await LookAsync();
        Assert.Equal(["b"], InForce);
        Assert.Equal(3, _host.Current.Version);
    }

    [Fact]
    public async Task Look_NothingChanged_ReadsNothing()
    {
        Write("a.yaml", DefinitionHostTests.Journey("a"));
        await StartAsync();
        var reads = _definitions.Reads;
        await LookAsync();
        await LookAsync();

        Assert.Equal(reads, _definitions.Reads);
    }

    [Fact]
    public async Task Look_ErrorInTheFolder_KeepsTheLastGoodSetUntilItIsFixed()
    {
        Write("a.yaml", DefinitionHostTests.Journey("a"));
        await StartAsync();
        Write("a.yaml", DefinitionHostTests.Journey("a", "Changed"));
        Write("b.yaml", new DocumentSource("", "kind: journey\nid: b\nname: ["));
        await LookAsync();
        Assert.Equal("Order", _host.Current.Journey("a")!.Name);
        Assert.NotEmpty(_host.Import.Errors);

        Write("b.yaml", DefinitionHostTests.Journey("b"));
        await LookAsync();
        Assert.Equal("Changed", _host.Current.Journey("a")!.Name);
        Assert.Empty(_host.Import.Errors);
    }

    [Fact]
    public async Task Look_FolderGoneOrEmptied_KeepsTheLastGoodSet()
    {
        Write("a.yaml", DefinitionHostTests.Journey("a"));
        await StartAsync();
        Directory.Delete(_folder, recursive: true);
        await LookAsync();
        Assert.Equal(["a"], InForce);

        Directory.CreateDirectory(_folder);
        await LookAsync();
        Assert.Equal(["a"], InForce);

        Write("b.yaml", DefinitionHostTests.Journey("b"));
        await LookAsync();
        Assert.Equal(["b"], InForce);
    }

    [Fact]
    public async Task Look_StoreIsDown_TriesAgainAndTheHostGoesOn()
    {
        Write("a.yaml", DefinitionHostTests.Journey("a"));
        await StartAsync();
        _definitions.Fails = new InvalidOperationException("down");
        Write("b.yaml", DefinitionHostTests.Journey("b"));
        await LookAsync();
        Assert.Equal(["a"], InForce);

        _definitions.Fails = null;
        await LookAsync();
        Assert.Equal(["a", "b"], InForce);
    }
}
