using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace CxOrchestrator.Grains.Tests;

/// <summary>A policy that fails is paused by the next set of documents; what was decided before, meanwhile and after comes out of a refold as it was.</summary>
public sealed class SuspensionTests
{
    private const int Failing = 7;

    private static readonly CustomerKey Key = ClusterFixture.Key("c-1");

    private readonly MemoryStore _store = new();
    private readonly Told _told = new();
    private readonly Switched _definitions = new(Set(Failing));
    private readonly CustomerCodec _codec = new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>());
    private readonly LiveCustomer _customer;
    private int _position;

    public SuspensionTests() => _customer = new LiveCustomer(
        Key, _store, _definitions, _codec, _told, new FakeTimeProvider(Make.Day(30)), TimeProvider.System, new CustomerGrainOptions(), NullLogger.Instance, () => { });

    /// <summary>Created afresh each time: a refold elsewhere knows of no fault that was noted here.</summary>
    private static CompiledDefinitions Set(int version) => new(
        new DefinitionSet { Version = version, Policies = [Policy("fragile") with { Enabled = version == Failing }, Policy("sound")] }, new FragileEngine("fragile"));

    private static PolicyDefinition Policy(string id) => new()
    {
        Id = id,
        Name = id,
        Version = 3,
        Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = "t" } }],
        Actions = [new WebhookTemplate { Url = new Uri("https://example.org/hook") }],
    };

    private Task<BatchReceipt> ApplyAsync(bool poison)
    {
        var touchpoint = Make.Touchpoint("t", Make.Day(_position), attributes: (FragileEngine.Attribute, Scalar.Of(poison)));
        var item = new LoggedTouchpoint { Position = ++_position, ReceivedAt = Make.Day(30), Touchpoint = touchpoint, Body = TouchpointJson.Write(touchpoint) };
        return _customer.ApplyAsync(new TouchpointBatch { Log = "log", Partition = 0, Items = [item] }, CancellationToken.None);
    }

    [Fact]
    public async Task Refold_PolicyFailedAndWasPaused_GivesTheStoredStateAndActions()
    {
        await ApplyAsync(poison: false);
        await ApplyAsync(poison: true);
        Assert.True(_definitions.Current.Note(Assert.Single(_told.Faults)));

        // Its pause is not published yet.
        await ApplyAsync(poison: false);
        await ApplyAsync(poison: true);
        _definitions.Current = Set(Failing + 1);
        await ApplyAsync(poison: false);
        await ApplyAsync(poison: true);

        Assert.Equal(2, _told.Faults.Count);
        Assert.Equal([("fragile", 2), ("sound", 6)], _store.Commits.SelectMany(c => c.Actions).GroupBy(a => a.Policy).Select(g => (g.Key, g.Count())).Order());
        Assert.Equal([7, 7, 7, 7, 8, 8], _store.History.Select(h => h.DefinitionsVersion));
        foreach (var (failing, paused) in (ReadOnlySpan<(CompiledDefinitions, CompiledDefinitions)>)[(Set(Failing), Set(Failing + 1)), (_definitions.Before!, _definitions.Current)])
        {
            var refolding = new Refolding(Key.Customer);
            Assert.All(_store.History, entry => Assert.True(refolding.Take(entry, entry.DefinitionsVersion == Failing ? failing : paused, [])));
            Assert.Equal(_store.Commits[^1].State.ToArray(), _codec.Encode(refolding.State).ToArray());
            Assert.Equal(_store.Commits.SelectMany(c => c.Actions).Select(a => a.Id).Order(), refolding.Actions.Keys.Order());
        }
    }

    private sealed class Switched(CompiledDefinitions first) : IDefinitions
    {
        private CompiledDefinitions _current = first;

        public CompiledDefinitions? Before { get; private set; }

        public CompiledDefinitions Current
        {
            get => _current;
            set => (Before, _current) = (_current, value);
        }
    }

    private sealed class Told : ICustomerEvents
    {
        public List<PolicyFault> Faults { get; } = [];

        public void Faulted(CompiledDefinitions definitions, PolicyFault fault) => Faults.Add(fault);

        public void Changed(CustomerChange change)
        {
        }

        public void Changed(ActionChange change)
        {
        }

        public void Changed(CaseChange change)
        {
        }

        public void ActionsDecided(CustomerKey key, System.Collections.Immutable.ImmutableArray<string> actions)
        {
        }
    }
}
