namespace CxOrchestrator.Gateway.Tests.Http;

/// <summary>What browsers and proxies may keep, and over which connection cookies travel.</summary>
public sealed class HeaderTests
{
    private static async Task<HttpResponseMessage> GetAsync(GatewayHost host, string path) => (await host.GetAsync(path)).Response;

    [Theory]
    [InlineData("/v1/customers/nobody")]
    [InlineData("/v1/search?q=a")]
    [InlineData("/v1/at-risk")]
    [InlineData("/v1/me")]
    public async Task Answers_OfCustomersAndPeople_AreKeptNowhere(string path)
    {
        await using var host = await GatewayHost.StartAsync();
        Assert.True((await GetAsync(host, path)).Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("https://cx.example.com", "cx.example.com", true)]
    [InlineData("http://cx.example.com", "cx.example.com", false)]
    [InlineData("https://cx.example.com", "localhost", false)]
    public async Task Https_PublicAddress_IsKeptToAndItsCookiesAreSecure(string url, string name, bool secure)
    {
        await using var host = await GatewayHost.StartAsync(("Mode", "Cluster"), ("Access:OpenOnPurpose", "true"), ("Access:PublicUrl", url));
        var (_, _, response) = await host.SendAsync(HttpMethod.Post, "/v1/me/switch", "{\"account\":\"operator\"}", headers: ("Host", name));
        Assert.Equal(secure, response.Headers.Contains("Strict-Transport-Security"));
        Assert.Equal(url.StartsWith("https", StringComparison.Ordinal), string.Join(';', response.Headers.GetValues("Set-Cookie")).Contains("secure", StringComparison.OrdinalIgnoreCase));
    }
}
