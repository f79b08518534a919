using System.Net.Http.Headers;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>
/// Sends through a provider that a document describes. What fails before the request's body is begun was not handed over and can be repeated; what
/// fails after it is uncertain, because the provider may have the message.
/// </summary>
public sealed class HttpProviderSender : IMessageSender
{
    private readonly CompiledProvider _provider;
    private readonly IReadOnlyDictionary<string, string> _secrets;
    private readonly IHttpClientFactory _clients;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly SecretMask _mask;
    private readonly AccessTokens _tokens;
    private readonly RequestSigner _signer;

    /// <param name="provider">The document.</param>
    /// <param name="settings">Of the connection.</param>
    /// <param name="secrets">Of the connection, by name.</param>
    /// <param name="clients">Have the client <see cref="ProviderHttp.ClientName"/>.</param>
    /// <param name="timeout">Longest wait for an answer; <see cref="ChannelOptions.Timeout"/>.</param>
    /// <param name="clock">For timeouts and signatures.</param>
    /// <exception cref="ArgumentException">The settings are not those of the provider; see <see cref="ConnectionSettings.Problems"/>.</exception>
    public HttpProviderSender(
        ProviderDefinition provider, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets, IHttpClientFactory clients, TimeSpan timeout, TimeProvider clock)
    {
        _provider = CompiledProvider.Of(provider, settings);
        _secrets = secrets;
        _clients = clients;
        _timeout = timeout;
        _clock = clock;
        _mask = new SecretMask(secrets.Values);
        _tokens = new AccessTokens(clients, clock);
        _signer = new RequestSigner(provider.Send.Auth, _tokens, clock);
    }

    public bool TakesIdempotencyKey => _provider.Definition.Send is { Idempotency: not null } or { IdempotentByBody: true };

    public bool CanBeAsked => _provider.Lookup is not null;

    public async Task<SendAnswer> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (NotEntered() is { } missing)
        {
            return new SendAnswer(SendVerdict.Retry, Text: missing, ConnectionFault: true);
        }

        var values = MessageValues.Values(message, _provider.Settings, _secrets);
        PreparedRequest request;
        try
        {
            request = RequestFactory.Send(_provider, values);
        }
        catch (TemplateFailedException failed)
        {
            var isOfConnection = _provider.Send.IsOfConnection && failed.Message.StartsWith("the address", StringComparison.Ordinal);
            return new SendAnswer(isOfConnection ? SendVerdict.Retry : SendVerdict.Never, Text: Said(failed.Message), ConnectionFault: isOfConnection);
        }

