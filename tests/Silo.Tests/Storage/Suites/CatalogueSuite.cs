using System.Collections.Immutable;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Types of touchpoints that were seen, added up over silos.</summary>
public abstract class CatalogueSuite : StoreSuite
{
    private static readonly DateTimeOffset Hour = PolicyHour.Of(Make.Start);

    private static SeenType Seen(string type, long count, double hour, params SeenField[] fields) => new()
    {
        Type = type,
        Count = count,
        FirstAt = Hour.AddHours(hour),
        LastAt = Hour.AddHours(hour).AddMinutes(5),
        Hours = ImmutableDictionary<DateTimeOffset, long>.Empty.Add(Hour.AddHours(Math.Floor(hour)), count),
        Detail = new SeenDetail { Looked = count, Channels = ["web"], Sources = ["shop"], Attributes = [.. fields] },
    };

    private static SeenField Field(string name, long seen, params string[] examples) => new() { Name = name, Kind = "text", Seen = seen, Examples = examples };

    [Fact]
    public async Task Added_BySeveral_AddsUp()
    {
        await Store.Catalogue.AddAsync([Seen("order.placed", 3, 0, Field("order", 3, "a", "b")), Seen("note", 1, 0)], None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Store.Catalogue.AddAsync([Seen("order.placed", 2, 1, Field("order", 2, "c"), Field("size", 1))], None)));

        var types = await Store.Catalogue.ListAsync(DateTimeOffset.UnixEpoch, None);
        Assert.Equal(["note", "order.placed"], types.Select(t => t.Type));
        var order = types[1];
        Assert.Equal((19L, Hour, Hour.AddHours(1).AddMinutes(5)), (order.Count, order.FirstAt, order.LastAt));
        Assert.Equal([(Hour, 3L), (Hour.AddHours(1), 16L)], order.Hours.OrderBy(h => h.Key).Select(h => (h.Key, h.Value)));
        Assert.Equal(19, order.Detail.Looked);
        Assert.Equal(["web"], order.Detail.Channels);
        Assert.Equal([("order", 19L, "c a b"), ("size", 8L, "")], order.Detail.Attributes.Select(a => (a.Name, a.Seen, string.Join(' ', a.Examples))));
    }

    [Fact]
    public async Task Added_TypesBeyondTheBound_AreCountedTogether()
    {
        await Store.Catalogue.AddAsync([.. Enumerable.Range(0, IEventCatalogue.TypesMax - 1).Select(i => Seen($"t{i:D4}", 1, 0))], None);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Store.Catalogue.AddAsync([Seen($"made.up.{i}", 2, 0, Field("size", 1)), Seen("t0000", 1, 0)], None)));

        var types = await Store.Catalogue.ListAsync(DateTimeOffset.UnixEpoch, None);

        Assert.Equal(IEventCatalogue.TypesMax, types.Count(t => t.Type.Length > 0));
        var together = Assert.Single(types, t => t.Type.Length == 0);
        Assert.Equal((6L, 6L, 5L), (together.Count, together.Hours.Values.Single(), types.Single(t => t.Type == "t0000").Count));
        Assert.Empty(together.Detail.Attributes);
    }

    [Fact]
    public async Task Trim_OldHours_AreGoneAndTheTypeStays()
    {
        await Store.Catalogue.AddAsync([Seen("note", 1, 0)], None);
        await Store.Catalogue.AddAsync([Seen("note", 2, 5)], None);
        await Store.Catalogue.TrimAsync(Hour.AddHours(2), None);

        var note = Assert.Single(await Store.Catalogue.ListAsync(DateTimeOffset.UnixEpoch, None));
        Assert.Equal((3L, 2L), (note.Count, Assert.Single(note.Hours).Value));
    }
}
