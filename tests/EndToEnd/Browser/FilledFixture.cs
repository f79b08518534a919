using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>A gateway that has something to show on every page.</summary>
public sealed class FilledFixture : BrowserFixture
{
    public const string Pool = "spring-10";
    public const string Draft = "monday-voucher";

    private const string DraftText =
        """
        kind: policy
        id: monday-voucher
        name: A voucher on Mondays
        on:
          - schedule: {segment: loyal, at: "09:00", weekdays: [monday, thursday]}
          - touchpoint: review.submitted
        do:
          - offer: {channel: email, offer: voucher, amount: 10, currency: EUR, validFor: 30 days, codes: spring-10, text: "Hello {customer.name|there}, ten euros off: {offer.code}"}
          - callback: {queue: recovery, reason: "{customer.name|The customer} may have questions"}
        """;

    private static readonly TimeSpan DoneWithin = TimeSpan.FromSeconds(120);

    /// <summary>Id of a backtest that is done.</summary>
    internal string Backtest { get; private set; } = "";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        if (Requires.Chromium() is not null)
        {
            return;
        }

        await AddCodesAsync(Pool, "SPRING-A", "SPRING-B", "SPRING-C");
        await UnhappyAsync("filled", "Fiona Filled");
        await UnhappyAsync("stranger", "Stan Stranger");
        using (var saved = await Gateway.Http.PutAsJsonAsync(new Uri($"/v1/documents/policy/{Draft}/draft", UriKind.Relative), new { text = DraftText }))
        {
            Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        }

        Backtest = await TriedAsync();
    }

    private async Task<string> TriedAsync()
    {
        using var started = await Gateway.Http.PostAsJsonAsync(new Uri("/v1/backtests", UriKind.Relative), new { documents = new[] { new { kind = "policy", id = Draft } } });
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var said = "";
        await Waiting.UntilAsync(
            async () =>
            {
                var backtest = await Gateway.Http.GetFromJsonAsync<JsonElement>(new Uri($"/v1/backtests/{id}", UriKind.Relative));
                said = backtest.GetRawText();
                return backtest.GetProperty("state").GetString() == "done";
            },
            DoneWithin,
            () => $"the backtest to be done; it said {said}");
        return id;
    }
}
