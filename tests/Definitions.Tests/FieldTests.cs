using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Tests;

public sealed class FieldTests
{
    private const string Journey =
        """
        kind: journey
        id: order
        name: "Order: the whole way"
        timeZone: America/Sao_Paulo
        instance: attributes.order
        reentry: true
        stages:
          - {id: placed, name: Placed it, enter: order.placed, start: true}
          - id: on-its-way
            enter: [order.shipped, {type: parcel.*, where: {status: moving, weight: {above: 2.5}}}]
            revisit: true
          - {id: delivered, enter: order.delivered, goal: true, end: true}
        exit: order.cancelled
        contacts: [contact.*, "*"]
        recovery: [refund.issued]
        expectations:
          - {id: delivery, name: Late, after: order.placed, expect: [order.delivered, order.collected], by: expectedBy, experience: -0.8, critical: true}
          - {id: shipping, name: Slow, after: order.placed, expect: order.shipped, within: 18 days}
        experience:
          - {on: order.delivered, value: 0.5}
          - {on: [payment.failed, payment.refused], value: -0.6, critical: true, cause: Payment failed}
        lowPoint: {mood: -0.4, pressure: 1.5, feedback: -0.6, fadeAfter: 20 days, recover: {experience: 0.2, mood: -0.1, pressure: 0.4}}
        highPoint: {mood: 0.7, feedback: 0.9, endExperience: -0.2, fadeAfter: 10 days}
        """;

    [Fact]
    public void Read_Journey_HasEveryField()
    {
        var journey = Set(Journey, (_, _) => 7).Journeys[0];

        Assert.Equal(("order", "Order: the whole way", 7, "America/Sao_Paulo", "order", true), (journey.Id, journey.Name, journey.Version, journey.TimeZone.Id, journey.InstanceBy, journey.Reentry));
        Assert.Equal(
            [("placed", "Placed it", true, false, false, false), ("on-its-way", "On its way", false, false, false, true), ("delivered", "Delivered", false, true, true, false)],
            journey.Stages.Select(s => (s.Id, s.Name, s.Start, s.Goal, s.End, s.Revisit)));
        Assert.Equal(["order.shipped", "parcel.*"], Types(journey.Stages[1].Enter));
        Assert.Equal(["touchpoint.status is moving", "touchpoint.weight above 2.5"], journey.Stages[1].Enter[1].Where.Select(Wording.Of));
        Assert.Equal([["order.cancelled"], ["contact.*", "*"], ["refund.issued"]], new[] { Types(journey.Exit), Types(journey.Contacts), Types(journey.Recovery) });
        Assert.Equal(
            [("delivery", "Late", null, "expectedBy", -0.8, true), ("shipping", "Slow", (TimeSpan?)TimeSpan.FromDays(18), null, -0.5, false)],
            journey.Expectations.Select(e => (e.Id, e.Name, e.Within, e.By, e.Experience, e.Critical)));
        Assert.Equal(["order.delivered", "order.collected"], Types(journey.Expectations[0].Expect));
        Assert.Equal(["order.placed"], Types(journey.Expectations[0].After));
        Assert.Equal(
            [("order.delivered", 0.5, false, null), ("payment.failed", -0.6, true, "Payment failed"), ("payment.refused", -0.6, true, "Payment failed")],
            journey.Experiences.Select(e => (e.Match.Type, e.Value, e.Critical, e.Cause)));
        Assert.Equal(
            new LowPointSettings
            {
                Mood = -0.4,
                Pressure = 1.5,
                Feedback = -0.6,
                FadeAfter = TimeSpan.FromDays(20),
                RecoverExperience = 0.2,
                RecoverMood = -0.1,
                RecoverPressure = 0.4,
            },
            journey.LowPoint);
        Assert.Equal(new HighPointSettings { Mood = 0.7, Feedback = 0.9, EndExperience = -0.2, FadeAfter = TimeSpan.FromDays(10) }, journey.HighPoint);
    }

    [Fact]
    public void Read_ShortestJourney_HasTheDefaults()
    {
        var journey = Set("kind: journey\nid: j\nname: J\nstages: [{id: a, enter: b}]\n").Journeys[0];

        Assert.Equal((0, TimeZoneInfo.Utc, null, false), (journey.Version, journey.TimeZone, journey.InstanceBy, journey.Reentry));
        Assert.Empty(journey.Exit);
        Assert.Empty(journey.Expectations);
        Assert.Equal(new LowPointSettings(), journey.LowPoint);
        Assert.Equal(new HighPointSettings(), journey.HighPoint);
    }

