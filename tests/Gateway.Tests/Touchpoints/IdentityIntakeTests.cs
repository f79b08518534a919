using System.Text;
using System.Text.Json;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Gateway.Tests.Touchpoints;

/// <summary>Touchpoints that name identities in place of their customer.</summary>
public sealed class IdentityIntakeTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(("Identities:Country", "DE"), ("Identities:Junk:0", "unbekannt"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static string One(int id, string identities, string more = "") =>
        $$"""{"id":"t{{id}}","type":"order.placed","at":"2026-03-03T11:00:00Z","source":"shop","identities":{{identities}}{{more}}}""";

    private IEnumerable<string> Customers => _host.Log.Items.Select(i => i.Customer.Value);

    private static string[] Places(JsonElement results, int index) =>
        [.. results.GetProperty("results")[index].GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("pointer").GetString()!)];

    [Fact]
    public async Task Post_Identities_FindTheCustomerAndTheLogHoldsIt()
    {
        var (status, _, _) = await _host.PostAsync(
            $"[{One(1, """{"email":"Ann@Shop.com","phone":"030 1234567"}""")},{One(2, """{"phone":"+49 30 1234567"}""", ",\"tier\":\"gold\"")},{One(3, """{"crm":"35"}""", ",\"customer\":\"c-3\"")}]");

        Assert.Equal(202, status);
        Assert.Equal(["email:ann@shop.com", "email:ann@shop.com", "c-3"], Customers);
        var stored = TouchpointJson.Read(_host.Log.Items[1].Body.Span).Touchpoint!;
        Assert.Equal(("email:ann@shop.com", "t2", "phone:+49 30 1234567", "gold"), (stored.Customer.Value, stored.Identity.Id, stored.Identities.Values.Single().ToString(), stored.Attributes["tier"].Text));
        Assert.Equal(One(3, """{"crm":"35"}""", ",\"customer\":\"c-3\""), Encoding.UTF8.GetString(_host.Log.Items[2].Body.Span));

        await _host.PostAsync(One(4, """{"cookie":"k","phone":"030-1234567"}"""));
        Assert.Equal("email:ann@shop.com", Customers.Last());
    }

    [Fact]
    public async Task Post_CountryOfTheTouchpoint_ReadsItsNumber()
    {
        await _host.PostAsync($"[{One(1, """{"phone":"01 23 45 67 89"}""", ",\"attributes\":{\"country\":\"FR\"}")},{One(2, """{"phone":"+33123456789"}""")}]");

        Assert.Equal(["phone:+33123456789", "phone:+33123456789"], Customers);
    }

    [Fact]
    public async Task Post_NothingThatIdentifies_IsRefusedWithItsPlaceAndOthersGoThrough()
    {
        var (status, json, _) = await _host.PostAsync($"[{One(1, """{"crm":"null","email":"noreply@shop.com"}""")},{One(2, """{"crm":"7"}""")},{One(3, "{}")},{One(4, """{"crm":"Unbekannt"}""")},{One(5, """{"phone":"12"}""")}]");

        Assert.Equal(202, status);
        Assert.Equal(["crm:7"], Customers);
        Assert.Equal(["/0/identities"], Places(json, 0));
        Assert.Equal(["/2/customer"], Places(json, 2));
        Assert.Equal(["/3/identities"], Places(json, 3));
        Assert.Contains("country code", json.GetProperty("results")[4].GetProperty("problems")[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_RefusedForItsTime_MakesNoCustomer()
    {
        var (status, _, _) = await _host.PostAsync(One(1, """{"crm":"7"}""").Replace("2026-03-03", "2027-03-03", StringComparison.Ordinal));

        Assert.Equal(400, status);
        Assert.Null((await _host.Get<IIdentityStore>().KnownAsync([new("crm", "7")], 5, TestContext.Current.CancellationToken)).Of(new("crm", "7")).Owner);
    }

    [Fact]
    public async Task Post_CloudEvents_NameIdentitiesInTheirData()
    {
        const string Event = """{"specversion":"1.0","id":"e1","source":"shop","type":"order.placed","time":"2026-03-03T11:00:00Z","data":{"identities":{"crm":"7"}}}""";
        Assert.Equal(202, (await _host.PostAsync(Event, "application/cloudevents+json")).Status);
        Assert.Equal("crm:7", Customers.Single());

        var (status, json, _) = await _host.PostAsync(Event.Replace("\"7\"", "\"none\"", StringComparison.Ordinal), "application/cloudevents+json");
        Assert.Equal((400, "/data/identities"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));

        var headers = new[] { ("ce-specversion", "1.0"), ("ce-id", "e2"), ("ce-source", "shop"), ("ce-type", "order.placed"), ("ce-time", "2026-03-03T11:00:00Z") };
        Assert.Equal(202, (await _host.PostAsync("""{"identities":{"crm":7}}""", "application/json", headers)).Status);
        Assert.Equal(["crm:7", "crm:7"], Customers);
    }
}
