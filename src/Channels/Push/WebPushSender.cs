using System.Net;
using System.Text.Json;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Sending;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace CxOrchestrator.Channels.Push;

/// <summary>
/// Sends notifications to browsers through their push services. The content is encrypted for the browser (RFC 8291) and says
/// <c>{"id", "title", "body", "values"}</c>, with <c>"link"</c> and <c>"image"</c> where the message has them; a message that is sent again replaces the one that still waits, by its topic.
/// </summary>
internal sealed class WebPushSender : IMessageSender
{
    /// <summary>Longest content, in bytes: RFC 8291 lets every push service take 4,096 with what encryption adds.</summary>
    private const int ContentBytesMax = 3_993;

    /// <summary>Longest topic, in characters (RFC 8030, 5.4).</summary>
    private const int TopicLengthMax = 32;

    /// <summary>When one push service is asked again that cannot be reached or is busy: it says nothing of the others.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly WebPushSettings _settings;
    private readonly IHttpClientFactory _clients;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly VapidAuthentication _authentication;

    public WebPushSender(WebPushSettings settings, IHttpClientFactory clients, TimeSpan timeout, TimeProvider clock)
    {
        (_settings, _clients, _timeout, _clock) = (settings, clients, timeout, clock);
        _authentication = new VapidAuthentication(settings.Key.Public, settings.Key.Private) { Subject = settings.Subject };
    }

    public bool TakesIdempotencyKey => false;

    public bool CanBeAsked => false;

    public async Task<SendAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (WebPushTarget.Read(message.To) is not var (subscription, endpoint))
        {
            return new SendAnswer(SendVerdict.Never, Text: "The customer's token is no subscription of a browser: it is JSON with endpoint and keys.");
        }

        if (!_settings.Reaches(endpoint))
        {
            return new SendAnswer(SendVerdict.Never, Text: $"{endpoint.Host} is no push service that this connection sends to; add it under 'hosts' if it is one.");
        }

        var content = Content(message);
        if (content.Length > ContentBytesMax)
        {
            return new SendAnswer(SendVerdict.Never, Text: $"The notification has {content.Length:N0} bytes; push services take {ContentBytesMax:N0}. Shorten the text.");
        }

        return await SendAsync(message, subscription, endpoint, content, cancellationToken);
    }

    public Task<SendAnswer?> AskAsync(string id, CancellationToken cancellationToken) => Task.FromResult<SendAnswer?>(null);

    public Task<ConnectionTest> TestAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ConnectionTest(true, $"The key is right. Browsers subscribe with its public key: {_settings.Key.Public}"));

    public ValueTask DisposeAsync()
    {
        _authentication.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<SendAnswer> SendAsync(OutgoingMessage message, PushSubscription subscription, Uri endpoint, byte[] content, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var client = _clients.CreateClient(ProviderHttp.ClientName);
        using var body = new ByteArrayContent(content);
        var push = new PushMessage(body)
        {
            TimeToLive = _settings.TimeToLive,
            Urgency = _settings.Urgency,
            Topic = message.Id.Length <= TopicLengthMax ? message.Id : message.Id[..TopicLengthMax],
        };
        try
        {
            await new PushServiceClient(client) { AutoRetryAfter = false }.RequestPushMessageDeliveryAsync(subscription, push, _authentication, VapidAuthenticationScheme.Vapid, both.Token);
            return new SendAnswer(SendVerdict.Accepted, Text: $"{endpoint.Host} took it.");
        }
        catch (PushServiceClientException refused)
        {
            return Refused(endpoint, refused);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new SendAnswer(SendVerdict.Uncertain, Text: $"{endpoint.Host} did not answer in time");
        }
        catch (HttpRequestException lost)
        {
            return lost.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                || lost.InnerException is ForbiddenAddressException
                ? new SendAnswer(SendVerdict.Retry, Text: $"{endpoint.Host} cannot be reached", RetryAfter: AskAgainAfter)
                : new SendAnswer(SendVerdict.Uncertain, Text: $"{endpoint.Host} broke the connection off before it answered");
        }
    }

    // RFC 8030, 7.3 and 8292, 4.2: 404 and 410 say that the subscription is gone, 401 and 403 that the key is not accepted.
    private SendAnswer Refused(Uri endpoint, PushServiceClientException refused)
    {
        var text = $"{endpoint.Host} answered {(int)refused.StatusCode}{(string.IsNullOrWhiteSpace(refused.Body) ? "" : $": {CompiledAnswer.Line(refused.Body)}")}";
        return refused.StatusCode switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new SendAnswer(SendVerdict.Never, Text: $"{text}. The browser is not subscribed any more.", AddressFault: true),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new SendAnswer(SendVerdict.Retry, Text: $"{text}. The browser may have subscribed with another key.", RetryAfter: AskAgainAfter),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new SendAnswer(SendVerdict.Retry, Text: text, RetryAfter: refused.Headers?.RetryAfter is { } after ? Wait(after) : AskAgainAfter),
            >= HttpStatusCode.InternalServerError => new SendAnswer(SendVerdict.Uncertain, Text: text),
            _ => new SendAnswer(SendVerdict.Never, Text: text),
        };
    }

    private TimeSpan Wait(System.Net.Http.Headers.RetryConditionHeaderValue after)
    {
        var wait = after.Delta ?? (after.Date - _clock.GetUtcNow()) ?? AskAgainAfter;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static byte[] Content(OutgoingMessage message)
    {
        var content = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["id"] = message.Id,
            ["title"] = message.Subject ?? "",
            ["body"] = message.Text,
            ["values"] = message.Values.ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal),
        };
        foreach (var (name, value) in ((string, string?)[])[("link", message.Link), ("image", message.Image)])
        {
            if (value is not null)
            {
                content[name] = value;
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(content);
    }
}
