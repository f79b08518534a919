using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Storage;
using OtpNet;

namespace CxOrchestrator.Gateway.Tests.Access.SecondFactors;

/// <summary>A gateway with the accounts mara, whose second factor the test knows, and ann, an administrator without one.</summary>
internal sealed partial class FactorHost : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string Recovery = "aaaa-bbbb-cccc-dddd";

    private readonly TimeProvider _clock;

    private FactorHost(GatewayHost gateway, TimeProvider clock) => (Gateway, _clock) = (gateway, clock);

    public GatewayHost Gateway { get; }

    public byte[] Secret { get; } = SecondFactorSecrets.Make();

    public IAccountStore Accounts => Gateway.Get<IAccountStore>();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    /// <param name="factor">Whether mara has her second factor from the start.</param>
    /// <param name="settings">Besides signing in.</param>
    public static async Task<FactorHost> StartAsync(bool factor, params (string, string)[] settings)
    {
        var clock = new StepClock();
        var host = new FactorHost(await GatewayHost.StartAsync(clock, [("Access:SignIn", "Accounts"), ("Access:AccountsKnownFor", "00:00:00.100"), .. settings]), clock);
        await host.AddAsync(new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["marketer"] });
        await host.AddAsync(new StoredAccount { Name = "ann", DisplayName = "Ann", Roles = ["administrator"] });
        if (factor)
        {
            await host.PutFactorAsync("mara", host.Secret);
        }

        return host;
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    public Task AddAsync(StoredAccount account) => Accounts.PutAsync(
        account with { PasswordHash = account.Subject is null ? Gateway.Get<Passwords>().Hash(account.Name, Password) : null }, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);

    public async Task<StoredAccount> AccountAsync(string name = "mara") => (await Accounts.GetAsync(name, None))!;

    /// <summary>As if it was set up long ago: no code of now was used.</summary>
    public async Task PutFactorAsync(string name, byte[] secret)
    {
        var factor = new StoredSecondFactor { Secret = Gateway.Get<SecondFactorSecrets>().Protect(name, secret), RecoveryCodes = [RecoveryCodes.Hash(name, Recovery)] };
        Assert.True(await Accounts.PutSecondFactorAsync(name, (await AccountAsync(name)).SecondFactor, factor, null, null, None));
    }

    /// <summary>Forgets which codes were used.</summary>
    public async Task RewindAsync()
    {
        var factor = (await AccountAsync()).SecondFactor!;
        Assert.True(await Accounts.PutSecondFactorAsync("mara", factor, factor with { LastStep = 0 }, null, null, None));
    }

    /// <summary>The code of now, or of a later step.</summary>
    public string Code(int later = 0, byte[]? secret = null) => CodeOf(secret ?? Secret, later);

    public string CodeOf(byte[] secret, int later = 0) => new Totp(secret).ComputeTotp(_clock.GetUtcNow().UtcDateTime + (StepClock.Step * later));

    /// <summary>A code that is none of now.</summary>
    public string WrongCode() => Enumerable.Range(0, 10).Select(i => $"{i}{i}{i}{i}{i}{i}").First(c => Enumerable.Range(-2, 6).All(step => CodeOf(Secret, step) != c));

    /// <summary>Status and type of problem, without the cookies of anybody else.</summary>
    public async Task<(int Status, string? Type, string? Cookie)> SignInAsync(string? code, string name = "mara", string password = Password, string? newPassword = null, string from = "127.0.0.1")
    {
        using var client = Client(from);
        using var body = new StringContent(JsonSerializer.Serialize(new { account = name, password, newPassword, code }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/v1/sign-in", UriKind.Relative), body, None);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(None));
        return ((int)response.StatusCode, json.RootElement.TryGetProperty("type", out var type) ? type.GetString()!["urn:cx:problem:".Length..] : null, CookieOf(response));
    }

    /// <summary>With a session, or with nobody's.</summary>
    public async Task<(int Status, JsonElement Json, string? Cookie)> AskAsync(string? cookie, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Cookie", cookie ?? "");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await client.SendAsync(request, None);
        var text = await response.Content.ReadAsStringAsync(None);
        using var json = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return ((int)response.StatusCode, json.RootElement.Clone(), CookieOf(response));
    }

    /// <summary>Sends a form of the script-free pages.</summary>
    public async Task<(int Status, string Page, string? Cookie)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var client = Client();
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), form, None);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(None), CookieOf(response));
    }

    /// <summary>What a page's form has in a field.</summary>
    public static string Field(string page, string name) => WebUtility.HtmlDecode(Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

    public static byte[] SecretOf(string text) => Base32Encoding.ToBytes(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Of the set-up page.</summary>
    public static byte[] SecretOn(string page) => SecretOf(Shown().Match(page).Groups[1].Value);

    public async Task<string[]> TrailAsync() => [.. (await Gateway.Get<IAuditTrail>().ListAsync(new AuditQuery { Kind = "account", Limit = 100 }, None)).Items
        .Select(e => $"{e.By} {e.Action} {e.Id}{(e.Detail is null ? "" : $" ({e.Detail})")}").Reverse()];

    private HttpClient Client(string from = "127.0.0.1") => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = Gateway.Client.BaseAddress };

    private static string? CookieOf(HttpResponseMessage response) => response.Headers.TryGetValues("Set-Cookie", out var set) ? set.First().Split(';')[0] : null;

    /// <summary>Begins at the start of a step, so that a test does not cross into the next and find a code it used current no more.</summary>
    private sealed class StepClock : TimeProvider
    {
        public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

        private readonly TimeSpan _behind = TimeSpan.FromTicks(System.GetUtcNow().Ticks % Step.Ticks);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - _behind;
    }

    [GeneratedRegex("<p><code>([A-Z2-7 ]+)</code></p>")]
    private static partial Regex Shown();
}
