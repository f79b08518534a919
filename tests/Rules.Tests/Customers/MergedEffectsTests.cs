using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

/// <summary>What people refused and what policies did, when two customers become one and when they part.</summary>
public class MergedEffectsTests
{
    private static readonly CustomerId A = new("a");
    private static readonly CustomerId B = new("b");

    private static readonly CompiledDefinitions Definitions = new(Sets.OfOrder with
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "sorry", Name = "Sorry", Triggers = [new OnTouchpoint { Match = Sets.On("parcel.broken") }], Cooldown = TimeSpan.FromDays(10),
                Actions =
                [
                    new MessageTemplate { Channel = "email", Text = "sorry" },
                    new WaitTemplate { For = TimeSpan.FromDays(2) },
                    new MessageTemplate { Channel = "email", Text = "better now?" },
                ],
            },
            new PolicyDefinition
            {
                Id = "cart", Name = "Cart", Triggers = [new OnAbsence { After = [Sets.On("cart")], Of = [Sets.On("order.placed")], Within = TimeSpan.FromDays(1) }],
                Actions = [new MessageTemplate { Channel = "email", Text = "still there" }],
            },
        ],
    });

    private readonly MergeWorld _world = new(Definitions);

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void Merge_RefusedByEither_StaysRefusedUntilStatedAfterTheMerge(string refuses)
    {
        Update(new(refuses), "refusal", 1, ("consent.email", false));
        Update(refuses == "a" ? B : A, "agreement", 2, ("consent.email", true));
        _world.Merge(A, B);

        Assert.False(_world[B].Profile.ConsentTo("email").Flag);

        // Late, and older than the merge: it is not the answer to it.
        Update(A, "late", 3, ("consent.email", true));
        Assert.False(_world[B].Profile.ConsentTo("email").Flag);

        Update(A, "again", 1100, ("consent.email", true));
        Assert.True(_world[B].Profile.ConsentTo("email").Flag);
    }

    [Fact]
    public void Merge_RefusedOfAPurpose_OutweighsWhatTheOtherAgreedTo()
    {
        Update(A, "1", 1, ("consent.email.promotion", false));
        Update(B, "2", 2, ("consent.email", true), ("consent.sms", true));
        Update(A, "3", 1, ("consent.all.service", false), ("consent.push.service", true));
        _world.Merge(A, B);

        var profile = _world[B].Profile;
        Assert.False(profile.ConsentTo("email", "promotion").Flag);
        Assert.True(profile.ConsentTo("sms", "promotion").Flag);
        Assert.False(profile.ConsentTo("sms", "service").Flag);
        Assert.True(profile.ConsentTo("push", "service").Flag);
    }

    [Fact]
    public void Merge_ChannelClosedByOne_StaysClosedThoughTheOtherOpenedItLater()
    {
        _world.Take(Make.Touchpoint("channel.unsubscribed", Make.Day(1), "1", A, channel: "email"));
        _world.Take(Make.Touchpoint("channel.unsubscribed", Make.Day(1), "2", B, channel: "email"));
        _world.Take(Make.Touchpoint("channel.restored", Make.Day(2), "3", B, channel: "email"));
        _world.Merge(A, B);

        Assert.NotNull(Suppressions.Of(_world[B], "email"));

        _world.Undo(1);
        Assert.NotNull(Suppressions.Of(_world[A], "email"));
        Assert.Null(Suppressions.Of(_world[B], "email"));
    }

    [Fact]
    public void Merge_PolicyActedForOne_RestsForBothAndStaysSoAfterTheUndo()
    {
        _world.Take(Broken(A, 1));
        _world.Merge(A, B);
        Assert.Equal(Make.Day(11), Assert.Single(_world[B].PolicyMarks).Until);

        _world.Undo(1);
        Assert.Equal(Make.Day(11), Assert.Single(_world[A].PolicyMarks).Until);
        Assert.Equal(Make.Day(11), Assert.Single(_world[B].PolicyMarks).Until);
    }

    [Fact]
    public void Merge_WaitBetweenActions_FollowsAndReturns()
    {
        _world.Take(Broken(A, 1));
        _world.Take(Make.Touchpoint("note", Make.Day(1), "n", B));
        _world.Merge(A, B);
        Assert.Equal(WaitKind.Step, Assert.Single(_world[B].Waits).Kind);

        _world.Undo(1);
        Assert.Equal(WaitKind.Step, Assert.Single(_world[A].Waits).Kind);
        Assert.Empty(_world[B].Waits);
    }

    [Fact]
    public void Merge_WhatOneWaitsForCameToTheOther_WaitsNoMore()
    {
        _world.Take(Make.Touchpoint("cart", Make.Day(1), "cart", A));
        _world.Take(Make.Touchpoint("order.placed", Make.Day(1.5), "order", B, attributes: ("order", Make.Text("o"))));
        _world.Merge(A, B);

        Assert.DoesNotContain(_world[B].Waits, w => w.Fires);
        _world.Undo(1);
        Assert.Contains(_world[A].Waits, w => w.Kind == WaitKind.Absence);
    }

    [Fact]
    public void Merge_WaitThatFiredBefore_DoesNotFireAgain()
    {
        _world.Take(Make.Touchpoint("cart", Make.Day(1), "cart", A));
        _world.Fire(Make.Day(3));
        _world.Take(Make.Touchpoint("note", Make.Day(1.1), "late", B));
        _world.Merge(A, B);
        var decision = Customer.Decide(_world[B], new FireTimers { UpTo = Make.Day(20) }, Definitions);

        Assert.Empty(decision.Actions);
    }

    [Fact]
    public void Merge_AnyCustomers_DecidesNothing()
    {
        _world.Take(Broken(A, 1));
        _world.Take(Broken(B, 2));
        var merged = Merging.Merge(_world[B], _world[A], [], Definitions, 1, Make.Day(3));
        var decision = Customer.Decide(_world[B], new TakeMerged { State = merged.State, Change = MergeChange.Merged, Other = A }, Definitions);

        Assert.Empty(decision.Events.OfType<PolicyDecided>());
        Assert.Equal(StepKind.Merge, Assert.Single(decision.Steps).Kind);
    }

    [Fact]
    public void Merge_HistoriesThatNoLongerReachBack_CombinesWhatTheStatesHold()
    {
        _world.Take(Make.Touchpoint("order.placed", Make.Day(1), "1", A, attributes: ("order", Make.Text("o"))));
        _world.Take(Make.Touchpoint("payment.approved", Make.Day(2), "2", A, attributes: ("order", Make.Text("o"))));
        _world.Take(Make.Touchpoint("order.placed", Make.Day(1), "3", B, attributes: ("order", Make.Text("o"))));
        _world.Take(Broken(B, 2));
        _world.Take(Broken(A, 3));
        var merged = Merging.Merge(_world[B], _world[A], [], Definitions, 1, Make.Day(5));
        var one = new MergeWorld(Definitions);
        foreach (var touchpoint in _world.Applied)
        {
            one.Take(touchpoint with { Customer = B });
        }

        Assert.False(merged.Exact);
        Assert.False(Assert.Single(merged.State.Merged).Exact);
        Assert.Equal(5, merged.State.Touchpoints);
        Assert.Equal(Moods.At(one[B].Mood, Definitions.Set.Experience, Make.Day(5)), Moods.At(merged.State.Mood, Definitions.Set.Experience, Make.Day(5)));
        Assert.Equal("paid", Assert.Single(merged.State.Instances).Stage);
        Assert.Equal(5, merged.State.Recent.Hashes.Length);
    }

    [Fact]
    public void Part_HistoriesThatNoLongerReachBack_GivesWhatTheyWereWithWhatCameSince()
    {
        _world.Take(Broken(A, 1));
        var (a, b) = (_world[A], CustomerState.For(B));
        var merged = Merging.Merge(b, a, [], Definitions, 1, Make.Day(2));
        var since = new RecordTouchpoint { Touchpoint = Broken(A, 3) };
        var later = Customer.Decide(merged.State, since, Definitions).Next;
        var parted = Merging.Part(later, later.Merged[0], new(b, a), [new StoredInput(B, Make.Day(3), since)], Definitions);

        Assert.False(parted.Exact);
        Assert.Equal((0, 2), (parted.States.Into.Touchpoints, parted.States.From.Touchpoints));
        Assert.Equal(-0.7, parted.States.From.Last!.Experience);
        Assert.Equal(0, parted.States.Into.Mood.Weight);
    }

    [Fact]
    public void Part_AttributeThatAPolicySet_StaysWithTheOneWhoRemains()
    {
        Update(A, "1", 1, ("city", true));
        _world.Merge(A, B);
        var set = _world[B] with { Profile = Profiles.Set(_world[B].Profile, "tier", Scalar.Of("vip"), Make.Day(2), out _)! };
        var history = _world.Applied.Select(t => new StoredInput(A, Make.Day(1), new RecordTouchpoint { Touchpoint = t })).ToImmutableArray();
        var parted = Merging.Part(set, set.Merged[0], new(CustomerState.For(B), _world[A]), history, Definitions);

        Assert.Equal(["tier"], parted.States.Into.Profile.Attributes.Values.ToArray().Select(v => v.Name));
        Assert.Equal(["city"], parted.States.From.Profile.Attributes.Values.ToArray().Select(v => v.Name));
    }

    [Fact]
    public void Retry_TimerOfAMergedCustomer_TriesThatOneOfTwoWithTheSameNumber()
    {
        SetAsideTimer Timer(string point) => new() { Number = 7, Kind = TimerKind.LowPointFades, DueAt = Make.Day(1), Point = point };
        var a = CustomerState.For(A) with { SetAside = [Timer("of-a")] };
        var b = CustomerState.For(B) with { SetAside = [Timer("of-b")] };
        var merged = Merging.Merge(b, a, [], Definitions, 1, Make.Day(2)).State;
        var retried = Customer.Decide(merged, new RecordTouchpoint { Touchpoint = TimerRetry.Of(A, 7, "retry", Make.Day(3)) }, Definitions);

        Assert.Equal("of-a", Assert.Single(retried.Events.OfType<TimerRetried>()).Timer.Point);
        Assert.Equal("of-b", Assert.Single(retried.Next.SetAside).Point);
    }

    [Fact]
    public void Merge_FullLists_StaysWithinTheBounds()
    {
        static CustomerState Full(CustomerId customer, int offset) => CustomerState.For(customer) with
        {
            EffectiveAt = Make.Day(100),
            Lists = [.. Enumerable.Range(0, CustomerState.ListsMax).Select(i => $"list-{offset + i}")],
            PolicyMarks = [.. Enumerable.Range(0, CustomerState.PolicyMarksMax).Select(i => new PolicyMark { Policy = $"p{offset + i}", At = Make.Day(i), Cause = "", Standing = 1 })],
            Admitted = [.. Enumerable.Range(0, FrequencyCap.Most).Select(i => AdmittedMoments.Of(Make.Day(99).AddMinutes(offset + i), "email", PolicyCategory.Service))],
            GroupMarks = [.. Enumerable.Range(0, GuardrailSettings.GroupsMax).Select(i => new GroupMark { Group = $"g{offset + i}", Policy = "p", At = Make.Day(i), Cause = "", Standing = 1 })],
            SetAside = [.. Enumerable.Range(0, CustomerState.SetAsideMax).Select(i => new SetAsideTimer { Number = i, Kind = TimerKind.RiskReview, DueAt = Make.Day(i) })],
            Waits = [.. Enumerable.Range(0, CustomerState.WaitsMax).Select(i => new PolicyWait { Kind = WaitKind.Step, Trigger = $"{offset + i}", DueAt = Make.Day(200 + i), BeganAt = Make.Day(1) })],
        };
        var merged = Merging.Merge(Full(B, 0), Full(A, 1000), [], Definitions, 1, Make.Day(101)).State;

        Assert.Equal(
            (CustomerState.ListsMax, CustomerState.PolicyMarksMax, FrequencyCap.Most, GuardrailSettings.GroupsMax, CustomerState.SetAsideMax, CustomerState.WaitsMax),
            (merged.Lists.Length, merged.PolicyMarks.Length, merged.Admitted.Length, merged.GroupMarks.Length, merged.SetAside.Length, merged.Waits.Length));
    }

    private static Touchpoint Broken(CustomerId customer, double day) => Make.Touchpoint("parcel.broken", Make.Day(day), $"broken-{day}", customer, attributes: ("order", Make.Text("o")));

    private void Update(CustomerId customer, string id, double day, params (string Name, bool Value)[] fields) =>
        Assert.Equal(Receipt.Applied, _world.Take(Make.Touchpoint("customer.updated", Make.Day(day), id, customer, attributes: [.. fields.Select(f => (f.Name, Scalar.Of(f.Value)))])));
}
