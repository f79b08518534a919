using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>The newest deliveries of other systems, and how many there were.</summary>
public abstract class SourceDeliverySuite : StoreSuite
{
    private ISourceDeliveries Deliveries => Store.Services.GetRequiredService<ISourceDeliveries>();

    private static SourceDeliveryRecord Delivery(string connection, int size = 9) => new()
    {
        Connection = connection,
        At = Make.Start,
        Status = 200,
        Size = size,
        Headers = "{\"a\":\"\u00fc\\u0000\"}",
        Body = new byte[] { 0, 1, 255 },
        Result = "[]",
    };

    private static SourceCount Count(string connection, int hour, long deliveries) =>
        new() { Connection = connection, Hour = Make.Start.AddHours(hour), Deliveries = deliveries, Refused = 1, Touchpoints = 2 * deliveries, Unmapped = 3, Dropped = 4 };

    [Fact]
    public async Task Add_Delivery_IsReadAsItWas()
    {
        await Deliveries.AddAsync([Delivery("shop"), Delivery("desk") with { Status = 401, Reason = "The signature is not right.", Headers = null, Body = null, Result = null }], [], None);

        var shop = Assert.Single(await Deliveries.ListAsync("shop", None));
        Assert.Equal(("shop", Make.Start, 200, null, 9, Delivery("shop").Headers, "[]"), (shop.Connection, shop.At, shop.Status, shop.Reason, shop.Size, shop.Headers, shop.Result));
        Assert.Equal(new byte[] { 0, 1, 255 }, shop.Body!.Value.ToArray());
        var desk = await Deliveries.GetAsync("desk", Assert.Single(await Deliveries.ListAsync("desk", None)).Number, None);
        Assert.Equal((401, "The signature is not right.", null, null, null), (desk!.Status, desk.Reason, desk.Headers, (object?)desk.Body, desk.Result));
        Assert.Null(await Deliveries.GetAsync("shop", desk.Number, None));
    }

    [Fact]
    public async Task Add_MoreThanAreKept_KeepsTheNewestOfEachConnection()
    {
        await Deliveries.AddAsync([Delivery("desk"), .. Enumerable.Range(1, ISourceDeliveries.KeptMax + 5).Select(i => Delivery("shop", i))], [], None);
        await Deliveries.AddAsync([Delivery("shop", 1_000)], [], None);

        var kept = await Deliveries.ListAsync("shop", None);
        Assert.Equal(ISourceDeliveries.KeptMax, kept.Length);
        Assert.Equal((1_000, 7), (kept[0].Size, kept[^1].Size));
        Assert.Single(await Deliveries.ListAsync("desk", None));
    }

    [Fact]
    public async Task Add_CountsOfSeveralGateways_AddUp()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Deliveries.AddAsync([], [Count("shop", 1, 5), Count("desk", 1, 1), Count("shop", 0, 1)], None)));

        var counts = await Deliveries.CountsAsync(Make.Start.AddHours(1), None);
        Assert.Equal([("desk", 8L, 8L, 16L, 24L, 32L), ("shop", 40L, 8L, 80L, 24L, 32L)], counts.Select(c => (c.Connection, c.Deliveries, c.Refused, c.Touchpoints, c.Unmapped, c.Dropped)));
    }

    [Fact]
    public async Task Trim_OldDeliveriesAndCounts_AreGone()
    {
        await Deliveries.AddAsync([Delivery("shop"), Delivery("shop") with { At = Make.Start.AddDays(40) }], [Count("shop", 0, 1), Count("shop", 40 * 24, 1)], None);

        await Deliveries.TrimAsync(Make.Start.AddDays(40), None);

        Assert.Single(await Deliveries.ListAsync("shop", None));
        Assert.Single(await Deliveries.CountsAsync(Make.Start, None));
    }
}
