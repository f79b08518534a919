using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;
using MimeKit;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>A gateway whose e-mails arrive in its own mailbox, with links that lead through it.</summary>
public sealed class MessageStoryFixture : BrowserFixture
{
    private const string Connection =
        """
        kind: connection
        id: shop-mail
        name: Shop mail
        channel: email
        provider: mailbox
        settings: {from: Shop <shop@shop.example>}
        """;

    private static readonly TimeSpan ArrivesWithin = TimeSpan.FromMinutes(1);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (Requires.Chromium() is null)
        {
            await PublishAsync(("shop-mail.yaml", Connection));
        }
    }

    private protected override Task<GatewayProcess> StartGatewayAsync()
    {
        var address = ProductProcess.FreeAddress();
        return GatewayProcess.NewAsync(address, arguments: [$"--Mailbox:Port={Ports.Free()}", $"--Links:PublicAddress={address}", "--Links:Name=Shop"]);
    }

    /// <summary>Somebody whom offers by e-mail may be sent to.</summary>
    internal async Task KnownAsync(string customer, string name, string language)
    {
        await SendAsync(customer, "customer.updated", $$$"""
            "attributes":{"name":"{{{name}}}","email":"{{{customer}}}@customers.example","language":"{{{language}}}","consent":{"email":true}}
            """);
        await Waiting.UntilAsync(
            async () =>
            {
                using var found = await Gateway.Http.GetAsync(new Uri($"/v1/customers/{customer}", UriKind.Relative));
                return found.IsSuccessStatusCode;
            },
            ArrivesWithin,
            () => $"{customer} to be known");
    }

    /// <summary>The newest e-mail to a customer, as it came.</summary>
    internal async Task<MimeMessage> MailToAsync(string customer)
    {
        long? id = null;
        await Waiting.UntilAsync(
            async () =>
            {
                var mail = await Gateway.Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/mailbox?to={customer}@customers.example", UriKind.Relative));
                id = mail.GetProperty("items").EnumerateArray().Select(i => (long?)i.GetProperty("id").GetInt64()).FirstOrDefault();
                return id is not null;
            },
            ArrivesWithin,
            () => $"an e-mail to {customer}");
        await using var source = await Gateway.Http.GetStreamAsync(new Uri($"/v1/mailbox/{id}/source", UriKind.Relative));
        return await MimeMessage.LoadAsync(source, TestContext.Current.CancellationToken);
    }
}
