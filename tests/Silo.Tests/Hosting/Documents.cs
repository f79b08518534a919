using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>Documents for whole-silo tests: each policy answers one type of touchpoint.</summary>
internal static class Documents
{
    public static DefinitionSet Set { get; } = new()
    {
        Version = 1,
        Journeys =
        [
            new JourneyDefinition
            {
                Id = "order",
                Name = "Order",
                InstanceBy = "order",
                Stages = [new StageDefinition { Id = "placed", Name = "Placed", Enter = [new TouchpointMatch { Type = "order.placed" }] }],
                Recovery = [new TouchpointMatch { Type = "case.completed" }],
                Expectations =
                [
                    new ExpectationDefinition
                    {
                        Id = "delivery",
                        Name = "Delivery date missed",
                        Within = TimeSpan.FromDays(3),
                        Critical = true,
                        Experience = -0.8,
                        After = [new TouchpointMatch { Type = "order.placed" }],
                        Expect = [new TouchpointMatch { Type = "order.delivered" }],
                    },
                ],
            },
        ],
        Policies =
        [
            Policy("mail"),
            Policy("rare") with { Cooldown = TimeSpan.FromDays(7) },
            Policy("promo") with { Category = PolicyCategory.Promotion },
            Policy("late") with
            {
                Triggers = [new OnExpectationMissed { Journey = "order" }],
                Actions = [new CallbackTemplate { Queue = "retention", Priority = CasePriority.High, Reason = "Order {journey.correlation} is late" }],
            },
        ],
    };

    /// <summary>A policy that no checked document can hold: the core fails on whatever sets it off.</summary>
    public static DefinitionSet Poisoned { get; } = Set with
    {
        Policies = Set.Policies.Add(Policy("poison") with
        {
            Triggers =
            [
                new OnTouchpoint
                {
                    Match = new TouchpointMatch { Type = "poison.wanted", Where = [new FieldIs { Field = new(FieldRoot.Touchpoint, "type"), Comparison = Comparison.Is, Values = [] }] },
                },
            ],
        }),
    };

    public static DefinitionSet WithAtRisk(double risk) => Set with { Experience = ExperienceSettings.Default with { Risk = new RiskWeights { AtRisk = risk } } };

    private static PolicyDefinition Policy(string id) => new()
    {
        Id = id,
        Name = id,
        Version = 1,
        Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = $"{id}.wanted" } }],
        Actions = [new MessageTemplate { Channel = "email", Text = "Hello" }],
    };
}