    [Fact]
    public void Read_Policy_HasEveryField()
    {
        var policy = Set(Journey +
            """

            ---
            kind: policy
            id: p
            name: P
            category: promotion
            priority: 80
            enabled: false
            on:
              - touchpoint: [a, {type: b, where: {csat: {atMost: 2}}}]
              - lowPointOpened
              - lowPointOpened: {journey: order}
              - lowPointClosed: {journey: order, outcome: faded}
              - highPointOpened
              - stageEntered: {journey: order, stage: delivered}
              - expectationMissed: {journey: order, expectation: delivery}
              - expectationMissed: {journey: order}
            do:
              - message: {channel: email, subject: "Hi {customer.name|you}", text: "{{plain}} {touchpoint.order}"}
              - offer: {channel: sms, offer: voucher, amount: 12.50, currency: EUR, validFor: 14 days, text: For you}
              - callback: {queue: recovery, priority: high, due: 4h, reason: "Order {journey.correlation}"}
              - webhook: {url: "https://example.com/a?b=c", data: {order: "{journey.correlation}", n: 5}}
            cooldown: 30 days
            expiresAfter: PT12H
            """).Policies[0];

        Assert.Equal(
            ("p", "P", PolicyCategory.Promotion, 80, false, TimeSpan.FromDays(30), TimeSpan.FromHours(12)),
            (policy.Id, policy.Name, policy.Category, policy.Priority, policy.Enabled, policy.Cooldown, policy.ExpiresAfter));
        Assert.Collection(
            policy.Triggers,
            t => Assert.Equal("a", Assert.IsType<OnTouchpoint>(t).Match.Type),
            t => Assert.Equal("touchpoint.csat at most 2", Wording.Of(Assert.IsType<OnTouchpoint>(t).Match.Where[0])),
            t => Assert.Equal(new OnLowPointOpened(), t),
            t => Assert.Equal(new OnLowPointOpened { Journey = "order" }, t),
            t => Assert.Equal(new OnLowPointClosed { Journey = "order", Outcome = LowPointOutcome.Faded }, t),
            t => Assert.Equal(new OnHighPointOpened(), t),
            t => Assert.Equal(new OnStageEntered { Journey = "order", Stage = "delivered" }, t),
            t => Assert.Equal(new OnExpectationMissed { Journey = "order", Expectation = "delivery" }, t),
            t => Assert.Equal(new OnExpectationMissed { Journey = "order" }, t));
        Assert.Equal(new MessageTemplate { Channel = "email", Subject = "Hi {customer.name|you}", Text = "{{plain}} {touchpoint.order}" }, policy.Actions[0]);
        Assert.Equal(new OfferTemplate { Channel = "sms", Offer = "voucher", Amount = 12.5m, Currency = "EUR", ValidFor = TimeSpan.FromDays(14), Text = "For you" }, policy.Actions[1]);
        Assert.Equal(new CallbackTemplate { Queue = "recovery", Priority = CasePriority.High, Due = TimeSpan.FromHours(4), Reason = "Order {journey.correlation}" }, policy.Actions[2]);
        var webhook = Assert.IsType<WebhookTemplate>(policy.Actions[3]);
        Assert.Equal("https://example.com/a?b=c", webhook.Url.ToString());
        Assert.Equal([new("order", "{journey.correlation}"), new("n", "5")], webhook.Data);
    }

    [Fact]
    public void Read_ShortestPolicy_HasTheDefaults()
    {
        var policy = Set("kind: policy\nid: p\nname: P\non: highPointOpened\ndo: {callback: {queue: q, reason: r}}\n").Policies[0];

        Assert.Equal((true, PolicyCategory.Service, 50, null, TimeSpan.FromHours(24)), (policy.Enabled, policy.Category, policy.Priority, policy.Cooldown, policy.ExpiresAfter));
        Assert.Empty(Assert.IsType<AllOf>(policy.When).Items);
        Assert.Equal(new CallbackTemplate { Queue = "q", Reason = "r" }, policy.Actions[0]);
    }

    [Fact]
    public void Read_Settings_HasEveryField()
    {
        var settings = Set(
            """
            kind: settings
            moodHalfLife: 1 day
            pressureHalfLife: 2h
            neutralWeight: 0.7
            risk: {mood: 1, openLowPoint: 2, missed: 3, missedMax: 4, missedWithin: 5d, repeatedContact: 6, repeatedContactMax: 7,
              contactsWithin: 8d, silenceMax: 9, silenceFrom: 10d, silenceFull: 11d, atRisk: 12}
            """, (kind, id) => kind == "settings" && id == "settings" ? 3 : 0).Experience;

        Assert.Equal(
            new ExperienceSettings
            {
                Version = 3,
                MoodHalfLife = TimeSpan.FromDays(1),
                PressureHalfLife = TimeSpan.FromHours(2),
                NeutralWeight = 0.7,
                Risk = new RiskWeights
                {
                    Mood = 1,
                    OpenLowPoint = 2,
                    Missed = 3,
                    MissedMax = 4,
                    MissedWithin = TimeSpan.FromDays(5),
                    RepeatedContact = 6,
                    RepeatedContactMax = 7,
                    ContactsWithin = TimeSpan.FromDays(8),
                    SilenceMax = 9,
                    SilenceFrom = TimeSpan.FromDays(10),
                    SilenceFull = TimeSpan.FromDays(11),
                    AtRisk = 12,
                },
            },
            settings);
    }

    [Fact]
    public void Read_Documents_TellTheirOwnPartOfTheFile()
    {
        const string Text = "# first\nkind: settings\n---\nkind: policy\nid: p\nname: P\nenabled: false\non: highPointOpened\ndo: {callback: {queue: q, reason: r}}\n";

        var read = DefinitionReader.Read([new("x.yaml", Text)], setVersion: 4);

        Assert.Equal(4, read.Set!.Version);
        Assert.Equal([("settings", "settings", true), ("policy", "p", false)], read.Documents.Select(d => (d.Kind, d.Id, d.Enabled)));
        Assert.Equal(["# first\nkind: settings\n", Text[(Text.IndexOf("---", StringComparison.Ordinal) + 4)..]], read.Documents.Select(d => d.Source.Text));
        var again = DefinitionReader.Read(read.Documents.Select(d => d.Source));
        Assert.Equal(read.Documents, again.Documents);
    }

    private static string[] Types(ImmutableArray<TouchpointMatch> matches) => [.. matches.Select(m => m.Type)];

    private static DefinitionSet Set(string text, Func<string, string, int>? versions = null)
    {
        var read = DefinitionReader.Read([new("x.yaml", text)], versions);
        Assert.Empty(read.Errors);
        return read.Set!;
    }
}
