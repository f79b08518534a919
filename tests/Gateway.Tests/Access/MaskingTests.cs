using System.Text.Encodings.Web;
using System.Text.Json;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>Personal data is hidden from roles that do not need it.</summary>
public sealed class MaskingTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("customer.name", "Ann", true)]
    [InlineData("homePhone", "5551234", true)]
    [InlineData("reached", "ann@example.org", true)]
    [InlineData("reached", "+351 912 345 678", true)]
    [InlineData("reason", "it never came", true)]
    [InlineData("reason", "late", false)]
    [InlineData("order", "4711000000000001", false)]
    [InlineData("expectedBy", "2026-03-03 12:00", false)]
    [InlineData("empty", "", false)]
    public void Hides_Value_ByItsNameAndWhatItIs(string name, string value, bool hidden) => Assert.Equal(hidden, PersonalValues.Hides(name, value));

    [Fact]
    public void Touchpoint_Personal_KeepsWhatIsNot()
    {
        using var touchpoint = JsonDocument.Parse(
            """{"id":"1","type":"order.placed","customer":"c-1","at":"2026-03-03T11:00:00Z","channel":"web","attributes":{"order":"4711","contact":{"email":"a@b.example","phone":5551234},"tags":["vip","too late"]},"feedback":{"nps":2,"text":"awful"},"note":"x"}""");
        Assert.Equal(
            """{"id":"1","type":"order.placed","customer":"c-1","at":"2026-03-03T11:00:00Z","channel":"web","attributes":{"order":"4711","contact":{"email":"•••","phone":"•••"},"tags":["vip","•••"]},"feedback":{"nps":2,"text":"•••"},"note":"•••"}""",
            System.Text.RegularExpressions.Regex.Unescape(PersonalValues.Touchpoint(touchpoint.RootElement).GetRawText()));
    }

    [Theory]
    [InlineData("customer.name is Ann does not hold: the value is Ben Long, and customer.lifetimeValue at least 500 does not hold: the value is 120.", "customer.name is Ann does not hold: the value is •••, and customer.lifetimeValue at least 500 does not hold: the value is 120.")]
    [InlineData("It has not been triggered.", "It has not been triggered.")]
    public void Sentence_OfConditions_HidesValuesOfPersonalFields(string sentence, string expected) => Assert.Equal(expected, PersonalValues.Sentence(sentence));

    private static readonly string[] Secrets = ["Ann Smith", "ann@example.org", "never came", "angry", "Dear Ann"];

    private static async Task<(GatewayHost Host, string Cookie)> StartAsync(string account, params (string, string)[] settings)
    {
        var host = await GatewayHost.StartAsync(settings);
        var state = States.Unhappy("c-1", name: "Ann Smith");
        state = state with { Profile = state.Profile with { Attributes = AttributeSet.Of((List<NamedValue>)[new("contact.email", Rules.Touchpoints.Scalar.Of("ann@example.org")), new("tier", Rules.Touchpoints.Scalar.Of("gold"))]) } };
        var entry = States.Entry("c-1", 5) with
        {
            Input = System.Text.Encoding.UTF8.GetBytes("""{"id":"t-5","type":"order.placed","customer":"c-1","at":"2026-03-03T10:00:00Z","attributes":{"why":"it never came","order":"4711"},"feedback":{"text":"angry"}}"""),
        };
        host.Store.Put(state, atRisk: true, entry);
        host.Store.Actions.Add(States.Action("a-1", "c-1", text: "Dear Ann, sorry", lastError: "550 ann@example.org is angry"));
        await host.Observer.OnChangedAsync(States.Changed(state));
        var (_, _, response) = await host.SendAsync(HttpMethod.Post, "/v1/me/switch", $$"""{"account":"{{account}}"}""");
        return (host, response.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
    }

    [Theory]
    [InlineData("marketer", "", true)]
    [InlineData("approver", "", true)]
    [InlineData("operator", "", false)]
    [InlineData("owner", "", false)]
    [InlineData("marketer", "viewer", false)]
    [InlineData("operator", "operator marketer", true)]
    public async Task Answers_ByRole_HideOrShowPersonalData(string account, string masked, bool hidden)
    {
        (string, string)[] settings = masked.Length == 0 ? [] : [("Access:MaskedRoles", masked)];
        var (host, cookie) = await StartAsync(account, settings);
        await using var _ = host;
        var all = "";
        foreach (var path in new[] { "/v1/customers/c-1", "/v1/customers/c-1/timeline", "/v1/at-risk", "/v1/actions?customer=c-1", "/v1/search?q=c-1", "/v1/customers/c-1/why?policy=late-delivery" })
        {
            var (status, json, _) = await host.GetAsync(path);
            Assert.Equal(200, status);
            all += JsonSerializer.Serialize(json, Readable);
        }

        await using var hub = await host.ConnectAsync(cookie);
        all += JsonSerializer.Serialize(await hub.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), new BoardFilter(), None), Readable);
        all += JsonSerializer.Serialize(await hub.InvokeAsync<CustomerView>(nameof(ILiveHub.WatchCustomer), "c-1", None), Readable);
        Assert.All(Secrets, s => Assert.Equal(!hidden, all.Contains(s, StringComparison.Ordinal)));
        Assert.Contains("gold", all, StringComparison.Ordinal);
        Assert.Contains("4711", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_OfTheHub_HideWhatAnswersHide()
    {
        var (host, cookie) = await StartAsync("marketer");
        await using var _ = host;
        await using var hub = await host.ConnectAsync(cookie);
        var board = new TaskCompletionSource<BoardChanges>(TaskCreationOptions.RunContinuationsAsynchronously);
        var customer = new TaskCompletionSource<CustomerChanges>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<BoardChanges>(nameof(ILiveClient.BoardChanged), c => { if (c.Rows.Count > 0) { board.TrySetResult(c); } });
        hub.On<CustomerChanges>(nameof(ILiveClient.CustomerChanged), c => customer.TrySetResult(c));
        await hub.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), new BoardFilter(), None);
        await hub.InvokeAsync<CustomerView>(nameof(ILiveHub.WatchCustomer), "c-1", None);
        var state = States.Unhappy("c-1", sequence: 6, name: "Ann Smith");
        host.Store.Put(state, atRisk: true, States.Entry("c-1", 6));
        await host.Observer.OnChangedAsync(States.Changed(state));

        Assert.Equal("•••", Assert.Single((await board.Task.WaitAsync(TimeSpan.FromSeconds(30), None)).Rows).Name);
        Assert.Equal("•••", (await customer.Task.WaitAsync(TimeSpan.FromSeconds(30), None)).View?.Name);
    }

    [Fact]
    public async Task Search_ByAName_FindsNobodyWhereNamesAreHidden()
    {
        var (host, cookie) = await StartAsync("marketer");
        await using var _ = host;
        Assert.Equal(0, (await host.GetAsync("/v1/search?q=Ann")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await host.GetAsync("/v1/at-risk?search=Ann")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(1, (await host.GetAsync("/v1/at-risk?search=c-1")).Json.GetProperty("items").GetArrayLength());
        await using var hub = await host.ConnectAsync(cookie);
        Assert.Empty((await hub.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), new BoardFilter { Search = "Ann" }, None)).Rows);
    }

    [Fact]
    public async Task LastError_OtherRolesThanThoseWhoRunIt_IsNotShown()
    {
        var (host, _) = await StartAsync("owner");
        await using var _1 = host;
        Assert.Equal(JsonValueKind.String, (await host.GetAsync("/v1/actions/a-1")).Json.GetProperty("lastError").ValueKind);
        var account = new StoredAccount { Name = "vera", DisplayName = "Vera", Roles = ["viewer", "supervisor"] };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        await host.SendAsync(HttpMethod.Post, "/v1/me/switch", """{"account":"vera"}""");
        var json = (await host.GetAsync("/v1/actions/a-1")).Json;
        Assert.Equal((JsonValueKind.Null, "Dear Ann, sorry"), (json.GetProperty("lastError").ValueKind, json.GetProperty("content").GetProperty("text").GetString()));
    }

    [Fact]
    public async Task Start_MaskedRoleThatIsNone_IsRefusedByName()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(("Access:MaskedRoles", "marketer king")));
        Assert.Contains("Access:MaskedRoles", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_OfTheApi_SayWhatIsSensitiveWhereverANameIs()
    {
        // A new record with a customer's name, a note or an error has to say so.
        string[] personal = ["CustomerName", "Note", "LastError", "Content", "Touchpoint"];
        var unmarked = typeof(Api.Customers.CustomerView).Assembly.GetTypes().Where(t => t.Name.EndsWith("View", StringComparison.Ordinal) || t.Name is "TimelineEntry" or "BoardRow")
            .SelectMany(t => t.GetProperties()).Where(p => personal.Contains(p.Name) && p.DeclaringType != typeof(Api.Customers.TryView))
            .Where(p => !Attribute.IsDefined(p, typeof(Api.SensitiveAttribute))).Select(p => $"{p.DeclaringType!.Name}.{p.Name}");
        Assert.Empty(unmarked);
    }
}
