using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CxOrchestrator.Channels.Tests.Sns;

/// <summary>Messages of Amazon SNS, signed per its developer guide ("Verifying the signatures of Amazon SNS messages").</summary>
internal static class SnsBodies
{
    public const string Topic = "arn:aws:sns:eu-central-1:123456789012:events";

    public static Dictionary<string, string> Notification(string message, DateTimeOffset at) => new()
    {
        ["Type"] = "Notification",
        ["MessageId"] = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        ["TopicArn"] = Topic,
        ["Subject"] = "Amazon SES Email Event Notification",
        ["Message"] = message,
        ["Timestamp"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    public static Dictionary<string, string> Confirmation(string subscribeUrl, DateTimeOffset at, string type = "SubscriptionConfirmation") => new()
    {
        ["Type"] = type,
        ["MessageId"] = "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
        ["Token"] = "2336412f37",
        ["TopicArn"] = Topic,
        ["Message"] = "You have chosen to subscribe to the topic.\nTo confirm the subscription, visit the SubscribeURL included in this message.",
        ["SubscribeURL"] = subscribeUrl,
        ["Timestamp"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    /// <summary>With its signature, as the body that is posted.</summary>
    public static string Signed(Dictionary<string, string> message, RSA key, string version = "1", string certificate = SnsKeys.CertificateUrl)
    {
        string[] names = message["Type"] == "Notification"
            ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
            : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var content = Encoding.UTF8.GetBytes(string.Concat(names.Where(message.ContainsKey).Select(n => $"{n}\n{message[n]}\n")));
#pragma warning disable CA5350 // Version 1 is SHA-1.
        var hash = version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
#pragma warning restore CA5350
        var signed = new Dictionary<string, string>(message)
        {
            ["SignatureVersion"] = version,
            ["Signature"] = Convert.ToBase64String(key.SignData(content, hash, RSASignaturePadding.Pkcs1)),
            ["SigningCertURL"] = certificate,
        };
        return JsonSerializer.Serialize(signed);
    }
}
