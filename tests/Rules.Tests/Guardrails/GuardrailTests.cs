using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Guardrails;

public partial class GuardrailTests
{
    private static PolicyDefinition Policy(string id = "p", int priority = 50, params ActionTemplate[] actions) => new()
    {
        Id = id,
        Name = id,
        Priority = priority,
        Triggers = [new OnTouchpoint { Match = Sets.On("t") }],
        Actions = actions.Length > 0 ? [.. actions] : [new MessageTemplate { Channel = "email", Text = "x" }],
        ExpiresAfter = TimeSpan.FromDays(30),
    };

    private static Walk With(GuardrailSettings settings, params PolicyDefinition[] policies) => new(new DefinitionSet { Guardrails = settings, Policies = [.. policies] });

    private static Touchpoint T(double day) => Make.Touchpoint("t", Make.Day(day));

    private static AdmissionAnswer Ask(Walk walk, AdmissionFacts facts, DateTimeOffset at) =>
        Admission.Answer(walk.State, walk.Actions.Last(), facts, walk.Definitions, at);

    [Fact]
    public void Suppression_ByAPolicy_HoldsAllOthersUntilItEnds()
    {
        var quiet = Policy("quiet", 60, new SuppressTemplate { For = TimeSpan.FromDays(7) }, new MessageTemplate { Channel = "email", Text = "own" });
        var walk = With(GuardrailSettings.Default, quiet, Policy("other")).Then(T(0));
        foreach (var action in walk.Actions.Where(a => a.Policy == "quiet").ToList())
        {
            Assert.Equal(AdmissionResult.Admitted, walk.Admit(action, Make.Day(0)).Result);
        }

        Assert.Equal(("quiet", Make.Day(7)), (walk.State.PolicySuppression!.By, walk.State.PolicySuppression.Until));
        var held = walk.Admit(walk.Actions.Single(a => a.Policy == "other"), Make.Day(1));
        Assert.Equal((AdmissionResult.Held, HoldReason.CustomerSuppressed, Make.Day(7)), (held.Result, held.Reason, held.NextAt));
        Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.Single(a => a.Policy == "other"), Make.Day(7)).Result);
    }

    [Fact]
    public void Suppression_AskedAgainForLess_StaysAsLongAsItWas()
    {
        var walk = With(GuardrailSettings.Default, Policy("quiet", 60, new SuppressTemplate { For = TimeSpan.FromDays(7) }), Policy("short", 50, new SuppressTemplate { For = TimeSpan.FromDays(1) }));
        walk.Then(T(0));
        walk.Admit(walk.Actions.Single(a => a.Policy == "quiet"), Make.Day(0));
        Assert.Equal(HoldReason.CustomerSuppressed, walk.Admit(walk.Actions.Single(a => a.Policy == "short"), Make.Day(0.5)).Reason);
        Assert.Equal(Make.Day(7), walk.State.PolicySuppression!.Until);
    }

    [Fact]
    public void Cap_SecondInADay_IsHeldUntilTheFirstLeavesTheWindow()
    {
        var walk = With(new GuardrailSettings { FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Day, Channel = "email" }] }, Policy());

        walk.Then(T(0)).Admit(walk.Actions.Last(), Make.Day(0));
        var answer = walk.Then(T(0.25)).Admit(walk.Actions.Last(), Make.Day(0.25));

        Assert.Equal((AdmissionResult.Held, HoldReason.FrequencyCap, Make.Day(1)), (answer.Result, answer.Reason, answer.NextAt));
        Assert.Equal("At most 1 message or offer by email in 24 hours", answer.Limit);
        Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.Last(), Make.Day(1)).Result);
    }

    [Fact]
    public void Cap_PublishedLater_CountsWhatWasAdmittedBefore()
    {
        var before = With(GuardrailSettings.Default, Policy()).Then(T(0));
        before.Admit(before.Actions.Last(), Make.Day(0));
        before.Then(T(0.5));
        var after = new CompiledDefinitions(new DefinitionSet { Guardrails = new() { FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Week }] }, Policies = [Policy()] });

        Assert.Equal(Make.Day(7), Admission.Answer(before.State, before.Actions.Last(), AdmissionFacts.Nothing, after, Make.Day(0.5)).NextAt);
    }

    [Fact]
    public void Ceiling_HundredAndFirstInAWeek_IsHeldWhereThereIsAnyCap()
    {
        var walk = With(new GuardrailSettings { FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Hour, Channel = "pigeon" }] }, Policy());
        for (var i = 0; i < FrequencyCap.Most; i++)
        {
            walk.Then(T(i / 100.0));
            Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.Last(), Make.Day(i / 100.0)).Result);
        }

        walk.Then(T(2));
        Assert.Equal((HoldReason.FrequencyCap, Make.Day(7)), (Ask(walk, AdmissionFacts.Nothing, Make.Day(2)).Reason, Ask(walk, AdmissionFacts.Nothing, Make.Day(2)).NextAt));
        Assert.Equal(FrequencyCap.Most, walk.State.Admitted.Length);
    }

    [Fact]
    public void Admitted_NoCaps_AreNeverHeldAndStayWithinTheirBound()
    {
        var walk = With(GuardrailSettings.Default, Policy());
        for (var i = 0; i < FrequencyCap.Most + 20; i++)
        {
            walk.Then(T(i / 100.0));
            Assert.Equal(AdmissionResult.Admitted, walk.Admit(walk.Actions.Last(), Make.Day(i / 100.0)).Result);
        }

        Assert.Equal(FrequencyCap.Most, walk.State.Admitted.Length);
    }

    [Fact]
    public void Cap_ClockThatWentBack_CountsFromTheLatest()
    {
        var walk = With(new GuardrailSettings { FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Hour }] }, Policy());
        walk.Then(T(0)).Admit(walk.Actions.Last(), Make.Day(0));

        Assert.Equal(Make.Day(0).AddHours(1), Ask(walk.Then(T(0.001)), AdmissionFacts.Nothing, Make.Day(0).AddSeconds(-30)).NextAt);
    }

    [Fact]
    public void Caps_CallbacksAndWebhooks_AreNotConcerned()
    {
        var settings = new GuardrailSettings { FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Week }], QuietHours = new QuietHours { From = new(0, 0), To = new(20, 0) } };
        var walk = With(settings, Policy(actions: [new CallbackTemplate { Queue = "q", Reason = "r" }]));

        walk.Then(T(0)).Then(T(0.1));

        Assert.All(walk.Actions.ToList(), a => Assert.Equal(AdmissionResult.Admitted, walk.Admit(a, Make.Day(0.1)).Result));
    }

    [Fact]
    public void Group_TwoOfOneInput_TheHigherPriorityWinsAndTheOtherNamesIt()
    {
        var settings = new GuardrailSettings { Groups = [new ExclusionGroup { Id = "g", Window = TimeSpan.FromDays(7) }] };
        var walk = With(settings, Policy("low", 10) with { Group = "g" }, Policy("high", 90) with { Group = "g" });

        walk.Then(T(0)).Then(T(3)).Then(T(7));

        Assert.Equal(
            [("high", PolicyOutcome.Fired, null), ("low", PolicyOutcome.Held, "high"), ("high", PolicyOutcome.Held, "high"), ("low", PolicyOutcome.Held, "high"), ("high", PolicyOutcome.Fired, null), ("low", PolicyOutcome.Held, "high")],
            walk.Decisions.Select(d => (d.Policy, d.Outcome, d.Competitor)));
        Assert.Equal(Make.Day(7), walk.Decisions.ElementAt(2).NextAt);
        Assert.Equal(HoldReason.Group, walk.Decisions.ElementAt(1).Reason);
    }

    [Fact]
    public void Group_WinnerRefused_LeavesThePlaceFree()
    {
        var settings = new GuardrailSettings { Groups = [new ExclusionGroup { Id = "g", Window = TimeSpan.FromDays(7) }] };
        var walk = With(settings, Policy() with { Group = "g", Category = PolicyCategory.Promotion });

        Assert.Equal(AdmissionResult.Refused, walk.Then(T(0)).Admit(walk.Actions.Last(), Make.Day(0)).Result);
        walk.Then(T(1));

        Assert.Equal(PolicyOutcome.Fired, walk.Decisions.Last().Outcome);
    }

    [Fact]
    public void ControlGroup_ItsShareOfCustomers_WouldHaveFiredAndRests()
    {
        var definitions = new CompiledDefinitions(new DefinitionSet { Policies = [Policy() with { ControlGroup = 20, Cooldown = TimeSpan.FromDays(2) }] });
        var outcomes = Enumerable.Range(0, 2_000).Select(i =>
        {
            var state = CustomerState.For(new CustomerId($"c-{i}"));
            var first = Customer.Decide(state, new RecordTouchpoint { Touchpoint = T(0) with { Customer = state.Customer } }, definitions);
            var second = Customer.Decide(first.Next, new RecordTouchpoint { Touchpoint = T(1) with { Customer = state.Customer } }, definitions);
            Assert.Equal(HoldReason.Cooldown, second.Events.OfType<PolicyDecided>().Single().Decision.Reason);
            return (first.Events.OfType<PolicyDecided>().Single().Decision, first.Actions.Count());
        }).ToList();

        Assert.InRange(outcomes.Count(o => o.Decision.Outcome == PolicyOutcome.ControlGroup), 330, 470);
        Assert.All(outcomes, o => Assert.Equal(o.Decision.Outcome == PolicyOutcome.ControlGroup ? 0 : 1, o.Item2));
    }

    [Fact]
    public void Rollout_AsItGrows_KeepsWhoIsIn()
    {
        HashSet<int> In(double rollout)
        {
            var definitions = new CompiledDefinitions(new DefinitionSet { Policies = [Policy() with { Rollout = rollout }] });
            return [.. Enumerable.Range(0, 1_000).Where(i =>
            {
                var state = CustomerState.For(new CustomerId($"c-{i}"));
                return Customer.Decide(state, new RecordTouchpoint { Touchpoint = T(0) with { Customer = state.Customer } }, definitions).Actions.Any();
            })];
        }

        var (ten, half, all) = (In(10), In(50), In(100));
        Assert.InRange(ten.Count, 65, 135);
        Assert.InRange(half.Count, 440, 560);
        Assert.Equal(1_000, all.Count);
        Assert.Subset(half, ten);
    }

    [Fact]
    public void SuppressPromotions_PromotionWithAnOpenLowPointOrCase_Waits()
    {
        var walk = With(GuardrailSettings.Default, Policy() with { Category = PolicyCategory.Promotion });
        walk.Then(Make.Touchpoint("customer.updated", Make.Day(0), attributes: ("consent.email", Scalar.Of(true)))).Then(T(0.1));

        Assert.Equal(HoldReason.OpenCase, Ask(walk, AdmissionFacts.Nothing with { OpenCase = true }, Make.Day(0.1)).Reason);
        walk.Then(Make.Touchpoint("survey", Make.Day(0.2), feedback: new Feedback { Csat = 1 }));
        Assert.Equal(HoldReason.OpenLowPoint, Ask(walk, AdmissionFacts.Nothing, Make.Day(0.2)).Reason);
        var off = new CompiledDefinitions(walk.Definitions.Set with { Guardrails = new() { OpenCaseSuppresses = false, OpenLowPointSuppresses = false } });
        Assert.Equal(AdmissionResult.Admitted, Admission.Answer(walk.State, walk.Actions.Last(), AdmissionFacts.Nothing with { OpenCase = true }, off, Make.Day(0.2)).Result);
    }

    [Fact]
    public void Facts_EachOfThem_Holds()
    {
        var walk = With(new GuardrailSettings { Queues = [new QueueLimit { Queue = "q", PerDay = 3 }] }, Policy(actions: [new CallbackTemplate { Queue = "q", Reason = "r" }])).Then(T(0));
        var until = Make.Day(0.5);

        Assert.Equal(HoldReason.PolicyStopped, Ask(walk, AdmissionFacts.Nothing with { StoppedPolicies = ["p"] }, Make.Day(0)).Reason);
        Assert.Equal(AdmissionResult.Admitted, Ask(walk, AdmissionFacts.Nothing with { StoppedPolicies = ["other"] }, Make.Day(0)).Result);
        Assert.Equal((HoldReason.CustomerSuppressed, until), (Ask(walk, AdmissionFacts.Nothing with { SuppressedUntil = until }, Make.Day(0)).Reason, Ask(walk, AdmissionFacts.Nothing with { SuppressedUntil = until }, Make.Day(0)).NextAt));
        Assert.Equal(AdmissionResult.Admitted, Ask(walk, AdmissionFacts.Nothing with { SuppressedUntil = until }, until).Result);
        var uses = SharedLimits.Of(walk.Actions.Last(), walk.Definitions, Make.Day(0));
        var full = Ask(walk, AdmissionFacts.Nothing with { FullLimits = [.. uses.Select(u => u.Limit)] }, Make.Day(0));
        Assert.Equal((HoldReason.Queue, new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.Zero)), (full.Reason, full.NextAt));
    }

    [Fact]
    public void SuppressionByAPolicy_Others_WaitUntilItEndsAndItsOwnGoOn()
    {
        var walk = With(GuardrailSettings.Default, Policy()).Then(T(0));
        AdmissionAnswer SuppressedBy(string by) => Admission.Answer(
            walk.State with { PolicySuppression = new PolicySuppression { By = by, Until = Make.Day(1) } }, walk.Actions.Last(), AdmissionFacts.Nothing, walk.Definitions, Make.Day(0));

        Assert.Equal((HoldReason.CustomerSuppressed, Make.Day(1)), (SuppressedBy("other").Reason, SuppressedBy("other").NextAt));
        Assert.Equal(AdmissionResult.Admitted, SuppressedBy("p").Result);
    }

    [Fact]
    public void Suppression_BouncedChannel_IsRefusedUntilRestored()
    {
        var walk = With(GuardrailSettings.Default, Policy()).Then(T(0));
        walk.Then(Make.Touchpoint("channel.bounced", Make.Day(0.1), source: "mailer", attributes: [("channel", Make.Text("email")), ("reason", Make.Text("mailbox gone"))]));

        var answer = Ask(walk, AdmissionFacts.Nothing, Make.Day(0.2));
        Assert.Equal((AdmissionResult.Refused, HoldReason.ChannelSuppressed), (answer.Result, answer.Reason));
        Assert.Equal("email is closed: bounced, mailbox gone (from mailer)", answer.Limit);
        walk.Then(Make.Touchpoint("channel.restored", Make.Day(0.3), channel: "email"));
        Assert.Equal(AdmissionResult.Admitted, Ask(walk, AdmissionFacts.Nothing, Make.Day(0.3)).Result);
    }

    [Fact]
    public void Budget_AmountOfTheDay_IsAskedInItsZone()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Sao_Paulo");
        var walk = With(GuardrailSettings.Default, Policy(actions: [new OfferTemplate { Channel = "email", Offer = "voucher", Amount = 12.345m, Currency = "EUR" }]) with
        {
            Budget = new PolicyBudget { CentsPerDay = 50_000, Currency = "EUR", ActionsPerDay = 7, Zone = zone },
        }).Then(T(0));

        var uses = SharedLimits.Of(walk.Actions.Last(), walk.Definitions, new DateTimeOffset(2026, 3, 4, 2, 0, 0, TimeSpan.Zero));

        var ends = new DateTimeOffset(2026, 3, 4, 3, 0, 0, TimeSpan.Zero);
        Assert.Equal([new("budget:2026-03-03:p", 1_235, 50_000, ends), new LimitUse("actions:2026-03-03:p", 1, 7, ends)], uses);
    }

    [Fact]
    public void Explanation_EveryGuardrail_IsShownWithPassAndNextTime()
    {
        var settings = new GuardrailSettings
        {
            FrequencyCaps = [new FrequencyCap { Max = 1, Window = CapWindow.Day }],
            QuietHours = new QuietHours { From = new(21, 0), To = new(8, 0) },
            Groups = [new ExclusionGroup { Id = "g" }],
        };
        var walk = With(settings, Policy() with { Group = "g", ControlGroup = 50, Rollout = 99.99 });
        walk.Then(T(0));
        if (walk.Actions.Any())
        {
            walk.Admit(walk.Actions.Last(), Make.Day(0));
        }

        var limits = Explanations.Of(walk.State, walk.Definitions, "p", AdmissionFacts.Nothing, Make.Day(0.1))!.Limits;

        Assert.Equal(
            [HoldReason.Rollout, HoldReason.Group, HoldReason.ControlGroup, HoldReason.Consent, HoldReason.KillSwitch, HoldReason.QuietHours, HoldReason.FrequencyCap, HoldReason.FrequencyCap],
            limits.Select(l => l.Reason));
        Assert.Equal(walk.Actions.Any() ? Make.Day(1) : null, limits.First(l => l.Reason == HoldReason.FrequencyCap).NextAt);
        Assert.True(limits.Single(l => l.Reason == HoldReason.QuietHours).Passes);
    }
}
