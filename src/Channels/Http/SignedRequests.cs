using System.Collections.Immutable;
using System.Net.Http.Headers;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;
using Microsoft.AspNetCore.WebUtilities;

namespace CxOrchestrator.Channels.Http;

/// <summary>Requests that a document describes, filled in and signed. Throws <see cref="TemplateFailedException"/> where they cannot be, with a reason that holds no secret.</summary>
internal sealed class SignedRequests : IDisposable
{
    private readonly RequestTexts _texts;
    private readonly string _address;
    private readonly ImmutableArray<KeyValuePair<string, ProviderText>> _query;
    private readonly AccessTokens _tokens;
    private readonly RequestSigner _signer;

    public SignedRequests(RequestDefinition request, ImmutableArray<KeyValuePair<string, string>> query, RequestAuth? auth, IHttpClientFactory clients, TimeProvider clock)
    {
        _texts = new RequestTexts(request);
        _address = request.Url;
        _query = CompiledProvider.Named(query);
        _tokens = new AccessTokens(clients, clock);
        _signer = new RequestSigner(auth, _tokens, clock);
    }

    /// <summary>Filled in, and not signed yet.</summary>
    /// <param name="values">What the texts are filled with.</param>
    /// <param name="instead">An address that the system named; it has to be of the same place. Null: the document's.</param>
    public PreparedRequest Prepare(ProviderValues values, string? instead)
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

        return At(request, url);
    }

    // Secrets are entered for the place that can be told from the document and the settings: what else an address is filled with does not change it. One that a secret
    // names is the administrator's own.
    private static bool IsAtPlace(Uri url, string place) =>
        place.Contains("secrets.", StringComparison.Ordinal) || (Uri.TryCreate($"{url.Scheme}://{place}", UriKind.Absolute, out var named) && named.Authority == url.Authority);

    public ValueTask SignAsync(PreparedRequest request, ProviderValues values, CancellationToken cancellationToken) => _signer.SignAsync(request, values, cancellationToken);

    /// <summary>The token was refused; the next request exchanges another.</summary>
    public void Forget() => _tokens.Forget();

    public void Dispose() => _tokens.Dispose();

    /// <summary>The same request to another address.</summary>
    public static PreparedRequest At(PreparedRequest request, Uri url)
    {
        var whole = new PreparedRequest { Method = request.Method, Url = url, Body = request.Body, ContentType = request.ContentType };
        whole.Headers.AddRange(request.Headers);
        return whole;
    }

    public static HttpRequestMessage Message(PreparedRequest request)
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

    /// <summary>Headers of an answer, each once.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage response) =>
        [.. response.Headers.Concat(response.Content.Headers).Select(h => KeyValuePair.Create(h.Key, string.Join(", ", h.Value)))];
}
