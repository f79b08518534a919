using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CxOrchestrator.Cli.Tests.Send;

/// <summary>Answers a batch of touchpoints as it is told to, and keeps the ids that it accepted.</summary>
internal sealed class ScriptedGateway(Func<JsonElement[], HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<string> Accepted { get; } = [];

    /// <summary>As a gateway does: touchpoints without a time are refused.</summary>
    public static HttpResponseMessage ByTime(JsonElement[] items)
    {
        var results = items.Select((item, index) => item.TryGetProperty("at", out _)
            ? (object)new { index, status = "accepted" }
            : new { index, status = "refused", problems = new[] { new { pointer = "/at", detail = "is missing" } } });
        var accepted = items.Count(i => i.TryGetProperty("at", out _));
        var all = new { accepted, refused = items.Length - accepted, results };
        return accepted > 0
            ? Text(HttpStatusCode.Accepted, JsonSerializer.Serialize(all), "application/json")
            : Text(HttpStatusCode.BadRequest, JsonSerializer.Serialize(new { type = "urn:cx:problem:none-accepted", detail = "Each has something wrong.", results = all }), "application/problem+json");
    }

    public static HttpResponseMessage Text(HttpStatusCode status, string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return new HttpResponseMessage(status) { Content = content };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var items = JsonSerializer.Deserialize<JsonElement[]>(await request.Content!.ReadAsByteArrayAsync(cancellationToken))!;
        var told = answer(items);
        if (told.StatusCode == HttpStatusCode.Accepted)
        {
            Accepted.AddRange(items.Where(i => i.TryGetProperty("at", out _)).Select(i => i.GetProperty("id").GetString()!));
        }

        return told;
    }
}
