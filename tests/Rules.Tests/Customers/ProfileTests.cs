using CsCheck;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

/// <summary>Each field of a profile, each consent and each closed channel is as new as the touchpoint that stated it, in whatever order they arrive.</summary>
public class ProfileTests
{
    private static readonly string[] Names = ["name", "language", "tier", "address", "address.city", "address.city.code", "address.zip", "consent.email", "consent.Email", "consent.sms", "consent.all", "consent.email.promotion", "consent.sms.service", "consent.all.promotion"];

    private static readonly Gen<Touchpoint[]> AnyUpdates =
        Gen.Select(Gen.Int[0, Names.Length - 1], Gen.Int[0, 12], Gen.Int[0, 3]).Array[1, 12].Select(updates => updates.Select((u, i) =>
        {
            var name = Names[u.Item1];
            var value = u.Item3 == 0 ? Scalar.None : name.StartsWith("consent", StringComparison.Ordinal) ? Scalar.Of(u.Item3 == 1) : Scalar.Of($"v{u.Item3}");
            return Make.Touchpoint("customer.updated", Make.Day(u.Item2), $"{i}", attributes: (name, value));
        }).ToArray());

    [Fact]
    public void Update_AnyOrderOfArrival_GivesTheSameProfile() =>
        Gen.Select(AnyUpdates, Gen.Int[0, int.MaxValue]).Sample((updates, seed) =>
        {
            var random = new Random(seed);
            var shuffled = updates.OrderBy(_ => random.Next()).ToArray();
            Assert.Equal(After(updates), After(shuffled));
        }, iter: 3000);

    [Theory]
    [InlineData("email.promotion:yes", "email", "promotion", true)]
    [InlineData("email.promotion:yes", "email", "service", null)]
    [InlineData("email.promotion:yes", "sms", "promotion", null)]
    [InlineData("email:yes, email.promotion:no", "email", "promotion", false)]
    [InlineData("email:yes, email.promotion:no", "email", "service", true)]
    [InlineData("email.promotion:yes, email:no", "email", "promotion", false)]
    [InlineData("all.promotion:no, email:yes", "email", "promotion", false)]
    [InlineData("all.promotion:yes, email:no", "email", "promotion", false)]
    [InlineData("all.promotion:no, email.promotion:yes", "email", "promotion", true)]
    [InlineData("email.promotion:yes, all.promotion:no", "email", "promotion", false)]
    [InlineData("email.promotion:yes, all:no", "email", "promotion", false)]
    [InlineData("all:yes, all.promotion:no", "sms", "promotion", false)]
    [InlineData("all:yes, all.promotion:no", "sms", "service", true)]
    public void ConsentTo_OnePurpose_IsWhatWasSaidOfItLast(string said, string channel, string purpose, bool? expected)
    {
        var updates = said.Split(", ").Select((s, day) => Make.Touchpoint(
            "customer.updated", Make.Day(day), $"{day}", attributes: ($"consent.{s.Split(':')[0]}", Scalar.Of(s.EndsWith("yes", StringComparison.Ordinal)))));

        var profile = After([.. updates]);

        Assert.Equal(expected is { } answer ? Scalar.Of(answer) : Scalar.None, profile.ConsentTo(channel, purpose));
        Assert.Equal(profile.ConsentTo(channel, purpose), profile.ConsentTo($"{channel}.{purpose}"));
    }

    [Theory]
    [InlineData("consent.email.promotion", true, "email", "promotion")]
    [InlineData("consent.Email.Service", true, "email", "service")]
    [InlineData("consent.all", false, "all", null)]
    public void Statements_OfAnUpdate_NameChannelAndPurpose(string attribute, bool agreed, string channel, string? purpose) => Assert.Equal(
        [new ConsentStatement(channel, purpose, agreed, null)],
        ConsentStatement.Of(Make.Touchpoint("customer.updated", Make.Start, attributes: [("name", Scalar.Of("Ann")), (attribute, Scalar.Of(agreed))])));

    [Fact]
    public void Statements_OfClosedChannels_AreWhatTheCustomerWanted()
    {
        var unsubscribed = Make.Touchpoint("channel.unsubscribed", Make.Start, attributes: [("channel", Scalar.Of("Email")), ("reason", Scalar.Of("too many"))]);
        Assert.Equal([new ConsentStatement("email", null, false, "too many")], ConsentStatement.Of(unsubscribed));
        Assert.Equal([new ConsentStatement("sms", null, true, null)], ConsentStatement.Of(Make.Touchpoint("channel.restored", Make.Start, attributes: ("channel", Scalar.Of("sms")))));
        Assert.Empty(ConsentStatement.Of(Make.Touchpoint("channel.bounced", Make.Start, attributes: ("channel", Scalar.Of("sms")))));
        Assert.Equal([new ConsentStatement("sms", null, null, null)], ConsentStatement.Of(Make.Touchpoint("customer.updated", Make.Start, attributes: ("consent.sms", Scalar.None))));
    }

