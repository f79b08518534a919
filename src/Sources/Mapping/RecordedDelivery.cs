using System.Text;
using System.Text.Json;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>
/// Deliveries as people have them: the body alone, an object with <c>headers</c> and <c>body</c>, or a request as HTTP writes it. Never throws on what
/// is pasted.
/// </summary>
public static class RecordedDelivery
{
    private static readonly Uri Address = new("https://source.invalid/");

    /// <param name="text">What was pasted.</param>
    /// <param name="headers">Further headers; they count before those in the text.</param>
    public static WebhookRequest Of(string text, IEnumerable<KeyValuePair<string, string>> headers)
    {
        if (Wrapped(text) is { } wrapped)
        {
            return wrapped with { Headers = WithType([.. headers, .. wrapped.Headers]) };
        }

        var recorded = RecordedHttp.Request(text);
        return new WebhookRequest
        {
            Method = recorded.Method,
            Url = new UriBuilder(Address) { Query = recorded.Query }.Uri,
            Headers = WithType([.. headers, .. recorded.Headers]),
            Body = Encoding.UTF8.GetBytes(recorded.Body),
        };
    }

    /// <summary>What the events are enriched with: <c>enriched</c> beside <c>headers</c> and <c>body</c>; null where it is not there.</summary>
    public static QueryDocument? Enriched(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("headers", out _) && root.TryGetProperty("body", out _) && root.TryGetProperty("enriched", out var enriched)
                ? QueryDocument.Json(enriched.GetRawText())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static WebhookRequest? Wrapped(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("headers", out var headers) || headers.ValueKind != JsonValueKind.Object || !root.TryGetProperty("body", out var body))
            {
                return null;
            }

            var query = root.TryGetProperty("query", out var given) && given.ValueKind == JsonValueKind.Object
                ? string.Join('&', given.EnumerateObject().Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value.ToString())}"))
                : "";
            return new WebhookRequest
            {
                Method = root.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String ? method.GetString()! : "POST",
                Url = new UriBuilder(Address) { Query = query }.Uri,
                Headers = [.. headers.EnumerateObject().Select(h => KeyValuePair.Create(h.Name, h.Value.ToString()))],
                Body = Encoding.UTF8.GetBytes(body.ValueKind == JsonValueKind.String ? body.GetString()! : body.GetRawText()),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<KeyValuePair<string, string>> WithType(List<KeyValuePair<string, string>> headers) =>
        headers.Any(h => h.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) ? headers : [.. headers, new("Content-Type", "application/json")];
}
