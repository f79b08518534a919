using System.Text.Json;

namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>A gateway beside a provider where people sign in.</summary>
public abstract class ProviderSuite : IAsyncLifetime
{
    internal FakeProvider Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Provider = await FakeProvider.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected Task<GatewayHost> StartAsync(params (string Name, string Value)[] settings) => GatewayHost.StartAsync(
    [
        ("Access:SignIn", "Accounts"),
        ("Access:AccountsKnownFor", "00:00:00.100"),
        ("Access:OpenIdConnect:Authority", Provider.Address),
        ("Access:OpenIdConnect:ClientId", FakeProvider.ClientId),
        ("Access:OpenIdConnect:ClientSecret", FakeProvider.ClientSecret),
        .. settings,
    ]);

    /// <summary>As a browser that follows where it is led.</summary>
    private protected static async Task<(int Status, string Page)> OpenAsync(GatewayHost host, string path)
    {
        using var response = await host.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private protected static Task<(int Status, string Page)> SignInAsync(GatewayHost host) => OpenAsync(host, "/sign-in/provider");

    private protected static async Task<JsonElement> MeAsync(GatewayHost host) => (await host.GetAsync("/v1/me")).Json;

    private protected static async Task<string?> NameAsync(GatewayHost host) => (await MeAsync(host)).GetProperty("name").GetString();
}
