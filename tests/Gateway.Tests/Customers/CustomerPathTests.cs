using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Gateway.Tests.Customers;

public sealed class CustomerPathTests
{
    [Theory]
    [InlineData(".", "~.")]
    [InlineData("..", "~..")]
    [InlineData("~.", "~~.")]
    [InlineData("~~..", "~~~..")]
    [InlineData("...", "...")]
    [InlineData("~", "~")]
    [InlineData("~a.", "~a.")]
    [InlineData("ann/b c", "ann%2Fb%20c")]
    public void Of_AnyId_ReadsBackAndSurvivesAnAddress(string id, string segment)
    {
        Assert.Equal(segment, CustomerPath.Of(id));
        Assert.Equal(id, CustomerPath.Read(Uri.UnescapeDataString(CustomerPath.Of(id))));
        Assert.EndsWith($"/customers/{segment}", new Uri($"http://localhost/v1/customers/{segment}").AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("~..")]
    public async Task Customer_WithAnIdOfDots_IsShown(string id)
    {
        await using var host = await GatewayHost.StartAsync();
        host.Store.Put(States.Unhappy(id), atRisk: false);

        var (status, json, _) = await host.GetAsync($"/v1/customers/{CustomerPath.Of(id)}");

        Assert.Equal((200, id), (status, json.GetProperty("customer").GetString()));
    }
}
