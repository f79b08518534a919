using System.Text;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Mapping;
using CxOrchestrator.Sources.Receiving;

namespace CxOrchestrator.Sources.Tests.Receiving;

/// <summary>Deliveries of each system as it signs them, and everything that can be wrong with one.</summary>
public sealed class SystemDeliveryTests
{
    public static TheoryData<string, int> Systems => [.. SystemDelivery.All.Select((d, i) => (d.Kind, i))];

    private static SourceDelivery Receive(SystemDelivery system, Channels.Http.WebhookRequest request, params string[] secrets) => SourceReceiver.Receive(
        system.Connection, system.Definition, [.. (secrets is [] ? [SystemDelivery.Secret] : secrets).Select(system.Set)], request, SystemDelivery.Now, SystemDelivery.Now);

    private static MappedTouchpoint Touchpoint(SourceDelivery delivery)
    {
        var read = Assert.Single(Assert.IsType<GenuineDelivery>(delivery).Events);
        return Assert.Single(read.Touchpoints);
    }

    [Fact]
    public void Systems_InTheBox_AllHaveADelivery() =>
        Assert.Equal(BuiltInSources.All.Select(s => s.Id).Order(StringComparer.Ordinal), SystemDelivery.All.Select(s => s.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Systems))]
    public void Delivery_AsTheSystemSignsIt_BecomesItsTouchpoint(string kind, int at)
    {
        var system = SystemDelivery.All[at];

        var touchpoint = Touchpoint(Receive(system, system.Request(system.BodyOf(1)))).Touchpoint;

        Assert.Equal((kind, system.Type), (system.Kind, touchpoint.Type));
        Assert.InRange(touchpoint.At, SystemDelivery.Now.AddMinutes(-1), SystemDelivery.Now);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Delivery_WithoutProofOrWithAnotherSecret_IsRefused(string kind, int at)
    {
        var system = SystemDelivery.All[at];
        Assert.Equal(kind, system.Kind);

        Assert.IsType<RefusedDelivery>(Receive(system, system.Request(system.BodyOf(1), secret: null)));
        Assert.IsType<RefusedDelivery>(Receive(system, system.Request(system.BodyOf(1), "another secret")));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Delivery_Tampered_IsRefusedWhereTheBodyIsSigned(string kind, int at)
    {
        var system = SystemDelivery.All[at];
        Assert.Equal(kind, system.Kind);

        var delivery = Receive(system, system.Request(system.BodyOf(2), proofOf: system.BodyOf(1)));

        Assert.Equal(system.SignsBody, delivery is RefusedDelivery);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Delivery_SignedTenMinutesAgo_IsRefusedWhereTheTimeIsSigned(string kind, int at)
    {
        var system = SystemDelivery.All[at];
        Assert.Equal(kind, system.Kind);

        var delivery = Receive(system, system.Request(system.BodyOf(1), at: SystemDelivery.Now.AddMinutes(-10)));

        Assert.Equal(system.SignsTime, delivery is RefusedDelivery);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Delivery_DuringARotation_IsTakenWithBothSecrets(string kind, int at)
    {
        var system = SystemDelivery.All[at];

        foreach (var secret in (string[])[SystemDelivery.Secret, SystemDelivery.Before])
        {
            Assert.Equal(system.Type, Touchpoint(Receive(system, system.Request(system.BodyOf(1), secret), SystemDelivery.Secret, SystemDelivery.Before)).Touchpoint.Type);
        }

        Assert.Equal(kind, system.Kind);
        Assert.IsType<RefusedDelivery>(Receive(system, system.Request(system.BodyOf(1), SystemDelivery.Before)));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Deliveries_RepeatedAndOutOfOrder_AreTheSameTouchpoints(string kind, int at)
    {
        var system = SystemDelivery.All[at];
        Assert.Equal(kind, system.Kind);

        var bodies = ((int[])[2, 1, 2]).Select(n => Encoding.UTF8.GetString(Touchpoint(Receive(system, system.Request(system.BodyOf(n)))).Body.Span)).ToList();

        Assert.Equal(bodies[0], bodies[2]);
        Assert.NotEqual(Touchpoint(Receive(system, system.Request(system.BodyOf(1)))).Touchpoint.Identity, Touchpoint(Receive(system, system.Request(system.BodyOf(2)))).Touchpoint.Identity);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public void Delivery_CutOff_IsNotAccepted(string kind, int at)
    {
        var system = SystemDelivery.All[at];
        var body = system.BodyOf(1);

        var delivery = Receive(system, system.Request(body[..(body.Length / 2)]));

        Assert.True(delivery is UnreadDelivery or RefusedDelivery || (delivery is GenuineDelivery genuine && genuine.Events.All(e => e.Touchpoints.IsEmpty)), $"{kind}: {delivery}");
    }

    [Fact]
    public void Delivery_OfJsonThatIsCalledAForm_IsRead()
    {
        var system = SystemDelivery.All.First(s => s.Secrets is ["writeKey"]);
        var request = system.Request(system.BodyOf(1));

        var delivery = Receive(system, request with { Headers = [.. request.Headers.Where(h => h.Key != "Content-Type"), new("Content-Type", "application/x-www-form-urlencoded")] });

        Assert.Equal(system.Type, Touchpoint(delivery).Touchpoint.Type);
    }

    [Theory]
    [InlineData("ip=0&verbose=0", "1")]
    [InlineData("ip=0&verbose=1", """{"status":1,"error":null}""")]
    public void Mixpanel_EventInTheAddress_IsTakenAndAnsweredAsItsLibraryAsks(string options, string answer)
    {
        var system = SystemDelivery.All.First(s => s.Kind == "mixpanel");
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"event":"Cart Viewed","properties":{"token":"a secret of today","distinct_id":"ann","$insert_id":"i-1"}}"""));

        var delivery = SourceReceiver.Receive(
            system.Connection, system.Definition, [new Dictionary<string, string> { ["token"] = SystemDelivery.Secret }],
            new() { Method = "GET", Url = new Uri($"https://cx.shop.test/track?{options}&data={Uri.EscapeDataString(data)}"), Headers = [], Body = default }, SystemDelivery.Now, SystemDelivery.Now);

        Assert.Equal("cart.viewed", Touchpoint(delivery).Touchpoint.Type);
        Assert.Equal(answer, ((GenuineDelivery)delivery).Answer);
    }
}
