using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace CxOrchestrator.Silo.Tests.Hosting;

public sealed class DefinitionHostTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();
    private readonly DefinitionHost _host;

    public DefinitionHostTests() => _host = New();

    private DefinitionHost New(IDefinitionStore? store = null) => new(store ?? _store.Definitions, NullLogger<DefinitionHost>.Instance);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return _store.DisposeAsync();
    }

    internal static DocumentSource Journey(string id, string name = "Order") =>
        new($"{id}.yaml", $"kind: journey\nid: {id}\nname: {name}\nstages:\n  - id: placed\n    name: Placed\n    enter: {id}.placed\n");

    private Task<ImmutableArray<DocumentError>> ImportAsync(params ImmutableArray<DocumentSource> documents) => _host.ImportAsync(documents, "test", None);

    [Fact]
    public async Task Load_NewStore_IsFalseAndNothingIsInForce()
    {
        Assert.False(await _host.LoadAsync(None));
        Assert.Null(_host.Published);
        Assert.Empty(_host.Current.Set.Journeys);
    }

    [Fact]
    public async Task Import_Documents_AreInForceAndStored()
    {
        Assert.Empty(await ImportAsync(Journey("order"), Journey("ticket")));

        Assert.Equal(["order", "ticket"], _host.Current.Set.Journeys.Select(j => j.Id).Order());
        Assert.Equal((1, 1, "test"), (_host.Current.Version, _host.Published!.Version, _host.Published.Origin));
        using var restarted = New();
        Assert.True(await restarted.LoadAsync(None));
        Assert.Equal(2, restarted.Current.Set.Journeys.Length);
        Assert.Equal(1, restarted.Current.Version);
    }

    [Fact]
    public async Task Import_OneDocumentWithAnError_LeavesTheLastGoodSetWhole()
    {
        await ImportAsync(Journey("order"));
        var before = _host.Current;

        var errors = await ImportAsync(Journey("order", "New name"), new DocumentSource("bad.yaml", "kind: journey\nid: bad\nname: Bad\nstagess: []\n"));

        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.Equal("bad.yaml", e.File));
        Assert.Same(before, _host.Current);
        Assert.Equal(errors, _host.Import.Errors);
        Assert.Single(await _store.Definitions.ListAsync(10, None));

        // Once fixed, it continues.
        Assert.Empty(await ImportAsync(Journey("order", "New name")));
        Assert.Equal("New name", _host.Current.Journey("order")!.Name);
        Assert.Empty(_host.Import.Errors);
    }

    [Fact]
    public async Task Import_SameAgain_PublishesNothing()
    {
        await ImportAsync(Journey("order"), Journey("ticket"));
        var before = _host.Current;

        Assert.Empty(await ImportAsync(Journey("order"), Journey("ticket")));

        Assert.Same(before, _host.Current);
        Assert.Single(await _store.Definitions.ListAsync(10, None));
    }

    [Fact]
    public async Task Import_OneChanged_OnlyThatOneHasANewVersion()
    {
        await ImportAsync(Journey("order"), Journey("ticket"));
        await ImportAsync(Journey("order"), Journey("ticket", "Changed"));

        Assert.Equal([("order", 1), ("ticket", 2)], _host.Published!.Documents.Select(d => (d.Id, d.Version)).Order());
        Assert.Equal(2, _host.Current.Version);
        Assert.Equal(1, (await _store.Definitions.GetAsync(1, None))!.Documents.Count(d => d.Text.Contains("ticket", StringComparison.Ordinal) && d.Version == 1));
    }

    [Fact]
    public async Task Import_OneTakenAway_IsGone()
    {
        await ImportAsync(Journey("order"), Journey("ticket"));
        await ImportAsync(Journey("order"));

        Assert.Equal("order", Assert.Single(_host.Current.Set.Journeys).Id);
        Assert.Equal(2, _host.Current.Version);
    }

    [Fact]
    public async Task Import_NoDocumentsAtAll_KeepsThoseInForce()
    {
        await ImportAsync(Journey("order"));

        Assert.NotEmpty(await ImportAsync());
        Assert.Single(_host.Current.Set.Journeys);
    }

    [Fact]
    public async Task Import_SomebodyElsePublishedMeanwhile_TriesAgainOnTop()
    {
        var racing = new RacingStore(_store.Definitions);
        using var host = New(racing);
        racing.Races = 2;

        Assert.Empty(await host.ImportAsync([Journey("order")], "mine", None));

        Assert.Equal(3, host.Current.Version);
        Assert.Equal("mine", (await _store.Definitions.CurrentAsync(None))!.Origin);
        Assert.Equal(3, Assert.Single(host.Published!.Documents).Version);
    }

    [Fact]
    public async Task Import_SomebodyElsePublishesEveryTime_GivesUpAndSaysSo()
    {
        var racing = new RacingStore(_store.Definitions) { Races = 100 };
        using var host = New(racing);

        Assert.NotEmpty(await host.ImportAsync([Journey("order")], "mine", None));
        Assert.Empty(host.Current.Set.Journeys);
    }

    [Fact]
    public async Task Load_DocumentsThisVersionCannotRead_StopsTheStart()
    {
        await _store.Definitions.PublishAsync(0, [new StoredDocument { Kind = "journey", Id = "x", Version = 1, File = "x.yaml", Text = "kind: hologram\nid: x" }], "newer", None);

        var stopped = await Assert.ThrowsAsync<InvalidDataException>(() => _host.LoadAsync(None));
        Assert.Contains("x.yaml", stopped.Message, StringComparison.Ordinal);
    }

    /// <summary>A store in which somebody else publishes first.</summary>
    private sealed class RacingStore(IDefinitionStore store) : IDefinitionStore
    {
        public int Races { get; set; }

        public Task<PublishedSet?> CurrentAsync(CancellationToken cancellationToken) => store.CurrentAsync(cancellationToken);

        public Task<PublishedSet?> GetAsync(int version, CancellationToken cancellationToken) => store.GetAsync(version, cancellationToken);

        public Task<ImmutableArray<PublishedSet>> ListAsync(int limit, CancellationToken cancellationToken) => store.ListAsync(limit, cancellationToken);

        public async Task<PublishedSet?> PublishAsync(int expectedVersion, ImmutableArray<StoredDocument> documents, string origin, CancellationToken cancellationToken)
        {
            if (Races-- > 0)
            {
                var other = new StoredDocument { Kind = "journey", Id = $"other-{Races}", Version = expectedVersion + 1, File = "other.yaml", Text = Journey($"other-{Races}").Text };
                await store.PublishAsync(expectedVersion, [other], "somebody else", cancellationToken);
            }

            return await store.PublishAsync(expectedVersion, documents, origin, cancellationToken);
        }
    }
}
