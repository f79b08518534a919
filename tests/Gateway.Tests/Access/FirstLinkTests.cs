using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>The link that the first start prints.</summary>
public sealed class FirstLinkTests
{
    private const string Password = "correct horse battery";

    private static Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(("Access:SignIn", "Accounts"), ("Access:PublicUrl", "http://127.0.0.1:5080"));

    private static async Task<string> LinkAsync(GatewayHost host)
    {
        var owner = await host.Get<IAccountStore>().GetAsync("owner", TestContext.Current.CancellationToken);
        return new Uri(host.Get<FirstLinks>().Make(owner!)).PathAndQuery;
    }

    private static async Task<int> ChooseAsync(GatewayHost host, string link, string password, string again)
    {
        using var form = new FormUrlEncodedContent([new("password", password), new("again", again)]);
        using var response = await host.Client.PostAsync(new Uri(link, UriKind.Relative), form, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    [Fact]
    public async Task Link_Used_SignsInWithTheChosenPasswordAndWorksOnce()
    {
        await using var host = await StartAsync();
        var link = await LinkAsync(host);
        using (var page = await host.Client.GetAsync(new Uri(link, UriKind.Relative), TestContext.Current.CancellationToken))
        {
            Assert.Equal(200, (int)page.StatusCode);
        }

        Assert.Equal(400, await ChooseAsync(host, link, "short", "short"));
        Assert.Equal(400, await ChooseAsync(host, link, Password, Password + "x"));
        await ChooseAsync(host, link, Password, Password);
        Assert.Equal("owner", (await host.GetAsync("/v1/me")).Json.GetProperty("name").GetString());
        Assert.Equal(403, await ChooseAsync(host, link, Password, Password));
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", $$"""{"account":"owner","password":"{{Password}}"}""")).Status);
    }

    [Fact]
    public async Task Link_OfAnotherOrigin_IsRefused()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, await LinkAsync(host)) { Content = new FormUrlEncodedContent([new("password", Password), new("again", Password)]) };
        request.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/sign-in/first")]
    [InlineData("/sign-in/first?token=")]
    [InlineData("/sign-in/first?token=guessed")]
    public async Task Link_Guessed_IsRefused(string link)
    {
        await using var host = await StartAsync();
        Assert.Equal(403, await ChooseAsync(host, link, Password, Password));
    }

    [Fact]
    public async Task Link_AfterTheAccountChanged_IsRefused()
    {
        await using var host = await StartAsync();
        var link = await LinkAsync(host);
        var store = host.Get<IAccountStore>();
        var owner = (await store.GetAsync("owner", TestContext.Current.CancellationToken))!;
        await store.PutAsync(owner with { DisplayName = "Ann" }, owner.Version, new AuditEntry { By = "test", Action = AuditActions.AccountChanged }, TestContext.Current.CancellationToken);
        Assert.Equal(403, await ChooseAsync(host, link, Password, Password));
    }
}
