using System.Buffers.Text;
using System.Text.Json;
using Lib.Net.Http.WebPush;

namespace CxOrchestrator.Channels.Push;

/// <summary>Reads a browser's subscription: the JSON that <c>PushSubscription.toJSON()</c> gives.</summary>
internal static class WebPushTarget
{
    private const int PublicKeyBytes = 65;
    private const int SecretBytes = 16;

    /// <summary>The subscription and where it leads; null where the text is none.</summary>
    public static (PushSubscription Subscription, Uri Endpoint)? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || Text(root, "endpoint") is not { } address
                || !Uri.TryCreate(address, UriKind.Absolute, out var endpoint)
                || !root.TryGetProperty("keys", out var keys)
                || keys.ValueKind != JsonValueKind.Object
                || Key(keys, "p256dh", PublicKeyBytes) is not { } publicKey
                || Key(keys, "auth", SecretBytes) is not { } secret)
            {
                return null;
            }

            var subscription = new PushSubscription { Endpoint = endpoint.AbsoluteUri };
            subscription.SetKey(PushEncryptionKeyName.P256DH, publicKey);
            subscription.SetKey(PushEncryptionKeyName.Auth, secret);
            return (subscription, endpoint);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Key(JsonElement keys, string name, int bytes)
    {
        var text = Text(keys, name)?.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return text is not null && Base64Url.IsValid(text) && Base64Url.DecodeFromChars(text).Length == bytes ? text : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
