using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace CxOrchestrator.Gateway.Tests.Definitions;

public sealed class UnknownZonesTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly FakeTimeProvider _clock = new();
    private readonly FakeStore _store;
    private readonly UnknownZones _zones;

    public UnknownZonesTests()
    {
        _store = new FakeStore(new CustomerCodec(_services.GetRequiredService<Serializer<CustomerState>>())) { Zones = new ZoneCount(40, 100) };
        _zones = new UnknownZones(_store, _clock);
    }

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(UnknownZone.Fallback, "Asia/Tokyo")]
    [InlineData(UnknownZone.Closed, null)]
    public async Task Of_APolicyThatWrites_CountsAndSaysWhatHolds(UnknownZone unknown, string? assumed)
    {
        var view = await OfAsync(new MessageTemplate { Channel = "email", Text = "x" }, new QuietHours { From = new(21, 0), To = new(8, 0), FallbackZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), UnknownZone = unknown });

        Assert.Equal((40L, 100L, assumed), (view!.Customers, view.Of, view.Assumed));
    }

    [Fact]
    public async Task Of_APolicyThatQuietHoursDoNotConcern_IsNull()
    {
        var quiet = new QuietHours { From = new(21, 0), To = new(8, 0), Channels = ["sms"] };

        Assert.Null(await OfAsync(new MessageTemplate { Channel = "email", Text = "x" }, quiet));
        Assert.Null(await OfAsync(new CallbackTemplate { Queue = "q", Reason = "r" }, quiet with { Channels = [] }));
        Assert.Null(await OfAsync(new MessageTemplate { Channel = "sms", Text = "x" }, null));
        Assert.Null(await OfAsync(new MessageTemplate { Channel = "sms", Text = "x" }, quiet, Exemptions.QuietHours));
    }

    [Fact]
    public async Task Of_WithinAMinute_CountsOnce()
    {
        var quiet = new QuietHours { From = new(21, 0), To = new(8, 0) };
        await OfAsync(new MessageTemplate { Channel = "email", Text = "x" }, quiet);
        _store.Zones = new ZoneCount(7, 100);
        Assert.Equal(40, (await OfAsync(new MessageTemplate { Channel = "email", Text = "x" }, quiet))!.Customers);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(7, (await OfAsync(new MessageTemplate { Channel = "email", Text = "x" }, quiet))!.Customers);
    }

    private Task<Api.Definitions.UnknownZonesView?> OfAsync(ActionTemplate action, QuietHours? quiet, Exemptions exempt = Exemptions.None)
    {
        var policy = new PolicyDefinition { Id = "p", Name = "P", Triggers = [], Actions = [action], Exempt = exempt };
        return _zones.OfAsync(new CompiledDefinitions(new DefinitionSet { Policies = [policy], Guardrails = new GuardrailSettings { QuietHours = quiet } }), policy, TestContext.Current.CancellationToken);
    }
}
