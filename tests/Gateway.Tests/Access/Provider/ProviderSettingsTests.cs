using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>What the settings of the provider may be.</summary>
public sealed class ProviderSettingsTests
{
    [Fact]
    public async Task NoProvider_HasNoButtonAndNoEndpoints()
    {
        await using var host = await GatewayHost.StartAsync(("Access:SignIn", "Accounts"));
        Assert.DoesNotContain("/sign-in/provider", await host.Client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(404, (await host.GetAsync("/sign-in/provider")).Status);
        Assert.Equal(404, (await host.GetAsync("/sign-in/provider/callback?code=1&state=2")).Status);
    }

    [Fact]
    public async Task Label_IsWhatTheButtonSays()
    {
        await using var host = await StartAsync(("Label", "With <Example> & Co"));
        var page = await host.Client.GetStringAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains(">With &lt;Example&gt; &amp; Co</a>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"password\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authority", "", "Access:OpenIdConnect:Authority")]
    [InlineData("Authority", "id.example.com", "Access:OpenIdConnect:Authority")]
    [InlineData("Authority", "http://id.example.com", "Access:OpenIdConnect:Authority")]
    [InlineData("ClientId", "", "Access:OpenIdConnect:ClientId")]
    [InlineData("NameClaim", " ", "Access:OpenIdConnect:NameClaim")]
    [InlineData("RoleClaim", "", "Access:OpenIdConnect:RoleClaim")]
    [InlineData("Label", "", "Access:OpenIdConnect:Label")]
    [InlineData("Scopes", "profile", "Access:OpenIdConnect:Scopes")]
    [InlineData("PublicUrl", "https://cx.example.com/base", "Access:OpenIdConnect:PublicUrl")]
    [InlineData("Roles:king:0", "x", "Access:OpenIdConnect:Roles:king")]
    [InlineData("Roles:marketer:0", "", "Access:OpenIdConnect:Roles:marketer")]
    [InlineData("Access:SignIn", "Open", "Access:SignIn")]
    public async Task Start_WrongSetting_NamesIt(string name, string value, string named)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((name, value)));
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NeitherProviderNorLocalAccounts_NamesTheSetting()
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayHost.StartAsync(("Access:OpenIdConnect:LocalAccounts", "false")));
        Assert.Contains("Access:OpenIdConnect:LocalAccounts", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ProviderThatIsNotThereYet_IsNoFault()
    {
        await using var host = await StartAsync();
        Assert.Equal(200, (await host.GetAsync("/health/live")).Status);
    }

    private static Task<GatewayHost> StartAsync(params (string Name, string Value)[] settings) => GatewayHost.StartAsync(
    [
        ("Access:SignIn", "Accounts"),
        ("Access:OpenIdConnect:Authority", "https://id.example.com/realms/shop"),
        ("Access:OpenIdConnect:ClientId", "cx"),
        .. settings.Select(s => (s.Name.StartsWith("Access:", StringComparison.Ordinal) ? s.Name : $"Access:OpenIdConnect:{s.Name}", s.Value)),
    ]);
}
