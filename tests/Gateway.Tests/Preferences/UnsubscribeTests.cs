using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Tests.Links;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Tests.Preferences;

public sealed class UnsubscribeTests : IAsyncLifetime
{
    private PublicHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PublicHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private string Address(bool promotion = true) => $"/u/{_host.Sign(LinkPurpose.Unsubscribe, promotion: promotion)}";

    [Fact]
    public async Task Get_Address_AsksAndUnsubscribesNobody()
    {
        var (status, text, _) = await _host.GetAsync(Address());
        Assert.Equal(200, status);
        Assert.Contains("Stop receiving offers and news by email?", text, StringComparison.Ordinal);
        Assert.Contains("<form method=\"post\">", text, StringComparison.Ordinal);
        Assert.Empty(_host.Log);
        Assert.Empty(_host.Messages.Events);
    }

    [Fact]
    public async Task Post_OneClick_TakesBackTheConsentToPromotions()
    {
        var (status, text, _) = await _host.PostAsync(Address(), ("List-Unsubscribe", "One-Click"));
        Assert.Equal(200, status);
        Assert.Contains("You are unsubscribed", text, StringComparison.Ordinal);
        var touchpoint = Assert.Single(_host.Log);
        Assert.Equal(("cx.preferences", "c1", GatewayHost.Start), (touchpoint.Identity.Source, touchpoint.Customer.Value, touchpoint.At));
        Assert.Equal(new ConsentStatement("email", "promotion", false, null), Assert.Single(ConsentStatement.Of(touchpoint)));
        var (report, customer, _) = Assert.Single(_host.Messages.Events);
        Assert.Equal((DeliveryStep.Unsubscribed, PublicHost.Action, "c1"), (report.Step, report.Action, customer.Customer.Value));
    }

    [Fact]
    public async Task Post_OfAServiceMessage_ClosesItsChannel()
    {
        Assert.Contains("Stop receiving all messages by email", (await _host.GetAsync(Address(promotion: false))).Text, StringComparison.Ordinal);
        await _host.PostAsync(Address(promotion: false), ("List-Unsubscribe", "One-Click"));
        var touchpoint = Assert.Single(_host.Log);
        Assert.Equal("channel.unsubscribed", touchpoint.Type);
        Assert.Equal(new ConsentStatement("email", null, false, null), Assert.Single(ConsentStatement.Of(touchpoint)));
    }

    [Fact]
    public async Task Post_Twice_IsOnce()
    {
        _host.Put();
        await _host.PostAsync(Address(), ("List-Unsubscribe", "One-Click"));
        await _host.PostAsync(Address(), ("List-Unsubscribe", "One-Click"));
        Assert.Single(_host.Log.Select(t => t.Identity).Distinct());
        Assert.Single(_host.Messages.Events.Select(e => e.Report.EventId).Distinct());
    }

    [Fact]
    public async Task Post_AgainAfterMoreHappened_IsAnother()
    {
        _host.Put();
        await _host.PostAsync(Address(), ("List-Unsubscribe", "One-Click"));
        _host.Host.Store.Put(CustomerState.For(new("c1")) with { Sequence = 9 }, atRisk: false);
        await _host.PostAsync(Address(), ("List-Unsubscribe", "One-Click"));
        Assert.Equal(2, _host.Log.Select(t => t.Identity).Distinct().Count());
    }

    [Fact]
    public async Task Post_BodyOfAnyForm_Unsubscribes()
    {
        using var parts = new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, Address(), parts)).Status);
        Assert.Equal(200, (await _host.SendAsync(HttpMethod.Post, Address())).Status);
        Assert.Equal(2, _host.Log.Count);
    }

    [Theory]
    [InlineData(LinkPurpose.Open)]
    [InlineData(LinkPurpose.Preferences)]
    public async Task Post_TokenOfAnotherPurpose_IsRefused(LinkPurpose purpose)
    {
        var (status, text, _) = await _host.PostAsync($"/u/{_host.Sign(purpose)}", ("List-Unsubscribe", "One-Click"));
        Assert.Equal(404, status);
        Assert.Contains("This link does not work", text, StringComparison.Ordinal);
        Assert.Empty(_host.Log);
    }

    // The token says who it is about, whatever else names a customer.
    [Fact]
    public async Task Post_ForeignToken_UnsubscribesItsOwnCustomerOnly()
    {
        var token = LinkSigner.Sign(PublicHost.Token(LinkPurpose.Unsubscribe, "c2"), new LinkKeyRing([LinkKey.Create(1)]));
        Assert.Equal(404, (await _host.PostAsync($"/u/{token}", ("List-Unsubscribe", "One-Click"))).Status);
        await _host.PostAsync($"/u/{_host.Sign(LinkPurpose.Unsubscribe, customer: "c2")}?customer=c1", ("List-Unsubscribe", "One-Click"), ("customer", "c1"));
        Assert.Equal("c2", Assert.Single(_host.Log).Customer.Value);
    }

    [Fact]
    public async Task Post_BodyBeyondItsBound_Is413() =>
        Assert.Equal(413, (await _host.PostAsync(Address(), ("List-Unsubscribe", new string('x', 20_000)))).Status);

    [Fact]
    public async Task Post_LogIsFull_SaysSoInWords()
    {
        _host.Host.Log.Fails = new LogFullException(TimeSpan.FromSeconds(1));
        var (status, text, response) = await _host.PostAsync(Address(), ("List-Unsubscribe", "One-Click"));
        Assert.Equal(503, status);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("Please try again in a moment", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de", null, "Abmelden")]
    [InlineData(null, "fr-CA, en;q=0.5", "Se désabonner")]
    [InlineData("es-MX", "de", "Darse de baja")]
    [InlineData(null, "fi, pt-BR;q=0.8", "Cancelar a subscrição")]
    [InlineData("fi", "sv", "Unsubscribe")]
    [InlineData(null, null, "Unsubscribe")]
    public async Task Page_LanguageOfTheCustomerOrTheirBrowser_IsUsed(string? language, string? accept, string title)
    {
        _host.Put(language);
        var text = (await _host.GetAsync(Address(), accept is null ? [] : [("Accept-Language", accept)])).Text;
        Assert.Contains($"<h1>{title}</h1>", text, StringComparison.Ordinal);
    }
}
