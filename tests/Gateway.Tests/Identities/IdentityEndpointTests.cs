using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Gateway.Tests.Identities;

/// <summary>A customer's identities, links, and search by identities.</summary>
public sealed class IdentityEndpointTests : IAsyncLifetime
{
    private const int SharedMax = 2;

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await GatewayHost.StartAsync(("Identities:SharedMax", $"{SharedMax}"), ("Identities:Country", "DE"), ("Identities:Junk:0", "walk-in"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static SeenIdentity Seen(string kind, string value, IdentityProblem problem = IdentityProblem.None) => new()
    {
        Identity = new(kind, value),
        Given = value.ToUpperInvariant(),
        Problem = problem,
        Source = "shop",
        Touchpoint = "t-1",
        FirstSeen = GatewayHost.Start,
        LastSeen = GatewayHost.Start.AddDays(1),
    };

    private async Task SeeAsync(string customer, params SeenIdentity[] seen)
    {
        _host.Store.Put(States.Unhappy(customer, name: $"Name of {customer}"), atRisk: true);
        await new SqliteCustomerStore(_host.Get<SqliteDatabase>()).CommitAsync(
            new CustomerCommit
            {
                Key = CustomerKey.For(new CustomerId(customer)),
                ExpectedVersion = 0,
                State = new byte[] { 1 },
                Name = $"Name of {customer}",
                NameChanged = true,
                Identities = [.. seen],
                IdentitySharedMax = SharedMax,
            },
            TestContext.Current.CancellationToken);
    }

    private static string[] Fields(JsonElement page, params string[] names) =>
        [.. page.GetProperty("items").EnumerateArray().Select(i => string.Join(' ', names.Select(n => i.GetProperty(n).ToString())))];

    private async Task<string[]> FoundAsync(string text) =>
        [.. (await _host.GetAsync($"/v1/search?q={Uri.EscapeDataString(text)}")).Json.GetProperty("items").EnumerateArray()
            .Select(h => $"{h.GetProperty("id")} {(h.TryGetProperty("foundBy", out var by) ? by.GetString() : "")}".Trim())];

    [Fact]
    public async Task Identities_OfACustomer_SayWhatTheyProveAndWhy()
    {
        await SeeAsync(
            "c-1", Seen("email", "ann@shop.com"), Seen("phone", "12", IdentityProblem.Unreadable), Seen("crm", "null", IdentityProblem.Junk), Seen("till", "walk-in"), Seen("cookie", "k"), Seen("pos", "9"));
        await SeeAsync("c-2", Seen("pos", "9"));
        await SeeAsync("c-3", Seen("pos", "9"));

        var (status, json, _) = await _host.GetAsync("/v1/customers/c-1/identities");

        Assert.Equal(200, status);
        Assert.Equal(
            ["crm null junk", "pos 9 shared", "till walk-in junk", "email ann@shop.com links", "phone 12 unreadable", "cookie k finds"],
            Fields(json, "kind", "value", "state"));
        Assert.Equal("ANN@SHOP.COM shop t-1 1", Fields(json, "given", "source", "touchpointId", "customers")[3]);
        Assert.Contains("Identities:Country", json.GetProperty("items")[4].GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await _host.GetAsync("/v1/customers/nobody/identities")).Status);
    }

    [Fact]
    public async Task Links_Proposed_AreListedAndDismissedOnce()
    {
        await SeeAsync("c-1", Seen("crm", "7"), Seen("crm", "8"));
        await SeeAsync("c-2", Seen("crm", "7"));
        await SeeAsync("c-3", Seen("crm", "8"));

        var (_, all, _) = await _host.GetAsync("/v1/links?state=proposed&shared=false");
        Assert.Equal(["crm 8 proposed", "crm 7 proposed"], Fields(all, "kind", "value", "state"));
        Assert.Equal(("c-1", "Name of c-1"), (all.GetProperty("items")[0].GetProperty("one").GetProperty("customer").GetString(), all.GetProperty("items")[0].GetProperty("one").GetProperty("name").GetString()));
        var number = (await _host.GetAsync("/v1/links?customer=c-2")).Json.GetProperty("items")[0].GetProperty("number").GetInt64();

        var (status, dismissed, _) = await _host.SendAsync(HttpMethod.Post, $"/v1/links/{number}/dismiss");
        Assert.Equal((200, "dismissed"), (status, dismissed.GetProperty("state").GetString()));
        var (again, problem, _) = await _host.SendAsync(HttpMethod.Post, $"/v1/links/{number}/dismiss");
        Assert.Equal((409, "urn:cx:problem:link-settled"), (again, problem.GetProperty("type").GetString()));
        Assert.Equal("dismissed", (await _host.GetAsync($"/v1/links/{number}")).Json.GetProperty("state").GetString());
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Post, "/v1/links/99/dismiss")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v1/links/99")).Status);
        Assert.Equal(["linkDismissed link " + number], Fields((await _host.GetAsync("/v1/audit?action=linkDismissed")).Json, "action", "kind", "id"));
        Assert.Equal(400, (await _host.GetAsync("/v1/links?state=open")).Status);
    }

