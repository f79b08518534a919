using System.Net;
using System.Net.Sockets;
using System.Text;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>Passwords that are guessed, from one address or from many.</summary>
public sealed class GuessingTests
{
    private const string Password = "correct horse battery";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static async Task<GatewayHost> StartAsync(params (string, string)[] settings)
    {
        var host = await GatewayHost.StartAsync([("Access:SignIn", "Accounts"), ("Access:WrongPasswordsMax", "2"), .. settings]);
        var account = new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["administrator"], PasswordHash = host.Get<Passwords>().Hash("mara", Password) };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        return host;
    }

    private static async Task<int> SignInAsync(GatewayHost host, string account, string password, string from = "127.0.0.1")
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = host.Client.BaseAddress };
        using var body = new StringContent($$"""{"account":"{{account}}","password":"{{password}}"}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/sign-in", UriKind.Relative), body, None);
        return (int)response.StatusCode;
    }

    [Fact]
    public async Task Guesses_FromElsewhere_LockNobodyOut()
    {
        await using var host = await StartAsync();
        Assert.Equal(401, await SignInAsync(host, "mara", "x", "127.0.0.2"));
        Assert.Equal(401, await SignInAsync(host, "mara", "x", "127.0.0.2"));
        Assert.Equal(429, await SignInAsync(host, "mara", Password, "127.0.0.2"));
        Assert.Equal(200, await SignInAsync(host, "mara", Password));
    }

    [Fact]
    public async Task Guesses_OverManyAccounts_MakeTheirAddressWait()
    {
        await using var host = await StartAsync(("Access:WrongPasswordsPerAddressMax", "3"));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(401, await SignInAsync(host, $"guess-{i}", "x", "127.0.0.2"));
        }

        Assert.Equal(429, await SignInAsync(host, "guess-4", "x", "127.0.0.2"));
        Assert.Equal(200, await SignInAsync(host, "mara", Password));
    }

    [Fact]
    public async Task Guesses_ManyAtOnce_AreNotAllMade()
    {
        await using var host = await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => SignInAsync(host, "mara", "x")));
        Assert.Equal(2, answers.Count(a => a == 401));
        Assert.Equal(30, answers.Count(a => a == 429));
    }

    [Fact]
    public async Task Trail_OfSigningIn_HasWhatFailedWasLockedAndEnded()
    {
        await using var host = await StartAsync();
        await SignInAsync(host, "mara", "x", "127.0.0.2");
        await SignInAsync(host, "my password by mistake", "x", "127.0.0.2");
        await SignInAsync(host, "mara", "x", "127.0.0.2");
        await SignInAsync(host, "mara", "x", "127.0.0.2");
        await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"mara","password":"{{Password}}"}""");
        var trail = (await host.GetAsync("/v1/audit")).Json.GetProperty("items").EnumerateArray()
            .Select(e => $"{e.GetProperty("by")} {e.GetProperty("action")} {e.GetProperty("id")}").Where(e => e.Contains("sign", StringComparison.Ordinal)).Reverse();
        Assert.Equal(
            ["127.0.0.2 signInFailed mara", "127.0.0.2 signInFailed ", "127.0.0.2 signInFailed mara", "127.0.0.2 signInLocked mara", "mara signedIn mara"], trail);
    }

    [Fact]
    public async Task Password_HashedCheaperBefore_IsHashedAnewAtTheNextSignIn()
    {
        await using var host = await StartAsync();
        var cheap = new Microsoft.AspNetCore.Identity.PasswordHasher<string>(Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 1_000 }));
        var account = new StoredAccount { Name = "paul", DisplayName = "Paul", Roles = ["viewer"], PasswordHash = cheap.HashPassword("paul", Password) };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        Assert.Equal(200, await SignInAsync(host, "paul", Password));
        Assert.NotEqual(account.PasswordHash, (await host.Get<IAccountStore>().GetAsync("paul", None))!.PasswordHash);
        Assert.Equal(200, await SignInAsync(host, "paul", Password));
    }
}
