using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Addresses that answered 410 Gone.</summary>
public abstract class WebhookEndpointSuite : StoreSuite
{
    private IWebhookEndpoints Endpoints => Store.Services.GetRequiredService<IWebhookEndpoints>();

    [Fact]
    public async Task Disable_Address_IsOnceAndAuditedUntilItIsEnabled()
    {
        var disable = new AuditEntry { By = "webhooks", Action = AuditActions.EndpointDisabled, Id = "https://a.example/x" };
        Assert.True(await Endpoints.DisableAsync("https://a.example/x", "410 Gone", disable, None));
        Assert.False(await Endpoints.DisableAsync("https://a.example/x", "410 Gone again", disable, None));

        var disabled = Assert.Single(await Endpoints.ListAsync(None));
        Assert.Equal(new DisabledEndpoint { Url = "https://a.example/x", DisabledAt = Store.Clock.GetUtcNow(), Reason = "410 Gone" }, disabled);
        Assert.Equal(disabled, await Endpoints.FindAsync("https://a.example/x", None));
        Assert.Null(await Endpoints.FindAsync("https://a.example/y", None));

        var enable = disable with { By = "olga", Action = AuditActions.EndpointEnabled };
        Assert.True(await Endpoints.EnableAsync("https://a.example/x", enable, None));
        Assert.False(await Endpoints.EnableAsync("https://a.example/x", enable, None));
        Assert.Empty(await Endpoints.ListAsync(None));
        Assert.Equal(["olga", "webhooks"], (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Select(e => e.By));
    }
}
