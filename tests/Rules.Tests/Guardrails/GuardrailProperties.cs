using CsCheck;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Guardrails;

/// <summary>For any stream of touchpoints, policies and guardrails, what was admitted keeps every limit.</summary>
public class GuardrailProperties
{
    private static readonly string[] Channels = ["email", "sms", "push"];

    private static readonly Gen<FrequencyCap> AnyCap = Gen.Select(Gen.Int[1, 4], Gen.Enum<CapWindow>(), Gen.Int[0, 3], Gen.Int[0, 2]).Select((max, window, channel, category) =>
        new FrequencyCap { Max = max, Window = window, Channel = channel == 3 ? null : Channels[channel], Category = category == 2 ? null : (PolicyCategory)category });

    private static readonly Gen<QuietHours?> AnyQuiet = Gen.Select(Gen.Int[0, 23], Gen.Int[1, 16], Gen.Bool, Gen.Bool).Select((from, length, none, sms) =>
        none ? null : new QuietHours { From = new(from, 0), To = new TimeOnly(from, 0).AddHours(length), Channels = sms ? ["sms"] : [], Spread = TimeSpan.FromMinutes(45) });

    private static readonly Gen<GuardrailSettings> AnySettings = Gen.Select(AnyCap.Array[0, 4], AnyQuiet, Gen.Int[0, 3], Gen.Int[0, 50]).Select((caps, quiet, window, controlGroup) =>
        new GuardrailSettings
        {
            FrequencyCaps = [.. caps],
            QuietHours = quiet,
            Groups = [new ExclusionGroup { Id = "g", Window = window == 0 ? null : TimeSpan.FromDays(window) }],
            GlobalControlGroup = controlGroup > 40 ? controlGroup : 0,
        });

    private static readonly Gen<PolicyDefinition[]> AnyPolicies = Gen.Select(
        Gen.Int[0, 100], Gen.Int[0, 2], Gen.Bool, Gen.Bool, Gen.Int[0, 50], Gen.Int[0, 3], Gen.Bool).Select((priority, channel, promotion, grouped, controlGroup, type, exempt) => new PolicyDefinition
        {
            Id = $"p{priority}-{channel}-{promotion}-{grouped}-{controlGroup}-{type}-{exempt}",
            Name = "p",
            Priority = priority,
            Category = promotion ? PolicyCategory.Promotion : PolicyCategory.Service,
            Group = grouped ? "g" : null,
            ControlGroup = controlGroup > 25 ? controlGroup : 0,
            Exempt = exempt && !promotion ? Exemptions.FrequencyCaps | Exemptions.QuietHours : Exemptions.None,
            Triggers = [new OnTouchpoint { Match = Sets.On($"t{type}") }],
            Actions = [new MessageTemplate { Channel = Channels[channel], Text = "x" }, new OfferTemplate { Channel = Channels[(channel + 1) % 3], Offer = "voucher" }],
            ExpiresAfter = TimeSpan.FromDays(2),
        }).Array[1, 6].Select(p => p.DistinctBy(x => x.Id).ToArray());

