using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.TestingHost;

namespace CxOrchestrator.Grains.Tests;

/// <summary>Two silos over one store in memory. Each test uses its own customer.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    internal MemoryStore Store { get; } = new();

    internal Announced Events { get; } = new();

    /// <summary>The journey's clock.</summary>
    public FakeTimeProvider Clock { get; } = new(Make.Day(30));

    public InProcessTestCluster Cluster { get; private set; } = null!;

    internal ICustomerGrain Grain(string customer) => Cluster.Client.GetGrain<ICustomerGrain>(Key(customer).ToString());

    private readonly FixedDefinitions _definitions = new();

    internal CompiledDefinitions Definitions => _definitions.Current;

    internal CustomerMerges Merges => new(Cluster.Client, Store);

    internal static CustomerKey Key(string customer) => CustomerKey.For(new CustomerId(customer));

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<ICustomerStore>(Store);
            silo.Services.AddSingleton<ICustomerMergeStore>(Store);
            silo.Services.AddSingleton<ICustomerEvents>(Events);
            silo.Services.AddSingleton<IDefinitions>(_definitions);
            silo.Services.AddSingleton<CustomerCodec>();
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(ClockKeys.Journey, Clock);
        });
        Cluster = builder.Build();
        await Cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private sealed class FixedDefinitions : IDefinitions
    {
        public CompiledDefinitions Current { get; } = new(new DefinitionSet
        {
            Version = 7,
            Journeys =
            [
                new JourneyDefinition
                {
                    Id = "order",
                    Name = "Order",
                    InstanceBy = "order",
                    Stages = [new StageDefinition { Id = "placed", Name = "Placed", Enter = [new TouchpointMatch { Type = "order.placed" }] }],
                    Expectations =
                    [
                        new ExpectationDefinition
                        {
                            Id = "delivery", Name = "Delivery date missed", Within = TimeSpan.FromDays(3), Critical = true, Experience = -0.8,
                            After = [new TouchpointMatch { Type = "order.placed" }], Expect = [new TouchpointMatch { Type = "order.delivered" }],
                        },
                    ],
                },
            ],
            Policies =
            [
                new PolicyDefinition
                {
                    Id = "late", Name = "Late", Triggers = [new OnExpectationMissed { Journey = "order" }],
                    Actions = [new MessageTemplate { Channel = "email", Text = "Sorry" }], ExpiresAfter = TimeSpan.FromDays(60),
                },
                new PolicyDefinition
                {
                    // A field whose value makes the core fail: a comparison without a value cannot be made by a checked document.
                    Id = "poison", Name = "Poison", Actions = [],
                    Triggers =
                    [
                        new OnTouchpoint
                        {
                            Match = new TouchpointMatch { Type = "poison", Where = [new FieldIs { Field = new(FieldRoot.Touchpoint, "type"), Comparison = Comparison.Is, Values = [] }] },
                        },
                    ],
                },
                new PolicyDefinition
                {
                    // No document can have it without a cooldown; what was published before the reader looked for it can.
                    Id = "round", Name = "Round", Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = "case.completed" } }],
                    Actions = [new CallbackTemplate { Queue = "care", Reason = "Again" }], ExpiresAfter = TimeSpan.FromDays(60),
                },
                Giving("gift", cents: 2_500),
                Giving("voucher", cents: 2_500),
                Giving("contested", cents: 3_000),
                Giving("watched", cents: 100_000),
            ],
            Guardrails = new GuardrailSettings { Breaker = new BreakerSettings { Times = 2, Floor = 60 } },
        });

        // Three offers of 10 EUR each.
        private static PolicyDefinition Giving(string id, long cents) => new()
        {
            Id = id,
            Name = id,
            Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = id } }],
            Actions = [.. Enumerable.Repeat(new OfferTemplate { Channel = "email", Offer = "voucher", Amount = 10, Currency = "EUR" }, 3)],
            ExpiresAfter = TimeSpan.FromDays(60),
            Budget = new PolicyBudget { CentsPerDay = cents, Currency = "EUR" },
        };
    }

    internal sealed class Announced : ICustomerEvents
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<object> _all = new();

        public IEnumerable<CustomerChange> Customers => _all.OfType<CustomerChange>();

        public IEnumerable<ActionChange> Actions => _all.OfType<ActionChange>();

        public IEnumerable<(string Policy, long Most)> Overruns => _all.OfType<(string, long)>();

        public void PolicyOverran(string policy, long most) => _all.Enqueue((policy, most));

        public void Changed(CustomerChange change) => _all.Enqueue(change);

        public void Changed(ActionChange change) => _all.Enqueue(change);

        public void Changed(CaseChange change) => _all.Enqueue(change);

        public void ActionsDecided(CustomerKey key, System.Collections.Immutable.ImmutableArray<string> actions) => _all.Enqueue(key);
    }
}

[CollectionDefinition(Name)]
public sealed class ClusterTests : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
