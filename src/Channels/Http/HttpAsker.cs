using System.Collections.Immutable;
using System.Net.Http.Headers;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;
using Microsoft.AspNetCore.WebUtilities;

namespace CxOrchestrator.Channels.Http;

/// <summary>Asks another system by a request that a document describes, within bounds of time and size. What it says of a failure holds no secret.</summary>
public sealed class HttpAsker : IDisposable
{
    private readonly RequestTexts _texts;
    private readonly string _address;
    private readonly ImmutableArray<KeyValuePair<string, ProviderText>> _query;
    private readonly IHttpClientFactory _clients;
    private readonly TimeSpan _timeout;
    private readonly int _bytesMax;
    private readonly TimeProvider _clock;
    private readonly AccessTokens _tokens;
    private readonly RequestSigner _signer;

    /// <param name="request">Method, address and headers.</param>
    /// <param name="query">Parameters of the address; one that is filled with nothing is left out.</param>
    /// <param name="auth">Who asks; null: anybody.</param>
    /// <param name="clients">Have the client <see cref="ProviderHttp.ClientName"/>.</param>
    /// <param name="timeout">Longest wait for a whole answer.</param>
    /// <param name="bytesMax">Most bytes of an answer.</param>
    /// <param name="clock">For timeouts, signatures and tokens.</param>
    public HttpAsker(
        RequestDefinition request, ImmutableArray<KeyValuePair<string, string>> query, RequestAuth? auth, IHttpClientFactory clients, TimeSpan timeout, int bytesMax, TimeProvider clock)
    {
        _texts = new RequestTexts(request);
        _address = request.Url;
        _query = CompiledProvider.Named(query);
        _clients = clients;
        _timeout = timeout;
        _bytesMax = bytesMax;
        _clock = clock;
        _tokens = new AccessTokens(clients, clock);
        _signer = new RequestSigner(auth, _tokens, clock);
    }

    /// <summary>Asks once.</summary>
    /// <param name="values">What the texts are filled with.</param>
    /// <param name="instead">An address that the system named for its next page; it has to be of the same place. Null: the document's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AskedAnswer> AskAsync(ProviderValues values, string? instead, CancellationToken cancellationToken)
    {
        var mask = new SecretMask(values.Secrets.Values);
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var host = "the other system";
        try
        {
            var request = Request(values, instead);
            host = request.Url.Host;
            await _signer.SignAsync(request, values, both.Token);
            using var http = Message(request);
            using var client = _clients.CreateClient(ProviderHttp.ClientName);
            using var response = await client.SendAsync(http, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if ((int)response.StatusCode == 401)
            {
                _tokens.Forget();
            }

            return await ReadAsync(response, request, mask, both.Token);
        }
        catch (TemplateFailedException failed)
        {
            return AskedAnswer.Failed(CompiledAnswer.Line(mask.Of(failed.Message)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AskedAnswer.Failed($"{host} did not answer in time");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return AskedAnswer.Failed(ProviderFailures.Of(host, lost));
        }
    }

    public void Dispose() => _tokens.Dispose();

    private PreparedRequest Request(ProviderValues values, string? instead)
    {
        var request = RequestFactory.Plain(_texts, values);
        var url = request.Url;
        if (!IsAtPlace(url, SecretTargets.Place(_address, values.Settings.GetValueOrDefault)))
        {
            throw new TemplateFailedException("the address leads to another host than the document names");
        }

        if (instead is not null)
        {
            // The secret goes nowhere else, whatever an answer says.
            if (!Uri.TryCreate(url, instead, out var next) || next.Scheme != url.Scheme || next.Authority != url.Authority || next.UserInfo.Length > 0)
            {
                throw new TemplateFailedException("the next page is at another place than the first");
            }

            url = next;
        }
        else
        {
            url = new Uri(QueryHelpers.AddQueryString(url.AbsoluteUri, _query.Select(q => KeyValuePair.Create(q.Key, (string?)q.Value.Fill(values))).Where(q => q.Value!.Length > 0)));
        }

        var whole = new PreparedRequest { Method = request.Method, Url = url, Body = request.Body, ContentType = request.ContentType };
        whole.Headers.AddRange(request.Headers);
        return whole;
    }

    // Secrets are entered for the place that can be told from the document and the settings: what else an address is filled with does not change it. One that a secret
    // names is the administrator's own.
    private static bool IsAtPlace(Uri url, string place) =>
        place.Contains("secrets.", StringComparison.Ordinal) || (Uri.TryCreate($"{url.Scheme}://{place}", UriKind.Absolute, out var named) && named.Authority == url.Authority);

    private static HttpRequestMessage Message(PreparedRequest request)
    {
        var http = new HttpRequestMessage(request.Method, request.Url) { Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
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

    private async Task<AskedAnswer> ReadAsync(HttpResponseMessage response, PreparedRequest request, SecretMask mask, CancellationToken cancellationToken)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Select(h => KeyValuePair.Create(h.Key, string.Join(", ", h.Value))).ToImmutableArray();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            if (body.Length + read > _bytesMax)
            {
                return AskedAnswer.Failed($"{request.Url.Host} answered with more than {_bytesMax >> 20} MiB");
            }

            body.Write(chunk, 0, read);
        }

        var bytes = body.ToArray();
        var answer = ReceivedAnswer.Of((int)response.StatusCode, headers, System.Text.Encoding.UTF8.GetString(bytes), _clock.GetUtcNow());
        return response.IsSuccessStatusCode
            ? new AskedAnswer { Status = answer.Status, Document = answer.Document, RetryAfter = answer.RetryAfter, Request = new WebhookRequest { Method = request.Method.Method, Url = request.Url, Headers = headers, Body = bytes } }
            : AskedAnswer.Failed(CompiledAnswer.Line(mask.Of($"{request.Url.Host} answered {answer.StatusLine}"))) with { Status = answer.Status, RetryAfter = answer.RetryAfter };
    }
}
