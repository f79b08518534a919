using System.Collections.Immutable;
using CsCheck;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Guardrails;

/// <summary>A bounce closes the address that bounced, not another one.</summary>
public sealed class ClosedAddressTests
{
    private static Touchpoint Stated(double day, string attribute, Scalar value, string? id = null) =>
        Make.Touchpoint("customer.updated", Make.Day(day), id ?? $"stated-{day}", attributes: (attribute, value));

    private static Touchpoint Bounced(double day, string channel, string address, string? id = null) =>
        Make.Touchpoint("channel.bounced", Make.Day(day), id ?? $"bounced-{day}", channel: channel, attributes: ("address", Scalar.Of(address)));

    private static Touchpoint Of(string type, double day, string channel) => Make.Touchpoint(type, Make.Day(day), $"{type}-{day}", channel: channel);

    [Theory]
    [InlineData("email", "email", "Ann@example.com", "ann@EXAMPLE.com", "ann@other.example")]
    [InlineData("sms", "phone", "030 901820-15", "+493090182015", "+493090182016")]
    [InlineData("push", "pushToken", "token-A", "token-A", "token-a")]
    [InlineData("fax", "fax", "12", "12", "13")]
    public void Bounced_AnotherAddressIsStated_OpensTheChannel(string channel, string attribute, string stated, string bounced, string next)
    {
        var closed = State(Stated(0, attribute, Scalar.Of(stated)), Bounced(1, channel, bounced));
        var open = State(Stated(0, attribute, Scalar.Of(stated)), Bounced(1, channel, bounced), Stated(2, attribute, Scalar.Of(next)));

        Assert.Contains("is closed: bounced", Suppressions.Of(closed, channel), StringComparison.Ordinal);
        Assert.Null(StatedAddresses.Of(closed, channel, attribute));
        Assert.Null(Suppressions.Of(open, channel));
        Assert.Equal(next, StatedAddresses.Of(open, channel, attribute));
    }

    [Fact]
    public void Bounced_SameAddressIsStatedAgain_StaysClosed() =>
        Assert.NotNull(Suppressions.Of(State(Stated(0, "email", Scalar.Of("ann@example.com")), Bounced(1, "email", "ann@example.com"), Stated(2, "email", Scalar.Of(" ANN@example.com"))), "email"));

    [Theory]
    [InlineData("channel.unsubscribed", "email")]
    [InlineData("channel.unsubscribed", "all")]
    [InlineData("channel.bounced", "email")]
    public void Bounced_ClosedForAnotherReasonBefore_StaysClosedForANewAddress(string type, string channel)
    {
        var before = Make.Touchpoint(type, Make.Day(0), "before", attributes: ("channel", Scalar.Of(channel)));

        Assert.NotNull(Suppressions.Of(State(before, Bounced(1, "email", "ann@example.com"), Stated(2, "email", Scalar.Of("ann@other.example"))), "email"));
    }

    [Fact]
    public void Restored_AfterTheBounce_OpensTheSameAddress()
    {
        var state = State(Stated(0, "email", Scalar.Of("ann@example.com")), Bounced(1, "email", "ann@example.com"), Of("channel.restored", 2, "email"));

        Assert.Null(Suppressions.Of(state, "email"));
        Assert.Equal("ann@example.com", StatedAddresses.Of(state, "email", "email"));
    }

    [Fact]
    public void Closed_OfACustomer_NamesWhatIsClosedNowAndWhy()
    {
        var state = State(
            Stated(0, "email", Scalar.Of("ann@example.com")), Stated(0.1, "phone", Scalar.Of("+4930901820")), Bounced(1, "email", "ann@example.com"), Bounced(1.5, "sms", "+4930111111"),
            Of("channel.unsubscribed", 2, "push"), Of("channel.unsubscribed", 2.5, "fax"), Of("channel.restored", 3, "fax"));

        Assert.Equal([("email", "bounced", "email"), ("push", "unsubscribed", null)], StatedPreferences.Closed(state).Select(c => (c.Channel, c.Reason, c.AddressIn)));
        Assert.Equal("*", StatedPreferences.Closed(State(Of("channel.unsubscribed", 2, "all")))[0].Channel);
    }