    [Fact]
    public void Update_DistinctTimes_EqualsAnIndependentMap() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3]).Array[1, 15].Sample(writes =>
        {
            string[] names = ["tier", "city", "consent.email", "language", "consent.sms", "name"];
            var map = new Dictionary<string, Scalar>();
            var updates = new List<Touchpoint>();
            for (var i = 0; i < writes.Length; i++)
            {
                var name = names[writes[i].Item1];
                var value = writes[i].Item2 == 0 ? Scalar.None : name.StartsWith("consent", StringComparison.Ordinal) ? Scalar.Of(writes[i].Item2 == 1) : Scalar.Of($"v{writes[i].Item2}");
                map[name] = value;
                updates.Add(Make.Touchpoint("customer.updated", Make.Day(i), $"{i}", attributes: (name, value)));
            }

            updates.Reverse();
            var profile = After([.. updates]);
            foreach (var (name, value) in map)
            {
                var actual = name switch
                {
                    "language" => profile.Language is { } l ? Scalar.Of(l) : Scalar.None,
                    "name" => profile.Name is { } n ? Scalar.Of(n) : Scalar.None,
                    _ when name.StartsWith("consent.", StringComparison.Ordinal) => profile.ConsentTo(name["consent.".Length..]),
                    _ => profile.Attributes[name],
                };
                Assert.Equal(value, actual);
            }
        }, iter: 1000);

    [Fact]
    public void Update_LateOptOutAfterAnUnrelatedChange_CountsByItsOwnTime()
    {
        var profile = After(
            Make.Touchpoint("customer.updated", Make.Day(0), attributes: ("consent.email", Scalar.Of(true))),
            Make.Touchpoint("customer.updated", Make.Day(2), attributes: ("name", Scalar.Of("Ann"))),
            Make.Touchpoint("customer.updated", Make.Day(1), attributes: ("consent.email", Scalar.Of(false))));

        Assert.Equal(Scalar.Of(false), profile.ConsentTo("email"));
    }

    [Fact]
    public void Update_ErasedValueThatArrivesAgainLate_StaysErased()
    {
        var profile = After(
            Make.Touchpoint("customer.updated", Make.Day(0), attributes: ("tier", Scalar.Of("gold"))),
            Make.Touchpoint("customer.updated", Make.Day(2), attributes: ("tier", Scalar.None)),
            Make.Touchpoint("customer.updated", Make.Day(1), attributes: ("tier", Scalar.Of("silver"))));

        Assert.Equal(ScalarKind.None, profile.Attributes["tier"].Kind);
    }

    [Fact]
    public void Update_ObjectSetToNullOrText_TakesItsMembers()
    {
        var members = Make.Touchpoint("customer.updated", Make.Day(0), attributes: [("address.city", Scalar.Of("Lisbon")), ("address.zip", Scalar.Of("1000")), ("addressee", Scalar.Of("Ann"))]);

        Assert.Equal(["addressee"], After(members, Make.Touchpoint("customer.updated", Make.Day(1), attributes: ("address", Scalar.None))).Attributes.Values.Select(v => v.Name));
        Assert.Equal(["address", "addressee"], After(members, Make.Touchpoint("customer.updated", Make.Day(1), attributes: ("address", Scalar.Of("1000 Lisbon")))).Attributes.Values.Select(v => v.Name));
        Assert.Equal(["address.city"], After(
            Make.Touchpoint("customer.updated", Make.Day(0), attributes: ("address", Scalar.Of("x"))),
            Make.Touchpoint("customer.updated", Make.Day(1), attributes: ("address.city", Scalar.Of("Lisbon")))).Attributes.Values.Select(v => v.Name));
    }

    [Fact]
    public void Update_MoreRemovalsThanAreListed_BringsNothingBack()
    {
        var removals = Enumerable.Range(0, 4 * ProfileFields.RemovalsMax)
            .Select(i => Make.Touchpoint("customer.updated", Make.Day(10 + i), $"{i}", attributes: ($"field-{i}", Scalar.None)));
        var profile = After([.. removals, Make.Touchpoint("customer.updated", Make.Day(5), "late", attributes: ("field-0", Scalar.Of("back")))]);

        Assert.Empty(profile.Attributes.Values);
        Assert.InRange(profile.Times.Length, 1, ProfileFields.RemovalsMax);
    }

    [Fact]
    public void Update_MoreAttributesThanAreKept_KeepsThoseStatedBeforeAndSaysWhich()
    {
        var walk = new Walk(Sets.OfOrder);
        for (var i = 0; i < AttributeSet.CountMax + 1; i++)
        {
            walk.Then(Make.Touchpoint("customer.updated", Make.Day(i), $"{i}", attributes: ($"field-{999 - i}", Scalar.Of(i))));
        }

        Assert.Equal(AttributeSet.CountMax, walk.State.Profile.Attributes.Count);
        Assert.Equal(Scalar.Of(0), walk.State.Profile.Attributes["field-999"]);
        Assert.Equal("field-899", Assert.Single(walk.Events.OfType<ValueUnread>()).Field);
    }

    [Theory]
    [InlineData("EMAIL", "email", false)]
    [InlineData("email", "Email", false)]
    [InlineData("all", "email", false)]
    [InlineData("all", "sms", false)]
    public void Consent_AnyCaseOrAll_IsReadForTheChannel(string stated, string asked, bool expected) =>
        Assert.Equal(Scalar.Of(expected), After(Make.Touchpoint("customer.updated", Make.Day(0), attributes: ($"consent.{stated}", Scalar.Of(expected)))).ConsentTo(asked));

    [Fact]
    public void Suppressions_AnyOrderOfArrival_CloseTheSameChannels() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 8], Gen.Int[0, int.MaxValue]).Array[1, 10].Sample(all =>
        {
            var touchpoints = all.Select((a, i) =>
            {
                var type = ((string[])["channel.unsubscribed", "channel.bounced", "channel.restored"])[a.Item1];
                var channel = ((string[])["email", "Email", "sms", "all"])[a.Item2];
                return Make.Touchpoint(type, Make.Day(a.Item3), $"{i}", attributes: ("channel", Scalar.Of(channel)));
            }).ToArray();
            var shuffled = touchpoints.Zip(all).OrderBy(p => p.Second.Item4).Select(p => p.First);
            foreach (var channel in (string[])["email", "sms", "push"])
            {
                Assert.Equal(Suppressions.Of(State(touchpoints), channel), Suppressions.Of(State([.. shuffled]), channel));
            }
        }, iter: 2000);

    [Fact]
    public void Suppressions_LateUnsubscribe_DoesNotUndoANewerRestored()
    {
        var state = State(
            Make.Touchpoint("channel.bounced", Make.Day(0), channel: "email"),
            Make.Touchpoint("channel.restored", Make.Day(2), channel: "email"),
            Make.Touchpoint("channel.unsubscribed", Make.Day(1), channel: "email"));

        Assert.Null(Suppressions.Of(state, "email"));
    }

    [Fact]
    public void Suppressions_UnsubscribedWithAListOrWithoutAChannel_ClosesThoseMeant()
    {
        var listed = State(Make.Touchpoint("channel.unsubscribed", Make.Day(0), attributes: ("channel", Scalar.Of([Scalar.Of("EMAIL"), Scalar.Of("sms")]))));
        Assert.NotNull(Suppressions.Of(listed, "email"));
        Assert.NotNull(Suppressions.Of(listed, "SMS"));
        Assert.Null(Suppressions.Of(listed, "push"));

        var all = State(Make.Touchpoint("channel.unsubscribed", Make.Day(0)), Make.Touchpoint("channel.restored", Make.Day(1), channel: "sms"));
        Assert.NotNull(Suppressions.Of(all, "push"));
        Assert.Null(Suppressions.Of(all, "sms"));
    }

    [Fact]
    public void Suppressions_MoreChannelsThanAreKept_ForgetsNone()
    {
        var state = State([.. Enumerable.Range(0, 3 * Suppressions.Max).Select(i => Make.Touchpoint("channel.bounced", Make.Day(i), $"{i}", channel: $"channel-{i}"))]);

        Assert.All(Enumerable.Range(0, 3 * Suppressions.Max), i => Assert.NotNull(Suppressions.Of(state, $"channel-{i}")));
        Assert.InRange(state.Suppressions.Length, 1, Suppressions.Max + 1);
    }

    private static Profile After(params Touchpoint[] touchpoints) => State(touchpoints).Profile;

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
