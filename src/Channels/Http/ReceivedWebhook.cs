using System.Text;
using CxOrchestrator.Definitions.Providers;
using Microsoft.AspNetCore.WebUtilities;

namespace CxOrchestrator.Channels.Http;

/// <summary>A webhook's request, taken apart.</summary>
public sealed class ReceivedWebhook
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReceivedWebhook(WebhookRequest request, IReadOnlyList<KeyValuePair<string, string>> form, QueryDocument document, bool notJson)
    {
        Request = request;
        Form = form;
        Document = document;
        NotJson = notJson;
    }

    public WebhookRequest Request { get; }

    /// <summary>Every value of every name, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form { get; }

    public QueryDocument Document { get; }

    /// <summary>The request says that its body is JSON, and it is not.</summary>
    public bool NotJson { get; }

    /// <summary>Null where it cannot be read.</summary>
    public static ReceivedWebhook? Of(WebhookRequest request) => Of(request, request.Body);

    /// <summary>Null where it cannot be read.</summary>
    /// <param name="request">With the bytes that are signed.</param>
    /// <param name="unpacked">What they are without compression.</param>
    public static ReceivedWebhook? Of(WebhookRequest request, ReadOnlyMemory<byte> unpacked)
    {
        try
        {
            var body = Strict.GetString(unpacked.Span);
            var isForm = Header(request, "Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true && !LooksLikeJson(body);
            var form = isForm ? Pairs(QueryHelpers.ParseQuery(body)) : [];
            var query = Pairs(QueryHelpers.ParseQuery(request.Url.IsAbsoluteUri ? request.Url.Query : ""));
            var document = QueryDocument.Request(request.Method, request.Headers, query, form, isForm ? "" : body, IsLines(request));
            return new ReceivedWebhook(request, form, document, document.BodyIsText && Header(request, "Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) == true);
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidDataException or FormatException)
        {
            return null;
        }
    }

    // Some libraries leave their HTTP client's own type, which is that of a form, on JSON that they packed. A form begins with a name, whose brackets are escaped.
    private static bool LooksLikeJson(string body) => body.AsSpan().TrimStart() is ['{' or '[', ..];

    // JSON per line (https://github.com/ndjson/ndjson-spec).
    private static bool IsLines(WebhookRequest request) => Header(request, "Content-Type") is { } type
        && (type.Contains("ndjson", StringComparison.OrdinalIgnoreCase) || type.Contains("jsonl", StringComparison.OrdinalIgnoreCase));

    public static string? Header(WebhookRequest request, string name)
    {
        var header = request.Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return header.Value;
    }

    private static List<KeyValuePair<string, string>> Pairs(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> values) =>
        [.. values.SelectMany(v => v.Value.Select(value => KeyValuePair.Create(v.Key, value ?? "")))];
}
