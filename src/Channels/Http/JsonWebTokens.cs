using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Channels.Http;

/// <summary>Makes signed JSON Web Tokens.</summary>
internal static class JsonWebTokens
{
    /// <summary>A token; throws <see cref="TemplateFailedException"/>, without the key, where the key cannot sign.</summary>
    /// <param name="algorithm"><c>RS256</c>, <c>ES256</c> or <c>HS256</c>.</param>
    /// <param name="key">PEM, or for HS256 the text.</param>
    /// <param name="keyId">The <c>kid</c>; null: none.</param>
    /// <param name="claims">In order.</param>
    public static string Make(string algorithm, string key, string? keyId, IEnumerable<KeyValuePair<string, object>> claims)
    {
        var header = new Dictionary<string, object>(StringComparer.Ordinal) { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (keyId is { Length: > 0 })
        {
            header["kid"] = keyId;
        }

        var content = $"{Part(header)}.{Part(new Dictionary<string, object>(claims, StringComparer.Ordinal))}";
        return $"{content}.{Base64Url.EncodeToString(Sign(algorithm, key, Encoding.ASCII.GetBytes(content)))}";
    }

    private static byte[] Sign(string algorithm, string key, byte[] content)
    {
        try
        {
            switch (algorithm)
            {
                case "RS256":
                    using (var rsa = RSA.Create())
                    {
                        rsa.ImportFromPem(Pem(key));
                        return rsa.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                    }

                case "ES256":
                    using (var curve = ECDsa.Create())
                    {
                        curve.ImportFromPem(Pem(key));
                        return curve.SignData(content, HashAlgorithmName.SHA256);
                    }

                default:
                    return HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), content);
            }
        }
        catch (Exception unfit) when (unfit is CryptographicException or ArgumentException)
        {
            throw new TemplateFailedException("the secret key is no private key in PEM; copy it whole, with its BEGIN and END lines");
        }
    }

    // Environment variables and forms of one line hold it with its line breaks written out.
    private static string Pem(string key) => key.Replace("\\n", "\n", StringComparison.Ordinal);

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values));
}
