using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Publishing;

/// <summary>Policies that failed are paused through the life of documents.</summary>
public sealed class SuspensionTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();
    private readonly DefinitionHost _host;
    private readonly DocumentLife _life;

    public SuspensionTests()
    {
        _host = new DefinitionHost(_store.Definitions, NullLogger<DefinitionHost>.Instance);
        _life = new DocumentLife(_store.Life, _store.Definitions, _host, _store.Clock, Options.Create(new DraftOptions()));
    }

    public async ValueTask InitializeAsync() =>
        Assert.Empty(await _host.ImportAsync([Policy("a"), Policy("b"), Policy("c")], DocumentOrigins.Folder("policies"), None));

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        return _store.DisposeAsync();
    }

    private static DocumentSource Policy(string id) =>
        new($"{id}.yaml", $"kind: policy\nid: {id}\nname: {id}\non: {{touchpoint: ping}}\ndo:\n  - message: {{channel: email, text: Hello}}\n");

    private static PolicyFault Fault(string policy, int set = 1, PolicyFaultKind kind = PolicyFaultKind.Threw) => new(policy, 1, set, kind, nameof(FormatException));

    private IEnumerable<string> Paused => _host.Published!.Documents.Where(d => d.Paused).Select(d => d.Id);

    private async Task<IEnumerable<(string By, string? Id, int? Version, string? Detail)>> EntriesAsync() =>
        (await _store.Audit.ListAsync(new AuditQuery { Action = AuditActions.Suspended }, None)).Items.Select(e => (e.By, e.Id, e.Version, e.Detail));

    [Fact]
    public async Task Suspend_PoliciesThatFailed_ArePausedByOneSet()
    {
        var set = await _life.SuspendAsync([Fault("a"), Fault("b")], None);

        Assert.Equal((2, 2), (set!.Version, _host.Current.Version));
        Assert.Equal(["a", "b"], Paused.Order());
        Assert.Equal([(DocumentLife.Engine, "a", 2, "FormatException"), (DocumentLife.Engine, "b", 2, "FormatException")], (await EntriesAsync()).Order());

        // Same texts, same versions, and home is where it was.
        Assert.All(set.Documents, d => Assert.Equal((1, DocumentOrigins.Folder("policies")), (d.Version, d.Origin)));
    }

    [Fact]
    public async Task Suspend_ToldBySeveralSilosAtOnce_PublishesOnce()
    {
        var sets = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => _life.SuspendAsync([Fault("a")], None))));

        Assert.Single(sets, s => s is not null);
        Assert.Equal(2, _host.Current.Version);
        Assert.Single(await EntriesAsync());
    }

    [Fact]
    public async Task Suspend_ResumedMeanwhile_LeavesItToThePerson()
    {
        await _life.SuspendAsync([Fault("a")], None);
        Assert.Equal(LifeOutcome.Done, (await _life.PauseAsync(new DocumentKey("policy", "a"), paused: false, "ann", None)).Outcome);

        Assert.Null(await _life.SuspendAsync([Fault("a")], None));
        Assert.Empty(Paused);

        // It fails once more, under the set that let it go on.
        Assert.NotNull(await _life.SuspendAsync([Fault("a", set: 3)], None));
        Assert.Equal(["a"], Paused);
        Assert.Equal(2, (await EntriesAsync()).Count());
    }

    [Theory]
    [InlineData("a", 1, PolicyFaultKind.StepsSpent)]
    [InlineData("a", 2, PolicyFaultKind.Threw)]
    [InlineData("gone", 1, PolicyFaultKind.Threw)]
    public async Task Suspend_WhatIsNoReason_ChangesNothing(string policy, int set, PolicyFaultKind kind)
    {
        Assert.Null(await _life.SuspendAsync([Fault(policy, set, kind)], None));
        Assert.Equal(1, _host.Current.Version);
    }
}
