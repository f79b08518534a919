using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Posts an action to another system: JSON, signed as Standard Webhooks does it. <c>webhook-id</c> is the action's id and never changes;
/// <c>webhook-signature</c> is <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, once for each secret, separated by spaces. An
/// address that answers 410 Gone is disabled until somebody enables it again.
/// </summary>
internal sealed class WebhookChannel(
    IHttpClientFactory clients, WebhookSecret secret, IWebhookEndpoints endpoints, IOptions<WebhookOptions> options, TimeProvider clock) : IActionChannel
{
    public const string ClientName = "webhooks";

    /// <summary>Most bytes of a refusal's first line that are kept for people.</summary>
    private const int LineBytesMax = 200;

    /// <summary>The name in the audit trail for an address that disabled itself.</summary>
    private const string By = "webhooks";

    public bool Takes(DecidedAction action) => action.Kind == ActionKind.Webhook;

    public string HostOf(DecidedAction action) => Uri.TryCreate(action[ActionContent.Url], UriKind.Absolute, out var url) ? url.Authority : "?";

    public async Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(item.Action[ActionContent.Url], UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            return new ChannelResult(ChannelOutcome.Never, "The action has no valid address.");
        }

        var endpoint = Endpoint(url);
        if (await endpoints.FindAsync(endpoint, cancellationToken) is { } disabled)
        {
            return new ChannelResult(ChannelOutcome.Never, $"The endpoint is disabled since {disabled.DisabledAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {disabled.Reason}. Enable it, then retry.");
        }

        using var over = new CancellationTokenSource(options.Value.Timeout, clock);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            using var request = Request(item, url);
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var result = Result(answer, await FirstLineAsync(answer, timeout.Token));
            if (answer.StatusCode == HttpStatusCode.Gone)
            {
                var entry = new AuditEntry { By = By, Action = AuditActions.EndpointDisabled, Kind = IWebhookEndpoints.AuditKind, Id = endpoint, Detail = result.Error };
                await endpoints.DisableAsync(endpoint, result.Error ?? "410 Gone", entry, CancellationToken.None);
            }

            return result;
        }
        catch (ForbiddenAddressException forbidden)
        {
            return new ChannelResult(ChannelOutcome.Never, forbidden.Message);
        }
        catch (HttpRequestException failed) when (failed.InnerException is ForbiddenAddressException forbidden)
        {
            return new ChannelResult(ChannelOutcome.Never, forbidden.Message);
        }
        catch (HttpRequestException failed)
        {
            return new ChannelResult(ChannelOutcome.Retry, failed.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ChannelResult(ChannelOutcome.Retry, $"No answer within {options.Value.Timeout.TotalSeconds:0.#} s.");
        }
    }

    private HttpRequestMessage Request(OutboxItem item, Uri url)
    {
        var body = Body(item.Action);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", item.Action.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', secret.Keys.Select(key => $"v1,{Sign(key, item.Action.Id, timestamp, body)}")));
        request.Headers.Add("Idempotency-Key", item.Action.Id);
        return request;
    }

    internal static string Sign(byte[] key, string id, string timestamp, byte[] body) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));

    private static byte[] Body(DecidedAction action)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", action.Id);
            json.WriteString("kind", "webhook");
            json.WriteString("policy", action.Policy);
            json.WriteNumber("policyVersion", action.PolicyVersion);
            json.WriteString("customer", action.Customer.Value);
            json.WriteString("journey", action.Journey);
            json.WriteString("correlation", action.Correlation);
            json.WriteString("decidedAt", action.DecidedAt);
            json.WriteStartObject("data");
            foreach (var (name, value) in action.Content)
            {
                if (name.StartsWith(ActionContent.DataPrefix, StringComparison.Ordinal))
                {
                    json.WriteString(name[ActionContent.DataPrefix.Length..], value);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private ChannelResult Result(HttpResponseMessage answer, string line)
    {
        if (answer.IsSuccessStatusCode)
        {
            return ChannelResult.Delivered;
        }

        var error = $"{(int)answer.StatusCode} {answer.ReasonPhrase}: {line}".TrimEnd(' ', ':');
        var passing = answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests
            || (int)answer.StatusCode >= 500;
        return passing
            ? new ChannelResult(ChannelOutcome.Retry, error, RetryAfter(answer))
            : new ChannelResult(ChannelOutcome.Never, error);
    }

    /// <summary>What is disabled together: the address without user, query and fragment.</summary>
    internal static string Endpoint(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };

    // The status is the answer, whatever its body does; its first line is for people only.
    private static async Task<string> FirstLineAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            return "";
        }

        var buffer = new byte[LineBytesMax];
        var read = 0;
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            while (read < buffer.Length && !buffer.AsSpan(0, read).Contains((byte)'\n') && await body.ReadAsync(buffer.AsMemory(read), cancellationToken) is > 0 and var more)
            {
                read += more;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // What came so far.
        }

        var text = Encoding.UTF8.GetString(buffer, 0, read).TrimStart();
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return string.Concat((end < 0 ? text : text[..end]).Where(c => !char.IsControl(c))).Trim();
    }
}
