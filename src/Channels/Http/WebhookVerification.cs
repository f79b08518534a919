using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Verifies who made a webhook's request. Secrets are compared in constant time.</summary>
public static class WebhookVerification
{
    private const string NotGenuine = "the signature is not right";

    /// <summary>Why the request is refused; null where the check holds.</summary>
    /// <param name="check">Not that of Amazon SNS, whose certificates have to be fetched.</param>
    /// <param name="queries">With the expressions of the check.</param>
    /// <param name="webhook">The request.</param>
    /// <param name="settings">Of the connection, for keys that are made of several values.</param>
    /// <param name="secrets">Of the connection.</param>
    /// <param name="now">For timestamps.</param>
    public static string? Refusal(
        WebhookCheck check, RequestQueries queries, ReceivedWebhook webhook, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets, DateTimeOffset now)
    {
        return check switch
        {
            BasicCheck basic => Basic(basic),
            SharedCheck shared => Shared(shared),
            SignatureCheck signature => SignatureVerification.Refusal(signature, queries, webhook, Secret(signature.Secret), Key(signature), now),
            JwtCheck jwt => Jwt(jwt),
            _ => throw new System.Diagnostics.UnreachableException($"No verification for {check.GetType().Name}."),
        };

        string? Basic(BasicCheck basic)
        {
            const string scheme = "Basic ";
            if (Secret(basic.User) is not { } user || (basic.Password is not null && Secret(basic.Password) is null))
            {
                return NotEntered;
            }

            var given = ReceivedWebhook.Header(webhook.Request, "Authorization");
            if (basic.Password is { } name)
            {
                return Same(given, scheme + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Secret(name)}"))) ? null : "the user or password is not right";
            }

            var pair = given?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true ? Plain(given[scheme.Length..].Trim()) : null;
            return Same(pair?.Split(':')[0], user) ? null : "the user is not right";
        }

        string? Shared(SharedCheck shared)
        {
            if (Secret(shared.Secret) is not { } secret)
            {
                return NotEntered;
            }

            return queries[shared.Value].Texts(webhook.Document).Any(v => Same(v, shared.Prefix + secret)) ? null : "the shared secret is not right";
        }

        string? Jwt(JwtCheck jwt)
        {
            if (Secret(jwt.Secret) is not { } secret)
            {
                return NotEntered;
            }

            const string scheme = "Bearer ";
            var token = queries[jwt.Token].Text(webhook.Document) ?? "";
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

        // The secret, or the text that it is a part of.
        string? Key(SignatureCheck signature) => signature.Key is null
            ? Secret(signature.Secret)
            : string.Concat(SignedContent.Parts(signature.Key).Select(p => p.Text ?? Secret(p.Name!) ?? settings.GetValueOrDefault(p.Name!, "")));

        string? Secret(string name) => secrets.TryGetValue(name, out var secret) && secret.Trim() is { Length: > 0 } trimmed ? trimmed : null;
    }

    /// <summary>Why a request is refused whose secret nobody has entered.</summary>
    public const string NotEntered = "the secret that verifies it is not entered";

    /// <summary>Why a time is refused; null where it is near.</summary>
    internal static string? TooFar(string? time, TimeSpan tolerance, DateTimeOffset now) =>
        WebhookTimes.Of(time) is not { } at ? "it does not say when it was signed"
        : (now - at).Duration() > tolerance ? "it was signed too long ago, or a clock is wrong"
        : null;

    /// <summary>In constant time: hashed first, since texts of different lengths take the same time then.</summary>
    public static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private static System.Collections.Immutable.ImmutableDictionary<string, string>? Decoded(string part) =>
        Bytes(part) is { } bytes && QueryDocument.Json(Encoding.UTF8.GetString(bytes)) is { } json ? json.Texts() : null;

    private static string? Plain(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static byte[]? Bytes(string part) => Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : null;
}
