using System.Security.Cryptography;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Sns;

/// <summary>Verifies that Amazon SNS sent a message for our topic, by its signature.</summary>
internal static class SnsVerification
{
    private const string CertificateEnding = ".pem";

    private const string NotGenuine = "the signature is not right";

    /// <summary>Why the request is refused, or the certificate that has to be fetched first; null: it is genuine.</summary>
    /// <param name="check">Of the document.</param>
    /// <param name="webhook">The request.</param>
    /// <param name="settings">Of the connection, with their defaults.</param>
    /// <param name="certificates">Those that were fetched.</param>
    /// <param name="now">For the message's time.</param>
    public static WebhookResult? Of(SnsCheck check, ReceivedWebhook webhook, IReadOnlyDictionary<string, string> settings, SnsCertificates certificates, DateTimeOffset now)
    {
        var message = SnsMessage.Of(webhook.Document);
        if (settings.GetValueOrDefault(check.Topic) is not { Length: > 0 } arn || SnsTopic.Of(arn.Trim()) is not { } topic)
        {
            return WebhookResult.Refused($"the setting '{check.Topic}' is not the ARN of an SNS topic");
        }

        // Everything that costs nothing comes before a certificate is fetched: anybody can send this request.
        if (message["TopicArn"] != arn.Trim())
        {
            return WebhookResult.Refused("it comes from another topic");
        }

        if (WebhookVerification.TooFar(message["Timestamp"], check.Tolerance, now) is { } late)
        {
            return WebhookResult.Refused(late);
        }

        if (message.Signed() is not { } signed || Algorithm(message["SignatureVersion"]) is not { } algorithm || Bytes(message["Signature"]) is not { } signature)
        {
            return WebhookResult.Refused("it is not signed, or in a way that is not known");
        }

        if (topic.Address(message["SigningCertURL"]) is not { Query: "", Fragment: "" } address || !address.AbsolutePath.EndsWith(CertificateEnding, StringComparison.Ordinal))
        {
            return WebhookResult.Refused("its certificate is not at an address of Amazon SNS in the topic's region");
        }

        return certificates.Find(address) switch
        {
            null => new WebhookResult { Certificate = address },
            { Refusal: { } refusal } => WebhookResult.Refused(refusal),
            { Key: { } key } when IsRight(key, signed, signature, algorithm) => null,
            _ => WebhookResult.Refused(NotGenuine),
        };
    }

    private static HashAlgorithmName? Algorithm(string version) => version switch
    {
        "1" => HashAlgorithmName.SHA1,
        "2" => HashAlgorithmName.SHA256,
        _ => null,
    };

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    private static bool IsRight(byte[] key, byte[] signed, byte[] signature, HashAlgorithmName algorithm)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(key, out _);
        return rsa.VerifyData(signed, signature, algorithm, RSASignaturePadding.Pkcs1);
    }
}