    private static readonly Gen<Touchpoint[]> AnyStream = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 14 * 24 * 60], Gen.Bool).Select((type, minute, yes) => (type, minute, yes)).Array[1, 60]
        .Select(items => items.OrderBy(i => i.minute).Select((i, place) => Of(i.type, i.minute, i.yes, place)).ToArray());

    private static Touchpoint Of(int type, int minute, bool yes, int place) => type switch
    {
        4 => Make.Touchpoint("customer.updated", Make.Start.AddMinutes(minute), $"u{place}", attributes: [("consent.email", Scalar.Of(yes)), ("consent.push", Scalar.Of(!yes)), ("timeZone", Make.Text(yes ? "America/Sao_Paulo" : "nowhere"))]),
        5 => Make.Touchpoint(yes ? "channel.restored" : "channel.bounced", Make.Start.AddMinutes(minute), $"c{place}", attributes: ("channel", Make.Text("sms"))),
        _ => Make.Touchpoint($"t{type}", Make.Start.AddMinutes(minute), $"t{place}"),
    };

    [Fact]
    public void Admitted_AnyStream_KeepsEveryLimit() =>
        Gen.Select(AnySettings, AnyPolicies, AnyStream, Gen.Int[0, 20]).Sample((settings, policies, stream, customer) =>
        {
            var definitions = new CompiledDefinitions(new DefinitionSet { Policies = [.. policies], Guardrails = settings });
            var seen = new Seen();
            var simulated = new SimulatedCustomer(new CustomerId($"c-{customer}"), definitions, seen, new SimulationCounts());
            seen.Customer = simulated;
            foreach (var touchpoint in stream)
            {
                simulated.Apply(touchpoint with { Customer = new CustomerId($"c-{customer}") });
            }

            for (var step = 0; simulated.DueAt is { } due && step < 10_000; step++)
            {
                simulated.Fire(due);
            }

            Assert.Null(simulated.DueAt);
            CapsHold(settings, policies, seen);
            GroupsHold(settings, seen);
            NobodyInTheControlGroup(settings, policies, seen, $"c-{customer}");
            Assert.Equal(seen.Decisions.Where(d => d.Outcome == PolicyOutcome.Fired).Sum(d => d.Actions), seen.Actions.Count);
        }, iter: 1_500);

    [Fact]
    public void Held_ForCapsAndQuietHoursAlone_PassesExactlyThen() =>
        Gen.Select(AnySettings, AnyStream).Sample((settings, stream) =>
        {
            var set = new DefinitionSet
            {
                Guardrails = settings with { GlobalControlGroup = 0 },
                Policies = [new PolicyDefinition { Id = "p", Name = "p", Triggers = [new OnTouchpoint { Match = Sets.On("t1") }], Actions = [new MessageTemplate { Channel = "email", Text = "x" }], ExpiresAfter = TimeSpan.FromDays(30) }],
            };
            var walk = new Walk(set);
            foreach (var touchpoint in stream.Where(t => t.Type == "t1"))
            {
                walk.Then(touchpoint);
                var answer = walk.Admit(walk.Actions.Last(), touchpoint.At);
                if (answer is not { Result: AdmissionResult.Held, NextAt: { } next })
                {
                    continue;
                }

                Assert.True(next > touchpoint.At);
                Assert.NotNull(answer.Limit);
                var before = Admission.Answer(walk.State, walk.Actions.Last(), AdmissionFacts.Nothing, walk.Definitions, next.AddMilliseconds(-1));
                var then = Admission.Answer(walk.State, walk.Actions.Last(), AdmissionFacts.Nothing, walk.Definitions, next);
                Assert.Equal(AdmissionResult.Admitted, then.Result);

                // Quiet hours alone let pass what comes after their end; what they held waits for its place in the spread.
                Assert.True(before.Result == AdmissionResult.Held || settings.QuietHours is not null);
            }
        }, iter: 500);

    private static void CapsHold(GuardrailSettings settings, PolicyDefinition[] policies, Seen seen)
    {
        var exempt = policies.Where(p => p.Exempt != Exemptions.None).Select(p => p.Id).ToHashSet();
        var admitted = seen.Actions.Where(a => a.Answer.Result == AdmissionResult.Admitted && !exempt.Contains(a.Action.Policy)).ToList();
        foreach (var cap in settings.FrequencyCaps)
        {
            var at = admitted.Where(a => cap.Concerns(a.Action.Channel!, a.Action.Category)).Select(a => a.Answer.At).ToList();
            Assert.All(at, end => Assert.True(at.Count(m => m > end - cap.Length && m <= end) <= cap.Max, cap.Text));
        }

        if (settings.QuietHours is { } quiet)
        {
            Assert.All(
                admitted.Where(a => quiet.Concerns(a.Action.Channel!, a.Action.Category)),
                a => Assert.False(quiet.IsQuiet(a.Answer.At, CustomerZones.Of(a.State.Profile, quiet.FallbackZone))));
        }

        Assert.All(seen.Actions.Where(a => a.Answer.Result == AdmissionResult.Admitted), a =>
        {
            Assert.True(Admission.Consents(a.State, a.Action));
            Assert.Null(Suppressions.Of(a.State, a.Action.Channel!));
            Assert.InRange(a.Answer.At, a.Action.DecidedAt, a.Action.ExpiresAt);
        });
    }

    private static void GroupsHold(GuardrailSettings settings, Seen seen)
    {
        var winners = seen.Decisions.Where(d => d is { Outcome: PolicyOutcome.Fired, Group: "g" }).ToList();
        Assert.Equal(winners.Count, winners.DistinctBy(w => w.Cause).Count());
        Assert.All(seen.Decisions.Where(d => d.Reason == HoldReason.Group), d => Assert.NotNull(d.Competitor));
        if (settings.Groups[0].Window is { } window)
        {
            // A winner all of whose actions were refused leaves the place free.
            var standing = winners.Where(w => seen.Actions.Any(a => a.Action.Policy == w.Policy && a.Action.Cause == w.Cause && a.Answer.Result == AdmissionResult.Admitted)).ToList();
            Assert.All(standing.Zip(standing.Skip(1)), pair => Assert.True(pair.Second.At >= pair.First.At + window));
        }
    }

    private static void NobodyInTheControlGroup(GuardrailSettings settings, PolicyDefinition[] policies, Seen seen, string customer)
    {
        var global = settings.GlobalControlGroup > 0 && StableHash.Percent("holdout", "", customer) < settings.GlobalControlGroup;
        Assert.All(policies.Where(p => global || StableHash.Percent("holdout", p.Id, customer) < p.ControlGroup), p =>
        {
            Assert.DoesNotContain(seen.Decisions, d => d.Policy == p.Id && d.Outcome == PolicyOutcome.Fired);
            Assert.DoesNotContain(seen.Actions, a => a.Action.Policy == p.Id);
        });
    }

    private sealed class Seen : ISimulationSink
    {
        public SimulatedCustomer? Customer { get; set; }

        public List<PolicyDecision> Decisions { get; } = [];

        public List<(DecidedAction Action, AdmissionAnswer Answer, CustomerState State)> Actions { get; } = [];

        public void LowPointOpened(CustomerId customer, Rules.Experience.LowPoint point)
        {
        }

        public void LowPointClosed(CustomerId customer, Rules.Experience.LowPoint point)
        {
        }

        public void Decided(CustomerId customer, PolicyDecision decision) => Decisions.Add(decision);

        public void Action(DecidedAction action, AdmissionAnswer answer) => Actions.Add((action, answer, Customer!.State));
    }
}
