using System.Text.Json;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Touchpoints;

/// <summary>What a customer writes, from its intake to the timeline, through the whole product.</summary>
public sealed class TextReadingTests
{
    private const string Review =
        """{"id":"r-1","type":"review.submitted","customer":"ann","at":"2026-03-08T18:30:00Z","source":"shop","feedback":{"text":"My order is late and nobody answers the phone"}}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Text_SentTwice_IsReadOnceAndIsNoConflict()
    {
        await using var gateway = await EmbeddedGateway.StartAsync();
        Assert.Equal(202, await gateway.SendAsync(Review));
        var entry = (await UntilAsync(gateway, "/v1/customers/ann/timeline", text => text.Contains("review.submitted", StringComparison.Ordinal))).GetProperty("items")[0];

        var feedback = entry.GetProperty("touchpoint").GetProperty("feedback");
        Assert.Equal(feedback.GetProperty("sentiment").GetDouble(), entry.GetProperty("experience").GetDouble(), 4);
        Assert.InRange(feedback.GetProperty("sentiment").GetDouble(), -1, -0.3);
        Assert.Contains("late", feedback.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.StartsWith("en-", feedback.GetProperty("model").GetString(), StringComparison.Ordinal);

        Assert.Equal(202, await gateway.SendAsync(Review));
        var ledger = await UntilAsync(gateway, "/v1/ledger", text => JsonDocument.Parse(text).RootElement.GetProperty("duplicate").GetInt64() == 1);
        Assert.Equal(0, ledger.GetProperty("conflicting").GetInt64());
    }

    private static async Task<JsonElement> UntilAsync(EmbeddedGateway gateway, string path, Func<string, bool> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < Patience)
        {
            using var response = await gateway.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var said = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (response.IsSuccessStatusCode && holds(said))
            {
                return JsonDocument.Parse(said).RootElement;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{path} did not answer as awaited within {Patience}.");
    }
}
