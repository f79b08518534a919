using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Contract;

/// <summary>The whole product with something to answer on every address.</summary>
public sealed class ContractGateway : IAsyncLifetime
{
    public const string Policy = "monday-voucher";

    public const string PolicyText =
        """
        kind: policy
        id: monday-voucher
        name: A voucher on Mondays
        on: {touchpoint: review.submitted}
        do:
          - offer: {channel: email, offer: voucher, amount: 10, currency: EUR, codes: spring-10, text: "Ten euros off: {offer.code}"}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private EmbeddedGateway _gateway = null!;

    public HttpClient Client => _gateway.Client;

    internal ContractDocument Document { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await EmbeddedGateway.StartAsync();
        Document = new ContractDocument(await Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        await _gateway.SendAsync(
            """
            [{"id":"c0","type":"customer.updated","customer":"ann","at":"2026-03-01T09:00:00Z","source":"crm",
              "attributes":{"name":"Ann","segment":"gold","lifetimeValue":1200,"currency":"EUR","consent":{"email":true,"phone":true}}},
             {"id":"c1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z","source":"shop","attributes":{"order":"4711","expectedBy":"2026-03-06"},"value":{"amount":120,"currency":"EUR"}},
             {"id":"c2","type":"payment.failed","customer":"ann","at":"2026-03-03T09:01:00Z","source":"shop","attributes":{"order":"4711"}},
             {"id":"c3","type":"review.submitted","customer":"ann","at":"2026-03-08T18:30:00Z","source":"shop","attributes":{"order":"4711"},"feedback":{"csat":1,"text":"Where is it?"}}]
            """);
        await UntilAsync("/v1/customers/ann/timeline", "review.submitted");
        await UntilAsync("/v1/customers/ann/decisions", "policy");
        await UntilAsync("/v1/actions", "\"id\"");
        await UntilAsync("/v1/at-risk", "ann");
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A field of the first item of a list.</summary>
    public async Task<string> FirstAsync(string path, string field)
    {
        using var list = JsonDocument.Parse(await Client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        return list.RootElement.GetProperty("items")[0].GetProperty(field).ToString();
    }

    private async Task UntilAsync(string path, string text)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var said = "";
        while (!said.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"{path} never had {text}; it says {said}");
            using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
            said = await response.Content.ReadAsStringAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
