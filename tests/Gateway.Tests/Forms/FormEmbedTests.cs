namespace CxOrchestrator.Gateway.Tests.Forms;

public sealed class FormEmbedTests
{
    [Fact]
    public async Task Page_OriginsAreListed_MayBeFramedByThemAlone()
    {
        await using var host = await FormHost.StartAsync(("InApp:Origins:0", "https://shop.example"), ("InApp:Origins:1", "https://app.example:8443"));
        foreach (var response in new[] { (await host.Public.GetAsync(host.Address())).Response, (await host.Public.GetAsync("/f/none")).Response })
        {
            Assert.Contains("frame-ancestors https://shop.example https://app.example:8443", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("X-Frame-Options"));
        }

        // What customers see elsewhere is framed by nobody.
        var preferences = (await host.Public.GetAsync("/p/none")).Response;
        Assert.Contains("frame-ancestors 'none'", preferences.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_InAFrame_HasTheOneScriptThatItsPolicyNames()
    {
        await using var host = await FormHost.StartAsync();
        var (_, page, response) = await host.Public.GetAsync($"{host.Address()}?embed=1");

        var script = page[(page.IndexOf("<script>", StringComparison.Ordinal) + 8)..page.IndexOf("</script>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.EndsWith($"; script-src 'sha256-{hash}'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains(" data-done", (await host.Public.PostAsync($"{host.Address()}?embed=1", ("score", "9"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_FromAFrameOfAnotherSite_IsTaken()
    {
        await using var host = await FormHost.StartAsync(("InApp:Origins:0", "https://shop.example"));
        using var fields = new FormUrlEncodedContent([KeyValuePair.Create("score", "9")]);
        var (status, _, _) = await host.Public.SendAsync(HttpMethod.Post, $"{host.Address()}?embed=1", fields, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://shop.example"));

        Assert.Equal(200, status);
        Assert.Single(host.Log);
    }

    [Fact]
    public async Task Script_IsServedToEverySite()
    {
        await using var host = await FormHost.StartAsync();
        var (status, text, response) = await host.Public.GetAsync("/f/embed.js", ("Sec-Fetch-Site", "cross-site"));

        Assert.Equal(200, status);
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("cross-origin", response.Headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Contains("data-cx-form", text, StringComparison.Ordinal);
    }
}
