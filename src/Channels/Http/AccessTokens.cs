using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Channels.Http;

/// <summary>Access tokens of one connection, exchanged for its secret and kept for half of their life.</summary>
internal sealed class AccessTokens(IHttpClientFactory clients, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LifetimeUnsaid = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LifetimeMax = TimeSpan.FromHours(12);
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromMinutes(10);

    private sealed record Kept(string Token, DateTimeOffset Until);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Kept? _kept;

    /// <summary>The token was refused; the next request exchanges another.</summary>
    public void Forget() => _kept = null;

    public void Dispose() => _gate.Dispose();

    public Task<string> GoogleAsync(string account, string scope, CancellationToken cancellationToken) => KeptAsync(
        () =>
        {
            var (email, key, address) = Account(account);
            var now = clock.GetUtcNow();
            var assertion = JsonWebTokens.Make(
                "RS256",
                key,
                keyId: null,
                [
                    new("iss", email), new("scope", scope), new("aud", address.AbsoluteUri), new("iat", now.ToUnixTimeSeconds()),
                    new("exp", (now + AssertionLifetime).ToUnixTimeSeconds()),
                ]);
            return (address, [new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), new("assertion", assertion)]);
        },
        cancellationToken);

    public Task<string> ClientAsync(Uri address, string client, string secret, string? scope, CancellationToken cancellationToken) => KeptAsync(
        () =>
        {
            List<KeyValuePair<string, string>> form = [new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", secret)];
            if (scope is not null)
            {
                form.Add(new("scope", scope));
            }

            return (address, form);
        },
        cancellationToken);

    private async Task<string> KeptAsync(Func<(Uri Address, IEnumerable<KeyValuePair<string, string>> Form)> ask, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_kept is { } kept && kept.Until > clock.GetUtcNow())
            {
                return kept.Token;
            }

            var (address, form) = ask();
            var (token, lifetime) = await ExchangeAsync(address, form, cancellationToken);
            _kept = new Kept(token, clock.GetUtcNow() + (lifetime / 2));
            return token;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(string Token, TimeSpan Lifetime)> ExchangeAsync(Uri address, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ProviderHttp.ClientName);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await AnswerBody.ReadAsync(response, cancellationToken);
            return response.IsSuccessStatusCode && Read(body) is { } read
                ? read
                : throw new TemplateFailedException($"{address.Host} gave no access token ({((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}); check the secret");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new TemplateFailedException($"{address.Host} cannot be reached for an access token");
        }
    }

    private static (string Token, TimeSpan Lifetime)? Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("access_token", out var token) || token.GetString() is not { Length: > 0 } text)
            {
                return null;
            }

            var lifetime = json.RootElement.TryGetProperty("expires_in", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var number) && number > 0
                ? TimeSpan.FromSeconds(Math.Min(number, LifetimeMax.TotalSeconds))
                : LifetimeUnsaid;
            return (text, lifetime);
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (string Email, string Key, Uri Address) Account(string account)
    {
        try
        {
            using var json = JsonDocument.Parse(account);
            var root = json.RootElement;
            var address = root.TryGetProperty("token_uri", out var uri) ? uri.GetString() : "https://oauth2.googleapis.com/token";
            if (root.GetProperty("client_email").GetString() is { } email && root.GetProperty("private_key").GetString() is { } key
                && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
            {
                return (email, key, url);
            }
        }
        catch (Exception unfit) when (unfit is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Said below, without what it holds.
        }

        throw new TemplateFailedException("the service account is not the JSON file of its key; download the key and enter the whole file");
    }
}
