using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>
/// Adds to requests who sends them. Tokens are kept for half of their life. Throws <see cref="TemplateFailedException"/> where it cannot, with a
/// reason that holds no secret.
/// </summary>
internal sealed class RequestSigner(RequestAuth? auth, AccessTokens tokens, TimeProvider clock)
{
    private readonly FrozenDictionary<string, ProviderText> _texts = Texts(auth).Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(t => t, CompiledProvider.Text, StringComparer.Ordinal);

    private readonly Lock _gate = new();
    private (string Token, DateTimeOffset Until)? _jwt;

    public async ValueTask SignAsync(PreparedRequest request, ProviderValues values, CancellationToken cancellationToken)
    {
        switch (auth)
        {
            case null:
                break;
            case BearerAuth bearer:
                Authorize(request, $"Bearer {Secret(values, bearer.Secret)}");
                break;
            case BasicAuth basic:
                Authorize(request, $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Fill(basic.User, values)}:{Fill(basic.Password, values)}"))}");
                break;
            case HeaderAuth header:
                request.Headers.Add(new(header.Name, HeaderValues.Checked(header.Name, Fill(header.Value, values))));
                break;
            case AwsAuth aws:
                AwsSignature.Sign(request, Fill(aws.Service, values), Fill(aws.Region, values), Fill(aws.Key, values).Trim(), Fill(aws.Secret, values).Trim(), clock.GetUtcNow());
                break;
            case JwtAuth jwt:
                Authorize(request, $"Bearer {Jwt(jwt, values)}");
                break;
            case GoogleAuth google:
                Authorize(request, $"Bearer {await tokens.GoogleAsync(Secret(values, google.Account), google.Scope, cancellationToken)}");
                break;
            case OAuthAuth oauth:
                var address = _texts[oauth.Url].FillUrl(values);
                var token = await tokens.ClientAsync(address, Fill(oauth.Client, values), Fill(oauth.Secret, values), oauth.Scope, cancellationToken);
                if (oauth.Header is { } name)
                {
                    request.Headers.Add(new(name, HeaderValues.Checked(name, token)));
                }
                else
                {
                    Authorize(request, $"Bearer {token}");
                }

                break;
        }
    }

    private static void Authorize(PreparedRequest request, string value) => request.Headers.Add(new("Authorization", HeaderValues.Checked("Authorization", value)));

    private string Fill(string text, ProviderValues values) => _texts[text].Fill(values);

    private static IEnumerable<string> Texts(RequestAuth? auth) => auth switch
    {
        BasicAuth basic => [basic.User, basic.Password],
        HeaderAuth header => [header.Value],
        AwsAuth aws => [aws.Service, aws.Region, aws.Key, aws.Secret],
        JwtAuth jwt => [.. jwt.Claims.Select(c => c.Value), .. jwt.KeyId is { } id ? [id] : (string[])[]],
        OAuthAuth oauth => [oauth.Url, oauth.Client, oauth.Secret],
        null or BearerAuth or GoogleAuth => [],
        _ => throw new UnreachableException($"No texts of {auth.GetType().Name}."),
    };

    private static string Secret(ProviderValues values, string name) =>
        values.Secrets.TryGetValue(name, out var secret) ? secret.Trim() : throw new TemplateFailedException($"the secret '{name}' is not entered");

    private string Jwt(JwtAuth jwt, ProviderValues values)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_jwt is { } kept && kept.Until > now)
            {
                return kept.Token;
            }

            KeyValuePair<string, object>[] claims =
            [
                .. jwt.Claims.Select(c => KeyValuePair.Create<string, object>(c.Key, Fill(c.Value, values))),
                new("iat", now.ToUnixTimeSeconds()),
                new("exp", (now + jwt.Lifetime).ToUnixTimeSeconds()),
                new("jti", RandomNumberGenerator.GetHexString(32, lowercase: true)),
            ];
            var token = JsonWebTokens.Make(jwt.Algorithm, Secret(values, jwt.Key), jwt.KeyId is { } id ? Fill(id, values) : null, claims);
            _jwt = (token, now + (jwt.Lifetime / 2));
            return token;
        }
    }
}
