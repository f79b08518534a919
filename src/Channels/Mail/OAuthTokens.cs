using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace CxOrchestrator.Channels.Mail;

/// <summary>Fetches access tokens (RFC 6749, sections 4.4 and 6) and keeps each until it is about to end.</summary>
internal sealed class OAuthTokens(OAuthSettings settings, HttpClient client, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private string? _token;
    private DateTimeOffset _until;

    /// <exception cref="HttpRequestException">The server cannot be reached, or refused.</exception>
    public async Task<string> CurrentAsync(CancellationToken cancellationToken)
    {
        await _fetching.WaitAsync(cancellationToken);
        try
        {
            return _token is { } token && clock.GetUtcNow() < _until ? token : await FetchAsync(cancellationToken);
        }
        finally
        {
            _fetching.Release();
        }
    }

    /// <summary>The server refused the token: another one is fetched for the next login.</summary>
    public void Forget() => _until = default;

    public void Dispose() => _fetching.Dispose();

    private async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = settings.RefreshToken is null ? "client_credentials" : "refresh_token" };
        Add("refresh_token", settings.RefreshToken);
        Add("client_id", settings.ClientId);
        Add("client_secret", settings.ClientSecret);
        Add("scope", settings.Scope);
        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(new Uri(settings.TokenAddress), content, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{settings.TokenAddress} gave no token: {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }

        var token = await answer.Content.ReadFromJsonAsync(OAuthJson.Default.OAuthToken, cancellationToken);
        if (token?.AccessToken is not { Length: > 0 } access)
        {
            throw new HttpRequestException($"{settings.TokenAddress} gave no token: its answer has no access_token.");
        }

        _token = access;
        _until = clock.GetUtcNow() + (token.ExpiresIn is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : UsualLife) - Margin;
        return access;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                form[name] = value;
            }
        }
    }
}

internal sealed record OAuthToken([property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] double? ExpiresIn);

[JsonSerializable(typeof(OAuthToken))]
internal sealed partial class OAuthJson : JsonSerializerContext;
