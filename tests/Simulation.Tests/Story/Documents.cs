using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Simulation.Tests.Story;

/// <summary>The published documents: orders with a promise, policies with and without a cooldown, and one that the core fails on.</summary>
internal sealed class Documents(DefinitionSet set) : IDefinitions
{
    public const string Poison = "poison";

    public static Documents Usual { get; } = new(UsualSet());

    public static CustomerCodec Codec { get; } =
        new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>());

    public CompiledDefinitions Current { get; } = new(set);

    private static DefinitionSet UsualSet() => new()
    {
        Version = 3,
        Journeys =
        [
            new JourneyDefinition
            {
                Id = "order",
                Name = "Order",
                InstanceBy = "order",
                Reentry = true,
                Stages =
                [
                    new StageDefinition { Id = "placed", Name = "Placed", Enter = [On("order.placed")] },
                    new StageDefinition { Id = "delivered", Name = "Delivered", Enter = [On("order.delivered")] },
                ],
                Expectations =
                [
                    new ExpectationDefinition
                    {
                        Id = "delivery", Name = "Delivery date missed", Within = TimeSpan.FromDays(3), Critical = true, Experience = -0.8,
                        After = [On("order.placed")], Expect = [On("order.delivered")],
                    },
                    new ExpectationDefinition
                    {
                        Id = "word", Name = "No word", Within = TimeSpan.FromHours(10), After = [On("order.placed")], Expect = [On("note"), On("order.delivered")],
                    },
                ],
                Recovery = [On("order.delivered")],
                Contacts = [On("contact.call")],
                Experiences = [new ExperienceRule { Match = On("contact.call"), Value = -0.3 }, new ExperienceRule { Match = On("order.delivered"), Value = 0.5 }],
            },
        ],
        Policies =
        [
            new PolicyDefinition
            {
                Id = "late", Name = "Late", Triggers = [new OnExpectationMissed { Journey = "order" }],
                Actions = [new MessageTemplate { Channel = "email", Text = "Sorry" }, new CallbackTemplate { Queue = "care", Reason = "Late" }],
                ExpiresAfter = TimeSpan.FromDays(10),
            },
            new PolicyDefinition
            {
                Id = "voucher", Name = "Voucher", Triggers = [new OnLowPointOpened()], Category = PolicyCategory.Promotion, Cooldown = TimeSpan.FromDays(2),
                Actions = [new OfferTemplate { Channel = "email", Offer = "voucher", Amount = 5, Currency = "EUR" }],
            },
            new PolicyDefinition
            {
                Id = "thanks", Name = "Thanks", Triggers = [new OnTouchpoint { Match = On("order.delivered") }], Cooldown = TimeSpan.FromHours(12),
                Actions = [new MessageTemplate { Channel = "sms", Text = "Thank you" }],
            },
            new PolicyDefinition
            {
                // A comparison without a value cannot be made by a checked document: the core fails on it.
                Id = "poison", Name = "Poison", Actions = [],
                Triggers =
                [
                    new OnTouchpoint { Match = On(Poison) with { Where = [new FieldIs { Field = new(FieldRoot.Touchpoint, "type"), Comparison = Comparison.Is, Values = [] }] } },
                ],
            },
        ],
    };

    private static TouchpointMatch On(string type) => new() { Type = type };
}
