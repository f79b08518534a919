using System.Collections.Immutable;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Tests.Links;

/// <summary>A gateway as customers see it: no session, no cookies, no redirects followed.</summary>
internal sealed class PublicHost : IAsyncDisposable
{
    public const string Action = "0123456789abcdef0123456789abcdef";

    public const string Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36";

    private readonly HttpClient _client;

    private PublicHost(GatewayHost host)
    {
        Host = host;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host.Client.BaseAddress };
    }

    public GatewayHost Host { get; }

    public FakeMessages Messages => Host.Get<FakeMessages>();

    /// <summary>What the log got.</summary>
    public IReadOnlyList<Touchpoint> Log => [.. Host.Log.Items.Select(i => TouchpointJson.Read(i.Body.Span).Touchpoint!)];

    public static async Task<PublicHost> StartAsync(params (string Name, string Value)[] settings) =>
        new(await GatewayHost.StartAsync([("Links:PublicAddress", "https://news.example"), ("Links:Name", "Greenhouse"), .. settings]));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }

    public static LinkToken Token(LinkPurpose purpose, string customer = "c1", bool promotion = true) =>
        new() { Purpose = purpose, Action = Action, Customer = CustomerKey.For(new(customer)), Channel = "email", Promotion = promotion };

    public string Sign(LinkPurpose purpose, string? target = null, string customer = "c1", bool promotion = true) =>
        LinkSigner.Sign(Token(purpose, customer, promotion), Messages.Ring, target);

    public string Link(string target) => $"/l/{Sign(LinkPurpose.Link, target)}?to={Uri.EscapeDataString(target)}";

    /// <summary>A customer with consent, and what else is given.</summary>
    public void Put(string? language = null, ImmutableArray<NamedValue> consent = default, string? email = null)
    {
        var attributes = email is null ? AttributeSet.Empty : AttributeSet.Of(new NamedValue("email", Rules.Touchpoints.Scalar.Of(email)));
        var profile = new Profile { Name = "Ann", Language = language, Consent = consent.IsDefault ? AttributeSet.Empty : AttributeSet.Of(consent.ToList()), Attributes = attributes };
        Host.Store.Put(CustomerState.For(new("c1")) with { Sequence = 5, Profile = profile }, atRisk: false);
    }

    public async Task<(int Status, string Text, HttpResponseMessage Response)> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", Browser);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response);
    }

    public Task<(int Status, string Text, HttpResponseMessage Response)> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<(int Status, string Text, HttpResponseMessage Response)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await SendAsync(HttpMethod.Post, path, form);
    }
}
