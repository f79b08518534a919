using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Published documents: whole sets, numbered, never lost.</summary>
public abstract class DefinitionStoreSuite : StoreSuite
{
    private static ImmutableArray<StoredDocument> Documents(params string[] ids) =>
        [.. ids.Select((id, i) => new StoredDocument { Kind = "policy", Id = id, Version = i + 1, File = "policies.yaml", Text = $"kind: policy # {id} ü" })];

    [Fact]
    public async Task Current_NewStore_IsNull()
    {
        Assert.Null(await Store.Definitions.CurrentAsync(None));
        Assert.Null(await Store.Definitions.GetAsync(1, None));
        Assert.Empty(await Store.Definitions.ListAsync(10, None));
    }

    [Fact]
    public async Task Publish_First_IsVersionOneInItsOrder()
    {
        var published = await Store.Definitions.PublishAsync(0, Documents("b", "a"), "retail pack", None);

        Assert.Equal((1, "retail pack", Make.Start.AddYears(1)), (published!.Version, published.Origin, published.PublishedAt));
        var current = await Store.Definitions.CurrentAsync(None);
        Assert.Equal(published with { Documents = [] }, current! with { Documents = [] });
        Assert.Equal(Documents("b", "a"), current.Documents);
    }

    [Fact]
    public async Task Publish_Next_ReplacesTheSetAndKeepsTheOlder()
    {
        await Store.Definitions.PublishAsync(0, Documents("a", "b"), "first", None);
        await Store.Definitions.PublishAsync(1, Documents("c"), "second", None);

        Assert.Equal(["c"], (await Store.Definitions.CurrentAsync(None))!.Documents.Select(d => d.Id));
        Assert.Equal(["a", "b"], (await Store.Definitions.GetAsync(1, None))!.Documents.Select(d => d.Id));
        Assert.Equal([(2, "second"), (1, "first")], (await Store.Definitions.ListAsync(10, None)).Select(s => (s.Version, s.Origin)));
        Assert.Equal(2, Assert.Single(await Store.Definitions.ListAsync(1, None)).Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Publish_OverAnotherVersionThanExpected_IsRefused(int expected)
    {
        await Store.Definitions.PublishAsync(0, Documents("a"), "first", None);

        Assert.Null(await Store.Definitions.PublishAsync(expected, Documents("b"), "late", None));
        Assert.Equal("first", (await Store.Definitions.CurrentAsync(None))!.Origin);
    }

    [Fact]
    public async Task Publish_ManyAtOnce_OneWins()
    {
        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.Definitions.PublishAsync(0, Documents($"d-{i}"), $"{i}", None)));

        var winner = Assert.Single(published, p => p is not null);
        Assert.Equal(winner!.Origin, (await Store.Definitions.CurrentAsync(None))!.Origin);
        Assert.Single((await Store.Definitions.CurrentAsync(None))!.Documents);
    }
}
