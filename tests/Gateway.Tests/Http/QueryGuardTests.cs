using System.Net;
using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Tests.Http;

public sealed class QueryGuardTests
{
    [Theory]
    [InlineData("q=a%00b", "q")]
    [InlineData("limit=1&policy=a%00", "policy")]
    [InlineData("q=%", "q")]
    [InlineData("q=a%2", "q")]
    [InlineData("q=%zz", "q")]
    [InlineData("q=%ff", "q")]
    [InlineData("q=%C3", "q")]
    [InlineData("q=%ED%A0%80", "q")]
    [InlineData("%00=1", "%00")]
    public void Refusal_NoText_NamesTheParameter(string query, string name) =>
        Assert.Equal(name, Assert.Single(QueryGuard.Refusal(query)!.Errors!).Pointer);

    [Theory]
    [InlineData("")]
    [InlineData("q=J%C3%BCrgen+x&limit=10")]
    [InlineData("q=%F0%9F%98%80&empty=&flag")]
    [InlineData("q=ü")]
    [InlineData("q=100%25")]
    public void Refusal_Texts_AreFine(string query) => Assert.Null(QueryGuard.Refusal(query));

    [Theory]
    [InlineData("/v1/search?q=a%00b")]
    [InlineData("/v1/actions?policy=a%00")]
    [InlineData("/v1/audit?by=a%00")]
    [InlineData("/v1/cases?queue=a%00")]
    [InlineData("/v1/customers/c-1/decisions?policy=a%00")]
    [InlineData("/v1/search?q=%zz")]
    public async Task Get_AParameterThatIsNoText_IsRefused(string path)
    {
        await using var host = await GatewayHost.StartAsync();
        using var answer = await host.Client.GetAsync(new Uri(host.Client.BaseAddress + path[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