    [Fact]
    public void Bounced_AddressHeldByAnAttributeOfAConnection_IsComparedThere()
    {
        var bounced = Make.Touchpoint(
            "channel.bounced", Make.Day(1), "bounced", channel: "email", attributes: [("address", Scalar.Of("work@example.com")), ("addressIn", Scalar.Of("workEmail"))]);
        Touchpoint[] before = [Stated(0, "email", Scalar.Of("ann@example.com")), Stated(0.5, "workEmail", Scalar.Of("work@example.com")), bounced];

        Assert.NotNull(Suppressions.Of(State(before), "email"));
        Assert.Null(Suppressions.Of(State([.. before, Stated(2, "workEmail", Scalar.Of("new@example.com"))]), "email"));
    }

    [Fact]
    public void Bounced_TokensOfDevices_AreNotUsedAgain()
    {
        var stated = Stated(0, "pushToken", Scalar.Of([Scalar.Of("phone"), Scalar.Of("tablet")]));
        var one = State(stated, Bounced(1, "push", "phone"));
        var both = State(stated, Bounced(1, "push", "phone"), Bounced(2, "push", "tablet"));

        Assert.Equal("tablet", StatedAddresses.Of(one, "push", "pushToken"));
        Assert.Null(Suppressions.Of(one, "push"));
        Assert.Null(StatedAddresses.Of(both, "push", "pushToken"));
        Assert.NotNull(Suppressions.Of(both, "push"));
    }

    [Fact]
    public void Bounced_SubscriptionOfABrowser_IsTheSameHoweverItWasStated()
    {
        var stated = Make.Touchpoint("customer.updated", Make.Day(0), "stated", attributes:
        [
            ("pushToken.endpoint", Scalar.Of("https://push.example.com/x")), ("pushToken.keys.p256dh", Scalar.Of("BKey")), ("pushToken.keys.auth", Scalar.Of("secret")),
        ]);
        const string subscription = """{"endpoint":"https://push.example.com/x","keys":{"p256dh":"BKey","auth":"secret"}}""";

        Assert.Equal(subscription, StatedAddresses.Of(State(stated), "push", "pushToken"));
        Assert.Null(StatedAddresses.Of(State(stated, Bounced(1, "push", subscription)), "push", "pushToken"));
    }

    [Fact]
    public void Bounced_MoreAddressesThanAreKept_KeepsTheNewest()
    {
        var state = State([.. Enumerable.Range(0, 3 * Suppressions.AddressesMax).Select(i => Bounced(i, "email", $"{i}@example.com"))]);

        Assert.Equal(Suppressions.AddressesMax, state.Suppressions.Length);
        Assert.Equal(Make.Day((3 * Suppressions.AddressesMax) - 1), Suppressions.BouncedOf(state.Suppressions, "email")[0].At);
        Assert.Null(Suppressions.Of(state, "sms"));
    }

    [Fact]
    public void Bounced_AnyOrderOfArrival_ClosesTheSameAddresses() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[0, int.MaxValue]).Array[1, 10].Sample(all =>
        {
            var touchpoints = all.Select((a, i) => a.Item1 switch
            {
                0 or 1 => Stated(a.Item3, "pushToken", Scalar.Of($"token-{a.Item2}"), $"{i}"),
                2 or 3 => Bounced(a.Item3, "push", $"token-{a.Item2}", $"{i}"),
                _ => Make.Touchpoint(a.Item2 == 0 ? "channel.unsubscribed" : "channel.restored", Make.Day(a.Item3), $"{i}", channel: "push"),
            }).ToArray();
            var shuffled = touchpoints.Zip(all).OrderBy(p => p.Second.Item4).Select(p => p.First).ToArray();

            var (one, other) = (State(touchpoints), State(shuffled));
            Assert.Equal(Suppressions.Of(one, "push"), Suppressions.Of(other, "push"));
            Assert.Equal(StatedAddresses.Of(one, "push", "pushToken"), StatedAddresses.Of(other, "push", "pushToken"));
        }, iter: 2000);

    private static CustomerState State(params Touchpoint[] touchpoints)
    {
        var walk = new Walk(Sets.OfOrder);
        foreach (var touchpoint in touchpoints)
        {
            walk.Apply(touchpoint, HistoryAnswer.Absent);
        }

        return walk.State;
    }
}
