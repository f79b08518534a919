using System.Net;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests.Links;

public sealed class LinkEndpointTests : IAsyncLifetime
{
    private const string Target = "https://shop.example/sale?a=1&b=ü%20#top";

    private PublicHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PublicHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Link_Signed_LeadsToItsTargetAndRecordsAClick()
    {
        var (status, _, response) = await _host.GetAsync(_host.Link(Target));
        Assert.Equal(302, status);
        Assert.Equal(new Uri(Target), response.Headers.Location);
        var (report, customer, channel) = Assert.Single(_host.Messages.Events);
        Assert.Equal((DeliveryStep.Clicked, PublicHost.Action, Target, false), (report.Step, report.Action, report.Url, report.Automated));
        Assert.Equal(("c1", "email"), (customer.Customer.Value, channel));
    }

    [Fact]
    public async Task Answers_Of_EachAddress_AreKeptNowhereAndSetNoCookie()
    {
        foreach (var path in new[] { _host.Link(Target), $"/o/{_host.Sign(LinkPurpose.Open)}.gif", $"/u/{_host.Sign(LinkPurpose.Unsubscribe)}", $"/p/{_host.Sign(LinkPurpose.Preferences)}", "/l/forged?to=https://a.example", "/u/forged" })
        {
            var (_, _, response) = await _host.GetAsync(path);
            Assert.True(response.Headers.CacheControl?.NoStore, path);
            Assert.False(response.Headers.Contains("Set-Cookie"), path);
            Assert.Contains("default-src 'none'", string.Join(';', response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("noindex, nofollow", Assert.Single(response.Headers.GetValues("X-Robots-Tag")));
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https:\\\\evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://shop.example/sale\r\nSet-Cookie: a=b")]
    [InlineData("https://shop.example/sale\nLocation: https://evil.example")]
    [InlineData("https://shop.example/sale@evil.example")]
    [InlineData("")]
    public async Task Link_WithAnotherTarget_IsAPageInWords(string target)
    {
        var signed = _host.Sign(LinkPurpose.Link, "https://shop.example/sale");
        var (status, text, response) = await _host.GetAsync($"/l/{signed}?to={Uri.EscapeDataString(target)}");
        Assert.Equal(404, status);
        Assert.Null(response.Headers.Location);
        Assert.Contains("This link does not work", text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", text, StringComparison.Ordinal);
        Assert.Empty(_host.Messages.Events);
    }

    // Signed ones that are no pages of the web: a mistake of ours must not become a way out.
    [Theory]
    [InlineData("//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://shop.example/\r\nSet-Cookie: a=b")]
    [InlineData("https://good.example@evil.example/")]
    public async Task Link_SignedToNoPage_LeadsNowhere(string target)
    {
        var (status, _, response) = await _host.GetAsync(_host.Link(target));
        Assert.Equal(404, status);
        Assert.Null(response.Headers.Location);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Link_TwoTargetsOrNone_LeadsNowhere()
    {
        Assert.Equal(404, (await _host.GetAsync($"{_host.Link(Target)}&to=https://evil.example")).Status);
        Assert.Equal(404, (await _host.GetAsync($"/l/{_host.Sign(LinkPurpose.Link, Target)}")).Status);
    }

    [Theory]
    [InlineData(LinkPurpose.Open)]
    [InlineData(LinkPurpose.Unsubscribe)]
    [InlineData(LinkPurpose.Preferences)]
    public async Task Link_TokenOfAnotherPurpose_LeadsNowhere(LinkPurpose purpose) =>
        Assert.Equal(404, (await _host.GetAsync($"/l/{_host.Sign(purpose)}?to={Uri.EscapeDataString(Target)}")).Status);

    [Fact]
    public async Task Head_AnyAddress_RecordsNothing()
    {
        Assert.Equal(302, (await _host.SendAsync(HttpMethod.Head, _host.Link(Target))).Status);
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Head, $"/o/{_host.Sign(LinkPurpose.Open)}.gif")).Status);
        Assert.Empty(_host.Messages.Events);
    }

    [Fact]
    public async Task Image_Signed_RecordsAnOpenForPagesOfOtherOrigins()
    {
        var path = $"/o/{_host.Sign(LinkPurpose.Open)}.gif";
        var (status, text, response) = await _host.GetAsync(path, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image"));
        Assert.Equal(200, status);
        Assert.Equal("image/gif", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("GIF89a", text, StringComparison.Ordinal);
        Assert.Equal("cross-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Equal(DeliveryStep.Opened, Assert.Single(_host.Messages.Events).Report.Step);

        await _host.GetAsync(path);
        Assert.Single(_host.Messages.Events.Select(e => e.Report.EventId).Distinct());
    }

    [Fact]
    public async Task Image_Forged_Is404AndRecordsNothing()
    {
        Assert.Equal(404, (await _host.GetAsync($"/o/{_host.Sign(LinkPurpose.Unsubscribe)}.gif")).Status);
        Assert.Empty(_host.Messages.Events);
    }

    [Theory]
    [InlineData("User-Agent", "Mozilla/5.0")]
    [InlineData("User-Agent", "Mozilla/5.0 (via ggpht.com GoogleImageProxy)")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("X-Moz", "prefetch")]
    public async Task Visit_OfAProgram_IsRecordedAsAutomated(string header, string value)
    {
        Assert.Equal(302, (await _host.GetAsync(_host.Link(Target), (header, value))).Status);
        Assert.True(Assert.Single(_host.Messages.Events).Report.Automated);
    }

    [Fact]
    public async Task Link_AsTheMessageIsSent_IsAutomated()
    {
        _host.Host.Store.Actions.Add(States.Action(PublicHost.Action, ActionStatus.Delivered));
        await _host.GetAsync(_host.Link(Target));
        Assert.True(Assert.Single(_host.Messages.Events).Report.Automated);
    }

    [Fact]
    public async Task Links_SeveralAtOnce_AreAutomatedFromTheSecondOn()
    {
        await _host.GetAsync(_host.Link("https://shop.example/a"));
        await _host.GetAsync(_host.Link("https://shop.example/b"));
        Assert.Equal([false, true], _host.Messages.Events.Select(e => e.Report.Automated));
    }

    [Fact]
    public async Task Link_NothingCanBeRecorded_LeadsOnAllTheSame()
    {
        _host.Messages.Fails = new IOException("away");
        Assert.Equal(HttpStatusCode.Found, (await _host.GetAsync(_host.Link(Target))).Response.StatusCode);
        _host.Host.Store.Fails = new IOException("away");
        Assert.Equal(HttpStatusCode.Found, (await _host.GetAsync(_host.Link(Target))).Response.StatusCode);
    }

    [Fact]
    public async Task Address_OnAnInstallationWithSignIn_NeedsNone()
    {
        await using var host = await PublicHost.StartAsync(("Access:SignIn", "Accounts"), ("Mode", "Cluster"));
        (string, string)[] browser = [("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Site", "cross-site"), ("Host", "news.example")];
        Assert.Equal("https://shop.example/", (await host.GetAsync(host.Link("https://shop.example/"), browser)).Response.Headers.Location?.AbsoluteUri);
        Assert.Equal(200, (await host.GetAsync($"/p/{host.Sign(LinkPurpose.Preferences)}", browser)).Status);
        using var oneClick = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, $"/u/{host.Sign(LinkPurpose.Unsubscribe)}", oneClick, ("Host", "news.example"))).Status);
    }
}
