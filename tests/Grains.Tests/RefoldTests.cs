using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Grains.Tests;

/// <summary>What the store holds of a customer's inputs is enough to come to the same state and the same actions again.</summary>
[Collection(ClusterTests.Name)]
public class RefoldTests(ClusterFixture fixture)
{
    private static readonly string[] Types = ["order.placed", "order.delivered", "note", "poison", "customer.updated", "gift"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task History_RefoldedFromTheStore_GivesTheStoredStateAndActions(int seed)
    {
        var customer = $"refold-{seed}";
        var grain = fixture.Grain(customer);
        var dice = new Random(seed);
        for (var position = 1; position <= 120;)
        {
            var batch = Enumerable.Range(0, dice.Next(1, 5)).Select(_ => Item(customer, position++, dice)).ToImmutableArray();
            await grain.ApplyAsync(new TouchpointBatch { Log = "refold", Partition = 0, Items = batch }, CancellationToken.None);
            if (dice.Next(3) == 0)
            {
                await grain.FireAsync(Make.Day(dice.NextDouble() * 25), CancellationToken.None);
            }

            if (dice.Next(4) == 0)
            {
                var waiting = CommitsOf(customer).SelectMany(c => c.Actions).Select(a => a.Id).ToImmutableArray();
                await grain.AdmitAsync(waiting, CancellationToken.None);
            }
        }

        var services = fixture.Cluster.Silos[0].ServiceProvider;
        var definitions = services.GetRequiredService<IDefinitions>().Current;
        var history = CommitsOf(customer).SelectMany(c => c.History).ToList();
        var refolding = new Refolding(new CustomerId(customer));
        Assert.All(history, entry => Assert.True(refolding.Take(entry, definitions)));

        Assert.Contains(history, h => h.Kind == HistoryKind.Timer);
        Assert.Contains(history, h => h.Kind == HistoryKind.Admission);
        Assert.Equal(Enumerable.Range(1, history.Count).Select(i => (long)i), history.Select(h => h.Sequence));
        var codec = services.GetRequiredService<CustomerCodec>();
        Assert.Equal(CommitsOf(customer).Last().State.ToArray(), codec.Encode(refolding.State).ToArray());
        Assert.Equal(CommitsOf(customer).SelectMany(c => c.Actions).Select(a => a.Id).Order(), refolding.Actions.Keys.Order());
    }

    private IEnumerable<CustomerCommit> CommitsOf(string customer) => fixture.Store.Commits.Where(c => c.Key == ClusterFixture.Key(customer));

    // Out of order, late, repeated, and now and then something the core fails on.
    private static LoggedTouchpoint Item(string customer, int position, Random dice)
    {
        var touchpoint = Make.Touchpoint(
            Types[dice.Next(Types.Length)], Make.Day(Math.Round(dice.NextDouble() * 20, 3)), $"t{dice.Next(100)}", new CustomerId(customer),
            attributes: [("order", Make.Text($"o-{dice.Next(3)}")), ("name", Make.Text($"Ann {dice.Next(9)}"))]);

        // As it comes out of the log: times are whole milliseconds there.
        var body = TouchpointJson.Write(touchpoint);
        return new LoggedTouchpoint { Position = position, ReceivedAt = Make.Day(30), Touchpoint = TouchpointJson.Read(body).Touchpoint!, Body = body };
    }
}