        var (answer, failure) = await ExchangeAsync(request, values, cancellationToken);
        return failure ?? _provider.Answer.Of(answer!, _mask);
    }

    public async Task<SendAnswer?> AskAsync(string id, CancellationToken cancellationToken)
    {
        if (_provider.Lookup is not { } lookup)
        {
            return null;
        }

        var (answer, _) = await PlainAsync(lookup, id, cancellationToken);
        return answer is null ? null : _provider.Answer.OfLookup(answer, _mask);
    }

    public async Task<ConnectionTest> TestAsync(CancellationToken cancellationToken)
    {
        if (NotEntered() is { } missing)
        {
            return new ConnectionTest(false, $"{missing}.");
        }

        // Without a test of its own: any answer shows that the address, its name and its certificate are right.
        var (answer, failure) = await PlainAsync(_provider.Test, id: "", cancellationToken);
        return failure is not null ? new ConnectionTest(false, $"{failure.Text}.")
            : _provider.Test is not null ? _provider.Answer.OfTest(answer!, _mask)
            : new ConnectionTest(true, $"The address of {_provider.Definition.Name} answers. The secrets were not tried: that needs a message.");
    }

    public ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        return ValueTask.CompletedTask;
    }

    private string? NotEntered()
    {
        var missing = _provider.Definition.Secrets.Where(s => s.Required && string.IsNullOrWhiteSpace(_secrets.GetValueOrDefault(s.Name))).Select(s => s.Label).ToList();
        return missing.Count == 0 ? null : $"{string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} not entered";
    }

    private async Task<(ReceivedAnswer? Answer, SendAnswer? Failure)> PlainAsync(RequestTexts? texts, string id, CancellationToken cancellationToken)
    {
        var values = new ProviderValues { Message = new Dictionary<string, string>(StringComparer.Ordinal) { ["id"] = id }, Settings = _provider.Settings, Secrets = _secrets };
        try
        {
            var request = texts is not null
                ? RequestFactory.Plain(texts, values)
                : new PreparedRequest { Method = HttpMethod.Head, Url = new Uri(_provider.Send.Url.FillUrl(values).GetLeftPart(UriPartial.Authority)) };
            return await ExchangeAsync(request, texts is null ? null : values, cancellationToken);
        }
        catch (TemplateFailedException failed)
        {
            return (null, new SendAnswer(SendVerdict.Retry, Text: Said(failed.Message), ConnectionFault: true));
        }
    }

    /// <param name="request">Filled in.</param>
    /// <param name="values">What it is signed with; null: it is not signed.</param>
    /// <param name="cancellationToken">Ends it, before anything was handed over by an exception.</param>
    private async Task<(ReceivedAnswer? Answer, SendAnswer? Failure)> ExchangeAsync(PreparedRequest request, ProviderValues? values, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var content = new ObservedContent(request.Body ?? [], request.ContentType);
        var sending = false;
        try
        {
            if (values is not null)
            {
                await _signer.SignAsync(request, values, both.Token);
            }

            using var http = Message(request, content);
            using var client = _clients.CreateClient(ProviderHttp.ClientName);
            sending = true;
            using var response = await client.SendAsync(http, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var answer = await ReceivedAnswer.ReadAsync(response, _clock.GetUtcNow(), both.Token);
            if (answer.Status == 401)
            {
                _tokens.Forget();
            }

            return (answer, null);
        }
        catch (TemplateFailedException failed)
        {
            return (null, new SendAnswer(SendVerdict.Retry, Text: Said(failed.Message), ConnectionFault: true));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested || (sending && HandedOver(request, content)))
        {
            return (null, sending && HandedOver(request, content)
                ? new SendAnswer(SendVerdict.Uncertain, Text: $"{request.Url.Host} did not answer in time")
                : new SendAnswer(SendVerdict.Retry, Text: $"{request.Url.Host} could not be connected to in time", ConnectionFault: true));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return (null, Lost(request, content, lost));
        }
    }

    private static SendAnswer Lost(PreparedRequest request, ObservedContent content, Exception lost)
    {
        var error = (lost as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        if (ProviderFailures.IsForbidden(lost))
        {
            return new SendAnswer(SendVerdict.Retry, Text: ProviderFailures.Of(request.Url.Host, lost), ConnectionFault: true);
        }

        var neverReached = error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
        return neverReached || !HandedOver(request, content)
            ? new SendAnswer(SendVerdict.Retry, Text: ProviderFailures.Of(request.Url.Host, lost), ConnectionFault: true)
            : new SendAnswer(SendVerdict.Uncertain, Text: $"{request.Url.Host} broke the connection off before it answered");
    }

    // Without a body the request as a whole may be on its way as soon as it is begun.
    private static bool HandedOver(PreparedRequest request, ObservedContent content) => request.Body is null || content.Begun;

    private static HttpRequestMessage Message(PreparedRequest request, ObservedContent content)
    {
        var http = new HttpRequestMessage(request.Method, request.Url)
        {
            Content = request.Body is null ? null : content,
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        foreach (var (name, value) in request.Headers)
        {
            http.Headers.TryAddWithoutValidation(name, value);
        }

        if (!http.Headers.Contains("Accept"))
        {
            http.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        }

        if (!http.Headers.Contains("User-Agent"))
        {
            http.Headers.UserAgent.Add(new ProductInfoHeaderValue("CxOrchestrator", null));
        }

        return http;
    }

    private string Said(string text) => CompiledAnswer.Line(_mask.Of(text));
}
