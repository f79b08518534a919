using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace CxOrchestrator.Channels.Http;

/// <summary>Verifies a signature over parts of a webhook's request.</summary>
internal static class SignatureVerification
{
    /// <summary>Most signatures of which one has to be right.</summary>
    private const int SignaturesMax = 10;

    /// <summary>Why the request is refused; null where it is signed.</summary>
    public static string? Refusal(SignatureCheck check, RequestQueries queries, ReceivedWebhook webhook, string? secret, string? keyText, DateTimeOffset now)
    {
        if (secret is null || keyText is null)
        {
            return WebhookVerification.NotEntered;
        }

        var timestamp = Text(check.Timestamp, queries, webhook);
        var nonce = Text(check.Nonce, queries, webhook);
        if (check.Timestamp is not null && WebhookVerification.TooFar(timestamp, check.Tolerance, now) is { } refusal)
        {
            return refusal;
        }

        if (Key(check, keyText) is not { } key)
        {
            return "the key that verifies it cannot be read; enter it as the provider shows it";
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["timestamp"] = timestamp ?? "",
            ["nonce"] = nonce ?? "",
            ["value"] = Text(check.Value, queries, webhook) ?? "",
            ["secret"] = secret,
        };
        var content = Content(check, webhook, values);
        var given = queries[check.Signature].Texts(webhook.Document).Take(SignaturesMax);
        return given.Any(s => Unprefixed(s, check.Prefix) is { } text && Bytes(text, check.SignatureFormat) is { } signature && IsRight(check, key, content, signature))
            ? null
            : "the signature is not right";
    }

    private static string? Text(string? expression, RequestQueries queries, ReceivedWebhook webhook) => expression is null ? null : queries[expression].Text(webhook.Document);

    private static string? Unprefixed(string text, string? prefix) =>
        prefix is null ? text : text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;

    private static byte[] Content(SignatureCheck check, ReceivedWebhook webhook, Dictionary<string, string> values)
    {
        var body = webhook.Request.Body;
        using var content = new MemoryStream();
        foreach (var (text, name) in SignedContent.Parts(check.Content))
        {
            content.Write(name switch
            {
                null => Encoding.UTF8.GetBytes(text!),
                "body" => body.Span,
                "bodyHash" => SHA256.HashData(body.Span),
                "url" => Encoding.UTF8.GetBytes(webhook.Request.Url.OriginalString),
                "form" => Encoding.UTF8.GetBytes(Form(webhook)),
                "method" => Encoding.UTF8.GetBytes(webhook.Request.Method),
                _ => Encoding.UTF8.GetBytes(values[name!]),
            });
        }

        return content.ToArray();
    }

    // Names in order of their characters, each followed by its value; a repeated value of a name counts once.
    private static string Form(ReceivedWebhook webhook) => string.Concat(webhook.Form.Distinct()
        .OrderBy(f => f.Key, StringComparer.Ordinal).ThenBy(f => f.Value, StringComparer.Ordinal).Select(f => f.Key + f.Value));

    private static byte[]? Key(SignatureCheck check, string secret)
    {
        if (check.Kind is SignatureKind.Hmac or SignatureKind.Hash)
        {
            return Bytes(secret, check.KeyFormat);
        }

        var lines = secret.Split('\n').Select(l => l.Trim()).Where(l => !l.StartsWith("-----", StringComparison.Ordinal));
        return check.KeyFormat == BytesFormat.Hex ? Bytes(secret, BytesFormat.Hex) : Bytes(string.Concat(lines), BytesFormat.Base64);
    }

    private static byte[]? Bytes(string text, BytesFormat format)
    {
        try
        {
            return format switch
            {
                BytesFormat.Hex => Convert.FromHexString(text),
                BytesFormat.Base64 => Convert.FromBase64String(text),
                _ => Encoding.UTF8.GetBytes(text),
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsRight(SignatureCheck check, byte[] key, byte[] content, byte[] signature) => check.Kind switch
    {
        SignatureKind.Hmac => CryptographicOperations.FixedTimeEquals(Hmac(check.Algorithm, key, content), signature),
        SignatureKind.Hash => CryptographicOperations.FixedTimeEquals(Hash(check.Algorithm, content), signature),
        SignatureKind.Ecdsa => Ecdsa(check.Algorithm, key, content, signature),
        _ => signature.Length == Ed25519.SignatureSize && key.Length >= Ed25519.PublicKeySize
            && Ed25519.Verify(signature, 0, key, key.Length - Ed25519.PublicKeySize, content, 0, content.Length),
    };

#pragma warning disable CA5350 // Some providers sign with HMAC-SHA1, which is not broken as a MAC, and with nothing else.
    private static byte[] Hmac(string algorithm, byte[] key, byte[] content) => algorithm switch
    {
        "sha1" => HMACSHA1.HashData(key, content),
        "sha512" => HMACSHA512.HashData(key, content),
        _ => HMACSHA256.HashData(key, content),
    };

    private static byte[] Hash(string algorithm, byte[] content) => algorithm switch
    {
        "sha1" => SHA1.HashData(content),
        "sha512" => SHA512.HashData(content),
        _ => SHA256.HashData(content),
    };
#pragma warning restore CA5350

    private static bool Ecdsa(string algorithm, byte[] key, byte[] content, byte[] signature)
    {
        try
        {
            using var curve = ECDsa.Create();
            curve.ImportSubjectPublicKeyInfo(key, out _);
            var hash = algorithm switch { "sha1" => HashAlgorithmName.SHA1, "sha512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
            return curve.VerifyData(content, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
