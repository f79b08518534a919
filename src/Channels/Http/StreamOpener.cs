using System.Collections.Immutable;
using System.IO.Compression;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Opens a stream by a request that a document describes; each opening exchanges its own token. Throws <see cref="SystemFailedException"/> where it cannot.</summary>
public sealed class StreamOpener : IDisposable
{
    private const int RedirectsMax = 5;

    private readonly SignedRequests _requests;
    private readonly IHttpClientFactory _clients;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    /// <param name="request">Address and headers.</param>
    /// <param name="query">Parameters of the address; one that is filled with nothing is left out.</param>
    /// <param name="auth">Who asks; null: anybody.</param>
    /// <param name="clients">Have the client <see cref="ProviderHttp.ClientName"/>.</param>
    /// <param name="timeout">Longest wait until an answer begins.</param>
    /// <param name="clock">For timeouts, signatures and tokens.</param>
    public StreamOpener(RequestDefinition request, ImmutableArray<KeyValuePair<string, string>> query, RequestAuth? auth, IHttpClientFactory clients, TimeSpan timeout, TimeProvider clock)
    {
        _requests = new SignedRequests(request, query, auth, clients, clock);
        (_clients, _timeout, _clock) = (clients, timeout, clock);
    }

    /// <summary>Opens the stream, and follows redirections to the hosts that may take over.</summary>
    /// <param name="values">What the texts are filled with.</param>
    /// <param name="redirectsTo">Hosts, each with all below it.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public Task<OpenAnswer> OpenAsync(ProviderValues values, ImmutableArray<string> redirectsTo, CancellationToken cancellationToken) => WithinAsync(
        values,
        async (request, token) =>
        {
            for (var redirects = 0; ; redirects++)
            {
                using var http = SignedRequests.Message(request);
                http.Headers.AcceptEncoding.ParseAdd("gzip, deflate");
                using var client = _clients.CreateClient(ProviderHttp.ClientName);
                var response = await client.SendAsync(http, HttpCompletionOption.ResponseHeadersRead, token);
                if (response.IsSuccessStatusCode)
                {
                    return new OpenAnswer(response, request.Url, await PlainAsync(response, token));
                }

                using (response)
                {
                    request = SignedRequests.At(request, Elsewhere(request.Url, response, redirectsTo, redirects));
                }
            }
        },
        cancellationToken);

    /// <summary>The address, and the headers that say who asks, for a protocol that sends them itself.</summary>
    public Task<(Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers)> SignAsync(ProviderValues values, CancellationToken cancellationToken) => WithinAsync(
        values, (request, _) => Task.FromResult((request.Url, (IReadOnlyList<KeyValuePair<string, string>>)request.Headers)), cancellationToken);

    /// <summary>A text of the document, filled in.</summary>
    public static string Fill(string text, ProviderValues values)
    {
        try
        {
            return CompiledProvider.Text(text).Fill(values);
        }
        catch (TemplateFailedException failed)
        {
            throw new SystemFailedException(CompiledAnswer.Line(new SecretMask(values.Secrets.Values).Of(failed.Message)));
        }
    }

    public void Dispose() => _requests.Dispose();

    /// <summary>A failure in words that hold no secret; null where it is none of the network's.</summary>
    public static SystemFailedException? Failure(string host, Exception failure) =>
        failure is SystemFailedException said ? said : failure is HttpRequestException or IOException ? new SystemFailedException(ProviderFailures.Of(host, failure)) : null;

    private async Task<T> WithinAsync<T>(ProviderValues values, Func<PreparedRequest, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var mask = new SecretMask(values.Secrets.Values);
        using var timeout = new CancellationTokenSource(_timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var host = "the other system";
        try
        {
            var request = _requests.Prepare(values, null);
            host = request.Url.Host;
            await _requests.SignAsync(request, values, both.Token);
            return await work(request, both.Token);
        }
        catch (TemplateFailedException failed)
        {
            throw new SystemFailedException(CompiledAnswer.Line(mask.Of(failed.Message)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SystemFailedException($"{host} did not answer in time");
        }
        catch (Exception lost) when (Failure(host, lost) is { } failure)
        {
            throw failure;
        }
    }

    private static async Task<Stream> PlainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return response.Content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => body,
        };
    }

    // Where the request goes on; throws where it does not.
    private Uri Elsewhere(Uri url, HttpResponseMessage response, ImmutableArray<string> redirectsTo, int redirects)
    {
        var answer = ReceivedAnswer.Of((int)response.StatusCode, SignedRequests.HeadersOf(response), "", _clock.GetUtcNow());
        if (answer.Status is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
        {
            throw new SystemFailedException($"{url.Host} answered {answer.StatusLine}", answer.RetryAfter);
        }

        var next = new Uri(url, location);
        var known = next.Authority == url.Authority || (next.IsDefaultPort && redirectsTo.Any(h => IsBelow(next.Host, h)));

        // The secret goes along, so to nobody else, and in nothing less safe.
        return !known || next.UserInfo.Length > 0 || (next.Scheme != url.Scheme && next.Scheme != Uri.UriSchemeHttps)
            ? throw new SystemFailedException($"{url.Host} redirects to {next.Host}, which the source document does not name in 'redirectsTo'")
            : redirects < RedirectsMax ? next : throw new SystemFailedException($"{url.Host} redirects again and again");
    }

    private static bool IsBelow(string host, string parent) =>
        host.Equals(parent, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{parent}", StringComparison.OrdinalIgnoreCase);
}
