using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Dispatch;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Dispatch;

/// <summary>The channel of connections over providers that the test holds.</summary>
public abstract class ChannelUnderTest : IDefinitions, IDisposable
{
    internal ChannelUnderTest()
    {
        States = new FakeStates(Clock);
        var reading = new SecretReading(new SecretBox(new EphemeralDataProtectionProvider()), Options.Create(new ChannelOptions()));
        Catalog = new ConnectionCatalog(this, States, States, reading, [Senders], Clock, NullLogger<ConnectionCatalog>.Instance);
        Channel = new ConnectionChannel(
            Catalog,
            new ConnectionHealth(States, Clock, NullLogger<ConnectionHealth>.Instance),
            new MessageMaker(Customers, this, new NoLinkKeys(), Options.Create(new LinksOptions()), Options.Create(new LinkUtmOptions()), Clock),
            States,
            Deliveries,
            Clock,
            Clock);
        Has(("email", Scalar.Of("ann@example.com")));
    }

    public CompiledDefinitions Current { get; private set; } = CompiledDefinitions.Empty;

    internal FakeTimeProvider Clock { get; } = new(Make.Start);

    internal FakeSender.Kind Senders { get; } = new();

    internal FakeStates States { get; }

    internal FakeDeliveries Deliveries { get; } = new();

    internal KnownCustomers Customers { get; } = new();

    internal ConnectionCatalog Catalog { get; }

    internal ConnectionChannel Channel { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Catalog.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the customers of all messages have stated.</summary>
    internal void Has(params ReadOnlySpan<(string Name, Scalar Value)> attributes)
    {
        var values = new List<NamedValue>();
        foreach (var (name, value) in attributes)
        {
            values.Add(new NamedValue(name, value));
        }

        Customers.State = CustomerState.For(Make.Customer) with { Profile = Profile.Empty with { Attributes = AttributeSet.Of(values) } };
    }

    internal void Publish(params ImmutableArray<ConnectionDefinition> connections) =>
        Current = new CompiledDefinitions(DefinitionSet.Empty with { Version = Current.Set.Version + 1, Connections = connections });

    internal void Publish(GuardrailSettings guardrails, params ImmutableArray<ConnectionDefinition> connections) =>
        Current = new CompiledDefinitions(DefinitionSet.Empty with { Version = Current.Set.Version + 1, Connections = connections, Guardrails = guardrails });

    internal static ConnectionDefinition Connection(string id, int weight = 1, int? rate = null) =>
        new() { Id = id, Name = id, Channel = "email", Provider = "fake", Weight = weight, RatePerSecond = rate };

    /// <summary>A message with an id like the product's.</summary>
    internal static OutboxItem Message(int number = 1, PolicyCategory category = PolicyCategory.Service, string text = "Sorry.")
    {
        var id = Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))));
        return new OutboxItem
        {
            Key = CustomerKey.For(Make.Customer),
            Status = ActionStatus.Admitted,
            StatusAt = Make.Start,
            Action = new DecidedAction
            {
                Id = id,
                Customer = Make.Customer,
                Kind = ActionKind.Message,
                Policy = "late",
                PolicyVersion = 1,
                Category = category,
                Priority = 50,
                Cause = "cause",
                Ordinal = 0,
                DecidedAt = Make.Start,
                ExpiresAt = Make.Start.AddDays(1),
                Channel = "email",
                Content = [KeyValuePair.Create(ActionContent.Text, text)],
            },
        };
    }

    internal async Task<Leaving> PlanAsync(OutboxItem item) => Assert.Single(await Channel.PlanAsync([item], Cancel));

    /// <summary>The message leaves through its connection, as the dispatcher has it leave.</summary>
    internal async Task<ChannelResult> SendAsync(OutboxItem item)
    {
        var plan = await PlanAsync(item);
        return plan.Connection is { } connection ? await Channel.SendAsync(item, connection, Cancel) : plan.Instead!;
    }
}
