using System.Text;
using CxOrchestrator.Definitions.Providers;
using Microsoft.AspNetCore.WebUtilities;

namespace CxOrchestrator.Channels.Http;

/// <summary>A webhook's request, taken apart.</summary>
internal sealed class ReceivedWebhook
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReceivedWebhook(WebhookRequest request, IReadOnlyList<KeyValuePair<string, string>> form, QueryDocument document)
    {
        Request = request;
        Form = form;
        Document = document;
    }

    public WebhookRequest Request { get; }

    /// <summary>Every value of every name, in their order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Form { get; }

    public QueryDocument Document { get; }

    /// <summary>Null where it cannot be read.</summary>
    public static ReceivedWebhook? Of(WebhookRequest request)
    {
        try
        {
            var body = Strict.GetString(request.Body.Span);
            var isForm = Header(request, "Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true;
            var form = isForm ? Pairs(QueryHelpers.ParseQuery(body)) : [];
            var query = Pairs(QueryHelpers.ParseQuery(request.Url.IsAbsoluteUri ? request.Url.Query : ""));
            return new ReceivedWebhook(request, form, QueryDocument.Request(request.Method, request.Headers, query, form, isForm ? "" : body));
        }
        catch (Exception unfit) when (unfit is ArgumentException or InvalidDataException or FormatException)
        {
            return null;
        }
    }

    public static string? Header(WebhookRequest request, string name)
    {
        var header = request.Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return header.Value;
    }

    private static List<KeyValuePair<string, string>> Pairs(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> values) =>
        [.. values.SelectMany(v => v.Value.Select(value => KeyValuePair.Create(v.Key, value ?? "")))];
}
