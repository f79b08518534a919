using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Channels.Http;

/// <summary>AWS Signature Version 4 over a request.</summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    public static void Sign(PreparedRequest request, string service, string region, string key, string secret, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var date = time[..8];
        var bodyHash = Hex(SHA256.HashData(request.Body ?? []));
        (string Name, string Value)[] headers =
        [
            ("content-type", request.ContentType ?? ""),
            ("host", request.Url.IsDefaultPort ? request.Url.Host : $"{request.Url.Host}:{request.Url.Port.ToString(CultureInfo.InvariantCulture)}"),
            ("x-amz-date", time),
        ];
        headers = [.. headers.Where(h => h.Value.Length > 0)];
        var names = string.Join(';', headers.Select(h => h.Name));
        var canonical = string.Join(
            '\n',
            request.Method.Method,
            Path(request.Url),
            Query(request.Url),
            string.Concat(headers.Select(h => $"{h.Name}:{h.Value}\n")),
            names,
            bodyHash);
        var scope = $"{date}/{region}/{service}/aws4_request";
        var signed = string.Join('\n', Algorithm, time, scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var signature = Hex(Hmac(Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes($"AWS4{secret}"), date), region), service), "aws4_request"), signed));
        request.Headers.Add(new("X-Amz-Date", time));
        request.Headers.Add(new("Authorization", HeaderValues.Checked("Authorization", $"{Algorithm} Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}")));
    }

    // Encoded once more than in the address, as every service but S3 wants it.
    private static string Path(Uri url) => string.Join('/', url.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri url) => string.Join('&', url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Contains('=', StringComparison.Ordinal) ? p : $"{p}=")
        .Order(StringComparer.Ordinal));

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
