using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace CxOrchestrator.Grains.Tests;

/// <summary>Identities that come with touchpoints are committed with them, once while nothing about them changes.</summary>
public sealed class IdentityNotesTests
{
    private readonly MemoryStore _store = new();
    private readonly LiveCustomer _customer;
    private int _position;

    public IdentityNotesTests() => _customer = new LiveCustomer(
        ClusterFixture.Key("c-1"),
        _store,
        new Fixed(),
        new CustomerCodec(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>()),
        new Silent(),
        new FakeTimeProvider(Make.Day(30)),
        TimeProvider.System,
        new CustomerGrainOptions(),
        NullLogger.Instance,
        () => { },
        reader: new Reader());

    private LoggedTouchpoint Item(double day, params (string Kind, string Value)[] identities) => Item($"t-{_position}", day, identities);

    private LoggedTouchpoint Item(string id, double day, params (string Kind, string Value)[] identities)
    {
        var touchpoint = Make.Touchpoint("t", Make.Day(day), id) with { Identities = IdentitySet.Of(identities.Select(i => new CustomerIdentity(i.Kind, i.Value))) };
        return new LoggedTouchpoint { Position = ++_position, ReceivedAt = Make.Day(30), Touchpoint = touchpoint, Body = TouchpointJson.Write(touchpoint) };
    }

    private Task<BatchReceipt> ApplyAsync(params ImmutableArray<LoggedTouchpoint> items) =>
        _customer.ApplyAsync(new TouchpointBatch { Log = "log", Partition = 0, Items = items }, CancellationToken.None);

    private IEnumerable<string> Last => _store.Commits[^1].Identities.Select(s => $"{s.Identity} {s.Problem} {(s.FirstSeen - Make.Start).TotalDays}-{(s.LastSeen - Make.Start).TotalDays}");

    [Fact]
    public async Task Apply_Identities_AreInTheCommitOnceWithFirstAndLast()
    {
        await ApplyAsync(Item(2, ("crm", "1")), Item(1, ("crm", "1"), ("junk", "null")));

        Assert.Equal(["crm:1 None 1-2", "junk:null Junk 1-1"], Last);
        Assert.Equal((Reader.Max, "test", "t-1"), (_store.Commits[^1].IdentitySharedMax, _store.Commits[^1].Identities[0].Source, _store.Commits[^1].Identities[0].Touchpoint));
    }

    [Fact]
    public async Task Apply_TheSameAgain_IsWrittenWhenADayIsOverOrItWasSeenEarlier()
    {
        await ApplyAsync(Item(2, ("crm", "1")));
        await ApplyAsync(Item(2.5, ("crm", "1")));
        Assert.Empty(Last);
        await ApplyAsync(Item(3, ("crm", "1")));
        Assert.Equal(["crm:1 None 3-3"], Last);
        await ApplyAsync(Item(1, ("crm", "1")));
        Assert.Equal(["crm:1 None 1-1"], Last);
        await ApplyAsync(Item(1.5, ("crm", "1"), ("crm", "2")));
        Assert.Equal(["crm:2 None 1.5-1.5"], Last);
    }

    [Fact]
    public async Task Apply_ADuplicate_BringsNoIdentity()
    {
        await ApplyAsync(Item("same", 1, ("crm", "1")));
        await ApplyAsync(Item("same", 1, ("crm", "2")));

        Assert.Empty(Last);
    }

    [Fact]
    public async Task Apply_CommitFailed_WritesThemWithTheNext()
    {
        _store.FailBefore = 1;
        var item = Item(1, ("crm", "1"));
        await Assert.ThrowsAsync<IOException>(() => ApplyAsync(item));
        await ApplyAsync(item);

        Assert.Equal(["crm:1 None 1-1"], Last);
    }

    [Fact]
    public async Task Apply_CountryOfTheCustomer_ReachesTheReader()
    {
        var update = Make.Touchpoint("customer.updated", Make.Day(1), "u", attributes: ("country", Make.Text("FR")));
        await ApplyAsync(
            new LoggedTouchpoint { Position = ++_position, ReceivedAt = Make.Day(30), Touchpoint = update, Body = TouchpointJson.Write(update) },
            Item(2, ("phone", "01")));

        Assert.Equal(["phone:FR01 None 2-2"], Last);
    }

    private sealed class Reader : IIdentityReader
    {
        public const int Max = 3;

        public int SharedMax => Max;

        public ImmutableArray<ReadIdentity> Read(Touchpoint touchpoint, string? country) => [.. touchpoint.Identities.Values.Select(i =>
            new ReadIdentity(i.Kind == "phone" ? new(i.Kind, country + i.Value) : i, i.Value, i.Kind == "junk" ? IdentityProblem.Junk : IdentityProblem.None))];
    }

    private sealed class Fixed : IDefinitions
    {
        public CompiledDefinitions Current { get; } = new(new DefinitionSet { Version = 1 });
    }

    private sealed class Silent : ICustomerEvents
    {
        public void Changed(CustomerChange change)
        {
        }

        public void Changed(ActionChange change)
        {
        }

        public void Changed(CaseChange change)
        {
        }

        public void ActionsDecided(CustomerKey key, ImmutableArray<string> actions)
        {
        }
    }
}
