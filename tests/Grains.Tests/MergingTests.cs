using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Grains.Tests;

/// <summary>Merging and parting customers that two silos hold, with touchpoints under way.</summary>
[Collection(ClusterTests.Name)]
public class MergingTests(ClusterFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly MergeReason Reason = new() { Kind = MergeReason.ByHand, Text = "same phone" };

    private static readonly CustomerCodec Codec = new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>());

    private ICustomers Customers => new GrainCustomers(fixture.Cluster.Client);

    [Fact]
    public async Task Merge_TwoCustomers_ActsAsOneOfThemSinceThen()
    {
        await SendAsync("m1-a", (1, "order.placed", 25));
        await SendAsync("m1-b", (1, "note", 26));

        var outcome = await MergeAsync("m1-a", "m1-b");

        Assert.Equal((MergeResult.Merged, "m1-b", "m1-a", true), (outcome.Result, outcome.Into!.Value.Value, outcome.From!.Value.Value, outcome.Exact));
        var state = await StateAsync("m1-b");
        Assert.Equal((2L, "m1-a", outcome.Number), (state.Touchpoints, state.Merged[0].Customer.Value, state.Merged[0].Number));
        Assert.Single(state.Instances);
        Assert.Equal("m1-b", (await fixture.Merges.ResolveAsync(ClusterFixture.Key("m1-a"), None)).Customer.Value);
        Assert.Contains(fixture.Events.Customers, c => c.State.Customer.Value == "m1-a" && c is { AtRisk: false, MergedInto.Value: "m1-b" });
    }

    [Fact]
    public async Task Apply_TouchpointsOfAMergedCustomer_AreTakenByTheOneWhoRemainsOnce()
    {
        await SendAsync("m2-a", (1, "note", 20));
        await SendAsync("m2-b", (1, "note", 20), (5, "note", 21));
        await MergeAsync("m2-a", "m2-b");

        // Positions of the two do not hide each other, though they are of one partition.
        Assert.Equal(1, (await SendAsync("m2-a", (3, "note", 22))).Applied);
        Assert.Equal(1, (await SendAsync("m2-a", (3, "note", 22))).Redelivered);
        Assert.Equal(1, (await SendAsync("m2-a", (1, "note", 20))).Redelivered);
        Assert.Equal(1, (await SendAsync("m2-b", (5, "note", 21))).Redelivered);
        Assert.Equal(4, (await StateAsync("m2-b")).Touchpoints);
    }

    [Fact]
    public async Task Apply_RepeatsOutOfTheHistories_AreKnownAfterMergeAndUndo()
    {
        await SendAsync("m3-b", (1, "note", 1));
        await SendAsync("m3-a", [.. Enumerable.Range(1, 70).Select(i => ((long)i, "note", i / 100.0))]);
        var outcome = await MergeAsync("m3-a", "m3-b");
        await SendAsync("m3-a", [.. Enumerable.Range(71, 70).Select(i => ((long)i, "note", i / 100.0))]);

        // From another log, so that only the identities tell.
        Assert.Equal(2, (await SendAsync("m3-a", "other", (1, "note", 0.01), (71, "note", 0.71))).Duplicate);

        await fixture.Merges.UndoAsync(outcome.Number, "ada", None);
        Assert.Equal(2, (await SendAsync("m3-a", "third", (2, "note", 0.02), (72, "note", 0.72))).Duplicate);
        Assert.Equal((140, 1), ((await StateAsync("m3-a")).Touchpoints, (await StateAsync("m3-b")).Touchpoints));
    }

    [Fact]
    public async Task Undo_Merge_GivesBothTheirOwnTouchpointsAndPositions()
    {
        await SendAsync("m4-a", (1, "note", 20));
        await SendAsync("m4-b", (1, "note", 20));
        var merged = await MergeAsync("m4-a", "m4-b");
        await SendAsync("m4-a", (2, "order.placed", 25));

        var outcome = await fixture.Merges.UndoAsync(merged.Number, "ada", None);

        Assert.Equal((MergeResult.Undone, true), (outcome.Result, outcome.Exact));
        Assert.Equal((2, 1), ((await StateAsync("m4-a")).Touchpoints, (await StateAsync("m4-b")).Touchpoints));
        Assert.Equal((1, 0), ((await StateAsync("m4-a")).Instances.Length, (await StateAsync("m4-b")).Instances.Length));
        Assert.Equal(1, (await SendAsync("m4-a", (2, "order.placed", 25))).Redelivered);
        Assert.Equal(1, (await SendAsync("m4-a", (3, "note", 26))).Applied);
        Assert.Equal(1, (await SendAsync("m4-b", (2, "note", 26))).Applied);
        Assert.Equal(MergeResult.AlreadyUndone, (await fixture.Merges.UndoAsync(merged.Number, "ada", None)).Result);
        Assert.Equal(MergeResult.Unknown, (await fixture.Merges.UndoAsync(999_999, "ada", None)).Result);
    }

    [Fact]
    public async Task Merge_Circle_EndsInOneCustomer()
    {
        foreach (var customer in (string[])["m5-a", "m5-b", "m5-c"])
        {
            await SendAsync(customer, (1, "note", 20));
        }

        var first = await MergeAsync("m5-a", "m5-b");
        await MergeAsync("m5-b", "m5-c");
        Assert.Equal(MergeResult.AlreadyOne, (await MergeAsync("m5-c", "m5-a")).Result);
        Assert.Equal(MergeResult.AlreadyOne, (await MergeAsync("m5-a", "m5-a")).Result);
        Assert.Equal((3, 2), ((await StateAsync("m5-c")).Touchpoints, (await StateAsync("m5-c")).Merged.Length));
        Assert.Equal(1, (await SendAsync("m5-a", (2, "note", 21))).Applied);

        // The first of a chain is undone: only that one leaves.
        Assert.Equal(MergeResult.Undone, (await fixture.Merges.UndoAsync(first.Number, "ada", None)).Result);
        Assert.Equal((2, 2), ((await StateAsync("m5-a")).Touchpoints, (await StateAsync("m5-c")).Touchpoints));
        Assert.Equal(["m5-b"], (await StateAsync("m5-c")).Merged.Select(m => m.Customer.Value));
    }

    [Fact]
    public async Task Merge_SomebodyUnknown_ChangesNothing()
    {
        await SendAsync("m6-a", (1, "note", 20));

        Assert.Equal(MergeResult.Unknown, (await MergeAsync("m6-a", "m6-nobody")).Result);
        Assert.Equal(MergeResult.Unknown, (await MergeAsync("m6-nobody", "m6-a")).Result);
        Assert.Equal(1, (await SendAsync("m6-nobody", (1, "note", 20))).Applied);
    }

    [Fact]
    public async Task Merge_AllDirectionsAtOnceWithTouchpointsUnderWay_GivesOneResult()
    {
        for (var round = 0; round < 10; round++)
        {
            string[] names = [$"m7-{round}-a", $"m7-{round}-b", $"m7-{round}-c"];
            foreach (var name in names)
            {
                await SendAsync(name, (1, "note", 20));
            }

            var streams = Task.WhenAll(names.Select(name => Task.Run(async () =>
            {
                for (var i = 2; i <= 20; i++)
                {
                    await SendUntilTakenAsync(name, i);
                }
            })));
            var merges = await Task.WhenAll(
                from a in names from b in names where a != b select Task.Run(() => MergeAsync(a, b)));
            await streams;
            await Task.WhenAll(from a in names from b in names where a != b select MergeAsync(a, b));

            var roots = new HashSet<CustomerKey>();
            foreach (var name in names)
            {
                roots.Add(await fixture.Merges.ResolveAsync(ClusterFixture.Key(name), None));
            }

            var root = Assert.Single(roots);
            var state = await StateAsync(root.Customer.Value);
            Assert.Equal((60, 2), (state.Touchpoints, state.Merged.Length));
            Assert.True(merges.Count(m => m.Result == MergeResult.Merged) <= 2);
        }
    }

    [Fact]
    public async Task Merge_StoreThatFailsBeforeOrAfter_IsDoneOnce()
    {
        await SendAsync("m8-a", (1, "note", 20));
        await SendAsync("m8-b", (1, "note", 20));

        fixture.Store.FailMergeBefore = 1;
        await Assert.ThrowsAsync<IOException>(() => MergeAsync("m8-a", "m8-b"));
        Assert.Equal(1, (await SendAsync("m8-a", (2, "note", 21))).Applied);

        fixture.Store.FailMergeAfter = 1;
        var merged = await MergeAsync("m8-a", "m8-b");
        Assert.Equal(MergeResult.Merged, merged.Result);
        Assert.Equal(3, (await StateAsync("m8-b")).Touchpoints);

        fixture.Store.FailMergeAfter = 1;
        Assert.Equal(MergeResult.Undone, (await fixture.Merges.UndoAsync(merged.Number, "ada", None)).Result);
        Assert.Equal((2, 1), ((await StateAsync("m8-a")).Touchpoints, (await StateAsync("m8-b")).Touchpoints));
    }

    [Fact]
    public async Task Fire_TimersAfterAMerge_DecideOnceForTheOneWhoRemains()
    {
        await SendAsync("m9-a", (1, "order.placed", 25));
        await SendAsync("m9-b", (1, "note", 25));
        await MergeAsync("m9-a", "m9-b");

        await fixture.Grain("m9-a").FireAsync(Make.Day(29), None);
        await fixture.Grain("m9-b").FireAsync(Make.Day(29), None);

        var action = Assert.Single(fixture.Store.Outbox.Values, o => o.Action.Customer.Value.StartsWith("m9-", StringComparison.Ordinal)).Action;
        Assert.Equal(("late", "m9-b"), (action.Policy, action.Customer.Value));
    }

    [Fact]
    public async Task Admit_ActionOfAMergedCustomer_IsAnsweredByTheOneWhoRemains()
    {
        await SendAsync("m10-a", (1, "order.placed", 25));
        await fixture.Grain("m10-a").FireAsync(Make.Day(29), None);
        await SendAsync("m10-b", (1, "note", 25));
        var action = fixture.Store.Outbox.Values.Single(o => o.Action.Customer.Value == "m10-a").Action;
        await MergeAsync("m10-a", "m10-b");

        await fixture.Grain("m10-a").AdmitAsync([action.Id], None);
        Assert.Null(fixture.Store.Outbox[action.Id].Answer);
        await fixture.Grain("m10-b").AdmitAsync([action.Id], None);
        Assert.NotNull(fixture.Store.Outbox[action.Id].Answer);

        // The history of the one who remains says all of it.
        var refolding = new Refolding(new CustomerId("m10-b"), Codec);
        Assert.All(HistoryOf("m10-b"), e => Assert.True(refolding.Take(e, Definitions)));
        Assert.Equivalent(await StateAsync("m10-b"), refolding.State, strict: true);
    }

    [Fact]
    public async Task Preview_TwoCustomers_ShowsBothAndWhatTheyBecomeAndChangesNothing()
    {
        await SendAsync("m11-a", (1, "order.placed", 25));
        await SendAsync("m11-b", (1, "note", 26));

        var preview = await fixture.Merges.PreviewAsync(ClusterFixture.Key("m11-a"), ClusterFixture.Key("m11-b"), None);

        Assert.Equal((MergeResult.Merged, 1, 1, 2, true), (preview.Result, preview.Into!.Touchpoints, preview.From!.Touchpoints, preview.Merged!.Touchpoints, preview.Exact));
        Assert.Equal((1, 1), ((await StateAsync("m11-a")).Touchpoints, (await StateAsync("m11-b")).Touchpoints));
        await MergeAsync("m11-a", "m11-b");
        Assert.Equal(MergeResult.AlreadyOne, (await fixture.Merges.PreviewAsync(ClusterFixture.Key("m11-a"), ClusterFixture.Key("m11-b"), None)).Result);
    }

    [Fact]
    public async Task Merge_MoreCustomersThanMayBe_IsRefused()
    {
        await SendAsync("m12-root", (1, "note", 20));
        for (var i = 0; i < CustomerState.MergedMax; i++)
        {
            await SendAsync($"m12-{i}", (1, "note", 20));
            Assert.Equal(MergeResult.Merged, (await MergeAsync($"m12-{i}", "m12-root")).Result);
        }

        await SendAsync("m12-last", (1, "note", 20));
        Assert.Equal(MergeResult.TooMany, (await MergeAsync("m12-last", "m12-root")).Result);
    }

    private CompiledDefinitions Definitions => fixture.Definitions;

    private IEnumerable<HistoryEntry> HistoryOf(string customer) =>
        fixture.Store.Commits.Where(c => c.Key == ClusterFixture.Key(customer)).SelectMany(c => c.History).OrderBy(h => h.Sequence);

    private Task<MergeOutcome> MergeAsync(string from, string into) => fixture.Merges.MergeAsync(ClusterFixture.Key(from), ClusterFixture.Key(into), Reason, "ada", None);

    private async Task<CustomerState> StateAsync(string customer) => Codec.Decode((await fixture.Store.LoadAsync(ClusterFixture.Key(customer), None))!.State);

    private Task<BatchReceipt> SendAsync(string customer, params (long Position, string Type, double Day)[] items) => SendAsync(customer, "log", items);

    private Task<BatchReceipt> SendAsync(string customer, string log, params (long Position, string Type, double Day)[] items) =>
        Customers.ApplyAsync(ClusterFixture.Key(customer).ToString(), Batch(customer, log, items), None);

    // As a reader of the log does: whatever fails, the same batch is brought again.
    private async Task SendUntilTakenAsync(string customer, int position)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await SendAsync(customer, (position, "note", 20 + (position / 100.0)));
                return;
            }
            catch (CustomerConflictException) when (attempt < 1_000)
            {
                await Task.Yield();
            }
        }
    }

    private static TouchpointBatch Batch(string customer, string log, (long Position, string Type, double Day)[] items) => new()
    {
        Log = log,
        Partition = 0,
        Items =
        [
            .. items.Select(i =>
            {
                var touchpoint = Make.Touchpoint(i.Type, Make.Day(i.Day), $"t{i.Position}", new CustomerId(customer), attributes: [("order", Make.Text("o"))]);
                return new LoggedTouchpoint { Position = i.Position, ReceivedAt = Make.Day(28), Touchpoint = touchpoint, Body = TouchpointJson.Write(touchpoint) };
            }),
        ],
    };
}
