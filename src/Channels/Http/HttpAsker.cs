using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Asks another system by a request that a document describes, within bounds of time and size. What it says of a failure holds no secret.</summary>
public sealed class HttpAsker : IDisposable
{
    private readonly SignedRequests _requests;
    private readonly IHttpClientFactory _clients;
    private readonly TimeSpan _timeout;
    private readonly int _bytesMax;
    private readonly TimeProvider _clock;

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
        _requests = new SignedRequests(request, query, auth, clients, clock);
        _clients = clients;
        _timeout = timeout;
        _bytesMax = bytesMax;
        _clock = clock;
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
            var request = _requests.Prepare(values, instead);
            host = request.Url.Host;
            await _requests.SignAsync(request, values, both.Token);
            using var http = SignedRequests.Message(request);
            using var client = _clients.CreateClient(ProviderHttp.ClientName);
            using var response = await client.SendAsync(http, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if ((int)response.StatusCode == 401)
            {
                _requests.Forget();
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

    public void Dispose() => _requests.Dispose();

    private async Task<AskedAnswer> ReadAsync(HttpResponseMessage response, PreparedRequest request, SecretMask mask, CancellationToken cancellationToken)
    {
        var headers = SignedRequests.HeadersOf(response);
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
