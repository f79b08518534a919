using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>Signs as providers document it.</summary>
internal static class HookSigning
{
    public static string Unix(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public static IEnumerable<(string, string)> SendGrid(string body, DateTimeOffset at) =>
    [
        ("X-Twilio-Email-Event-Webhook-Timestamp", Unix(at)),
        ("X-Twilio-Email-Event-Webhook-Signature",
            Convert.ToBase64String(Keys.Curve.SignData(Encoding.UTF8.GetBytes(Unix(at) + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))),
    ];

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Basic(string user, string password) =>
        (_, _) => [("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))];

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Bearer(string token) => (_, _) => [("Authorization", "Bearer " + token)];

    public static string MailgunBody(string key, string item, DateTimeOffset at)
    {
        const string token = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(Unix(at) + token)));
        return $$"""{"signature": {"timestamp": "{{Unix(at)}}", "token": "{{token}}", "signature": "{{signature}}"}, "event-data": {{item}}}""";
    }

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Twilio(string token) => (body, _) =>
    {
        var form = body.Split('&').Select(p => p.Split('=')).Select(p => (Name: Uri.UnescapeDataString(p[0]), Value: Uri.UnescapeDataString(p.ElementAtOrDefault(1) ?? ""))).OrderBy(p => p.Name, StringComparer.Ordinal);
        var signed = HookCase.Address.OriginalString + string.Concat(form.Select(f => f.Name + f.Value));
#pragma warning disable CA5350 // As Twilio signs.
        return [("X-Twilio-Signature", Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed))))];
#pragma warning restore CA5350
    };

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Vonage(string secret, string algorithm = "HS256") => (body, at) =>
    {
        var header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","typ":"JWT"}"""));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"iat":{{Unix(at)}},"jti":"j-1","iss":"Vonage","payload_hash":"{{hash}}","api_key":"k"}"""));
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{header}.{claims}")));
        return [("Authorization", $"Bearer {header}.{claims}.{signature}")];
    };

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Bird(string key) => (body, at) =>
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Unix(at)}\n{HookCase.Address.OriginalString}\n"), .. SHA256.HashData(Encoding.UTF8.GetBytes(body))];
        return [("messagebird-request-timestamp", Unix(at)), ("messagebird-signature", Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed)))];
    };

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Sinch(string secret) => (body, at) =>
    [
        ("x-sinch-webhook-signature-timestamp", Unix(at)),
        ("x-sinch-webhook-signature-nonce", "01FJA8B4A7BM43YGWSG9GBV067"),
        ("x-sinch-webhook-signature-algorithm", "HmacSHA256"),
        ("x-sinch-webhook-signature",
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{body}.01FJA8B4A7BM43YGWSG9GBV067.{Unix(at)}")))),
    ];

    public static Func<string, DateTimeOffset, IEnumerable<(string, string)>> Rest(string secret) => (body, at) =>
    [
        ("X-Timestamp", Unix(at)),
        ("X-Signature", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{Unix(at)}.{body}")))),
    ];
}
