using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Verifies who made a webhook's request. Secrets are compared in constant time.</summary>
internal static class WebhookVerification
{
    private const string NotGenuine = "the signature is not right";

    /// <summary>Why the request is refused; null where the check holds.</summary>
    public static string? Refusal(
        WebhookCheck check, CompiledWebhook compiled, ReceivedWebhook webhook, IReadOnlyDictionary<string, string> secrets, DateTimeOffset now)
    {
        return check switch
        {
            BasicCheck basic => Basic(basic),
            SharedCheck shared => Shared(shared),
            SignatureCheck signature => SignatureVerification.Refusal(signature, compiled, webhook, Secret(signature.Secret), now),
            JwtCheck jwt => Jwt(jwt),
            _ => throw new System.Diagnostics.UnreachableException($"No verification for {check.GetType().Name}."),
        };

        string? Basic(BasicCheck basic)
        {
            if (Secret(basic.User) is not { } user || Secret(basic.Password) is not { } password)
            {
                return NotEntered;
            }

            var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";
            return Same(ReceivedWebhook.Header(webhook.Request, "Authorization"), expected) ? null : "the user or password is not right";
        }

        string? Shared(SharedCheck shared)
        {
            if (Secret(shared.Secret) is not { } secret)
            {
                return NotEntered;
            }

            return compiled.Query(shared.Value).Texts(webhook.Document).Any(v => Same(v, shared.Prefix + secret)) ? null : "the shared secret is not right";
        }

        string? Jwt(JwtCheck jwt)
        {
            if (Secret(jwt.Secret) is not { } secret)
            {
                return NotEntered;
            }

            const string scheme = "Bearer ";
            var token = compiled.Query(jwt.Token).Text(webhook.Document) ?? "";
            var parts = (token.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? token[scheme.Length..] : token).Split('.');
            if (parts.Length != 3 || Decoded(parts[0]) is not { } header || Decoded(parts[1]) is not { } claims || Bytes(parts[2]) is not { } signature)
            {
                return NotGenuine;
            }

            // The algorithm is ours to choose: a token that names another one, or none, is not asked further.
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
            if (header.GetValueOrDefault("alg") != "HS256" || !CryptographicOperations.FixedTimeEquals(expected, signature))
            {
                return NotGenuine;
            }

            return TooFar(claims.GetValueOrDefault("iat"), jwt.Tolerance, now)
                ?? (jwt.BodyHash is { } claim && !Same(claims.GetValueOrDefault(claim)?.ToLowerInvariant(), Convert.ToHexStringLower(SHA256.HashData(webhook.Request.Body.Span)))
                    ? "the body is not the one that was signed"
                    : null);
        }

        string? Secret(string name) => secrets.TryGetValue(name, out var secret) && secret.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    public const string NotEntered = "the secret that verifies it is not entered";

    /// <summary>Why a time is refused; null where it is near.</summary>
    public static string? TooFar(string? time, TimeSpan tolerance, DateTimeOffset now) =>
        WebhookTimes.Of(time) is not { } at ? "it does not say when it was signed"
        : (now - at).Duration() > tolerance ? "it was signed too long ago, or a clock is wrong"
        : null;

    // Hashed first: texts of different lengths take the same time.
    public static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static System.Collections.Immutable.ImmutableDictionary<string, string>? Decoded(string part) =>
        Bytes(part) is { } bytes && QueryDocument.Json(Encoding.UTF8.GetString(bytes)) is { } json ? json.Texts() : null;

    private static byte[]? Bytes(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
}
