using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Faults.Sending;

/// <summary>Customers each of whom gets one message, and what the product says became of it.</summary>
internal static class Parcels
{
    private const int BatchMax = 250;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Breaks the parcels of <paramref name="count"/> customers, who have addresses.</summary>
    public static async Task BreakAsync(HttpClient gateway, int count)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        foreach (var batch in Enumerable.Range(0, count).Chunk(BatchMax))
        {
            var lines = batch.SelectMany(i => (string[])
            [
                $$$"""{"id":"u{{{i}}}","type":"customer.updated","customer":"c-{{{i}}}","at":"{{{at}}}","source":"parcels","attributes":{"email":"c-{{{i}}}@example.com"}}""",
                $$$"""{"id":"b{{{i}}}","type":"parcel.broken","customer":"c-{{{i}}}","at":"{{{at}}}","source":"parcels"}""",
            ]);
            using var content = new StringContent($"[{string.Join(',', lines)}]", Encoding.UTF8, "application/json");
            using var answer = await gateway.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }
    }

    /// <summary>Actions with this status.</summary>
    public static async Task<List<ActionView>> ActionsAsync(HttpClient gateway, string status)
    {
        var all = new List<ActionView>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await gateway.GetFromJsonAsync<Page<ActionView>>($"/v1/actions?status={status}&limit=200{next}", Json);
            all.AddRange(page!.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>Waits until <paramref name="count"/> messages are final. Returns the delivered ones and the unknown ones.</summary>
    public static async Task<(List<ActionView> Delivered, List<ActionView> Unknown)> RestAsync(HttpClient gateway, int count, TimeSpan within)
    {
        List<ActionView> delivered = [], unknown = [];
        await Waiting.UntilAsync(
            async () =>
            {
                (delivered, unknown) = (await ActionsAsync(gateway, "delivered"), await ActionsAsync(gateway, "unknown"));
                return delivered.Count + unknown.Count >= count;
            },
            within,
            () => $"{count} messages to be sent: {delivered.Count} delivered, {unknown.Count} unknown");
        return (delivered, unknown);
    }
}