    [Fact]
    public async Task Search_ByEachIdentity_FindsTheCustomer()
    {
        await SeeAsync("c-1", Seen("email", "ann@shop.com"), Seen("phone", "+49301234567"), Seen("crm", "AbC"), Seen("instagram", "ann_b"), Seen("cookie", "GA1.2"));

        Assert.Equal(["c-1 email: ann@shop.com"], await FoundAsync("Ann@SHOP"));
        Assert.Equal(["c-1 phone: +49301234567"], await FoundAsync("030 / 123 45 67"));
        Assert.Equal(["c-1 crm: AbC"], await FoundAsync("AbC"));
        Assert.Equal(["c-1 instagram: ann_b"], await FoundAsync("@Ann_B"));
        Assert.Equal(["c-1 cookie: GA1.2"], await FoundAsync("GA1.2"));
        Assert.Equal(["c-1"], await FoundAsync("c-1"));
        Assert.Empty(await FoundAsync("an"));
        Assert.Empty(await FoundAsync("+4930123456"));
    }

    [Fact]
    public async Task Identities_SomebodyWhoSeesNoPersonalData_SeesAndFindsNone()
    {
        await SeeAsync("c-1", Seen("email", "ann@shop.com"), Seen("crm", "4711-secret"));
        await SeeAsync("c-2", Seen("email", "ann@shop.com"));
        await _host.SendAsync(HttpMethod.Post, "/v1/me/switch", """{"account":"marketer"}""");

        var identities = (await _host.GetAsync("/v1/customers/c-1/identities")).Json;
        Assert.Equal(["crm ••• •••", "email ••• •••"], Fields(identities, "kind", "value", "given"));
        Assert.Equal(["•••"], Fields((await _host.GetAsync("/v1/links")).Json, "value"));
        Assert.Empty(await FoundAsync("ann@shop.com"));
        Assert.Empty(await FoundAsync("4711-secret"));
        Assert.Equal(403, (await _host.SendAsync(HttpMethod.Post, "/v1/links/1/dismiss")).Status);
    }

    [Fact]
    public async Task Timeline_SomebodyWhoSeesNoPersonalData_SeesNoIdentityOfATouchpoint()
    {
        const string Body = """{"id":"t","type":"a","customer":"c-1","at":"2026-03-03T11:00:00Z","identities":{"crm":"4711-secret","device":["d-secret"]}}""";
        _host.Store.Put(States.Unhappy("c-1"), atRisk: true, States.Entry("c-1", 1) with { Input = System.Text.Encoding.UTF8.GetBytes(Body) });
        Assert.Contains("4711-secret", (await _host.GetAsync("/v1/customers/c-1/timeline")).Json.GetRawText(), StringComparison.Ordinal);
        await _host.SendAsync(HttpMethod.Post, "/v1/me/switch", """{"account":"marketer"}""");

        Assert.DoesNotContain("secret", (await _host.GetAsync("/v1/customers/c-1/timeline")).Json.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OfACustomer_HoldsItsIdentities()
    {
        await SeeAsync("c-1", Seen("email", "ann@shop.com"));

        var identities = (await _host.GetAsync("/v1/customers/c-1/export")).Json.GetProperty("identities").EnumerateArray().ToList();
        Assert.Equal(2, identities.Count);
        Assert.Equal(("email", "ann@shop.com", "ANN@SHOP.COM"), (identities[1].GetProperty("kind").GetString(), identities[1].GetProperty("value").GetString(), identities[1].GetProperty("given").GetString()));
    }
}
