using System.Text;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>Walks every endpoint and every method of the hub with every role. The table that is walked is the document too.</summary>
public sealed class AccessTableTests
{
    private static readonly string[] Switches = ["/v1/sending", "/v1/sending/policies/{policy}"];

    private static IEnumerable<(string Method, string Pattern)> Mapped(GatewayHost host) => host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .SelectMany(e => AccessTable.Methods(e.Metadata).Select(m => (m, $"/{e.RoutePattern.RawText?.Trim('/')}")));

    [Fact]
    public async Task Table_HasEveryEndpointAndMethodOfTheHubAndNoOther()
    {
        await using var host = await GatewayHost.StartAsync();
        var mapped = Mapped(host).Concat(typeof(ILiveHub).GetMethods().Select(m => (AccessRule.Hub, m.Name))).ToHashSet();
        var ruled = AccessTable.Rules.Select(r => (r.Method, r.Pattern)).ToHashSet();
        Assert.Empty(mapped.Except(ruled).Select(m => $"{m.Item1} {m.Item2} has no rule"));
        Assert.Empty(ruled.Except(mapped).Select(r => $"{r.Item1} {r.Item2} is no endpoint"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("marketer")]
    [InlineData("approver")]
    [InlineData("operator")]
    [InlineData("supervisor")]
    [InlineData("administrator")]
    [InlineData("viewer")]
    public async Task EveryEndpoint_ByRole_IsAnsweredOrRefusedAsTheTableSays(string? role)
    {
        await using var host = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"), ("Assistants:Enabled", "true"));
        if (role is not null)
        {
            await SignInAsync(host, role);
        }

        var wrong = new List<string>();
        foreach (var rule in AccessTable.Rules.Where(r => r.Method != AccessRule.Hub && r.Pattern is not ("/v1/sign-in" or "/v1/sign-out" or "/sign-out")))
        {
            var status = await AskAsync(host, rule);
            var expected = rule.Otherwise is AccessTable.Key or AccessTable.SourceKey or AccessTable.AssistantKey ? 401 : rule.Roles.IsEmpty ? 0 : role is null ? 401 : rule.Roles.Contains(role) ? 0 : 403;
            if (expected == 0 ? status is 401 or 403 && !IsOwnRefusal(rule) : status != expected)
            {
                wrong.Add($"{rule.Method} {rule.Pattern} {rule.When} as {role ?? "nobody"} answered {status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("marketer")]
    [InlineData("approver")]
    [InlineData("operator")]
    [InlineData("supervisor")]
    [InlineData("administrator")]
    public async Task EveryHubMethod_ByRole_IsAnsweredAsTheTableSays(string role)
    {
        await using var host = await GatewayHost.StartAsync();
        await AddAsync(host, role);
        var (_, _, response) = await host.SendAsync(HttpMethod.Post, "/v1/me/switch", $$"""{"account":"{{role}}-1"}""");
        await using var hub = await host.ConnectAsync(response.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        foreach (var rule in AccessTable.Rules.Where(r => r.Method == AccessRule.Hub))
        {
            object[] arguments = rule.Pattern switch { nameof(ILiveHub.WatchBoard) => [new BoardFilter()], nameof(ILiveHub.WatchCustomer) => ["c-1"], _ => [] };
            var refused = await Record.ExceptionAsync(() => hub.InvokeCoreAsync(rule.Pattern, typeof(object), arguments, TestContext.Current.CancellationToken));
            Assert.Equal(rule.Roles.Contains(role), refused is null);
        }
    }

    [Fact]
    public async Task Document_HasTheTable()
    {
        var path = Path.Combine(Root(), "docs", "access.md");
        var text = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        var table = Table();
        Assert.True(text.Contains(table, StringComparison.Ordinal), $"docs/access.md must have this table:\n{table}");
    }

    private static string Table()
    {
        var table = new StringBuilder($"| | | {string.Join(" | ", Roles.All)} |\n|---|---|{string.Concat(Roles.All.Select(_ => "---|"))}\n");
        foreach (var rule in AccessTable.Rules)
        {
            var who = rule.Otherwise is { } other ? string.Concat(Roles.All.Select((_, i) => i == 0 ? $" {other} |" : " |")) : string.Concat(Roles.All.Select(r => rule.Roles.Contains(r) ? " yes |" : " |"));
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {(rule.Method == AccessRule.Hub ? "hub" : rule.Method)} | `{rule.Pattern}`{(rule.When is null ? "" : $" {rule.When}")} |{who}\n");
        }

        return table.ToString();
    }

    // What these answer 401 or 403 with is about what was sent, and not about who sends it.
    private static bool IsOwnRefusal(AccessRule rule) => rule.Pattern.StartsWith("/sign-in", StringComparison.Ordinal);

    private static async Task<int> AskAsync(GatewayHost host, AccessRule rule)
    {
        var path = string.Join('/', rule.Pattern.Split('/').Select(p => p switch { ['{', ..] when p.Contains(":long", StringComparison.Ordinal) => "1", "{policy}" => "late-delivery", ['{', ..] => "x", _ => p }));
        var body = Switches.Contains(rule.Pattern) && rule.Method == "PUT" ? $$"""{"stopped":{{(rule.When == "to stop" ? "true" : "false")}},"by":"x"}""" : rule.Method is "GET" or "DELETE" or "ANY" ? null : "{}";
        using var request = new HttpRequestMessage(new HttpMethod(rule.Method == "ANY" ? "POST" : rule.Method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, rule.Pattern switch { "/v1/backtest-files" => "application/x-ndjson", "/v1/images" => "image/png", _ => "application/json" });
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static async Task AddAsync(GatewayHost host, string role)
    {
        var account = new StoredAccount { Name = $"{role}-1", DisplayName = role, Roles = [role], PasswordHash = host.Get<Passwords>().Hash($"{role}-1", "correct horse battery") };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, TestContext.Current.CancellationToken);
    }

    private static async Task SignInAsync(GatewayHost host, string role)
    {
        await AddAsync(host, role);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"{{role}}-1","password":"correct horse battery"}""")).Status);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CxOrchestrator.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
