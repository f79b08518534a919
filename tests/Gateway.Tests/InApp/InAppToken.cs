using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CxOrchestrator.Gateway.Tests.InApp;

/// <summary>Tokens as a company's server signs them, and as somebody forges them.</summary>
internal static class InAppToken
{
    public static string Of(string secret, JsonObject payload, string alg = "HS256", string? kid = null)
    {
        var header = new JsonObject { ["alg"] = alg, ["typ"] = "JWT" };
        if (kid is not null)
        {
            header["kid"] = kid;
        }

        var signed = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";
        var signature = alg == "HS256" ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)) : [];
        return $"{signed}.{Encode(signature)}";
    }

    public static JsonObject Payload(object? sub, DateTimeOffset? expires, string? audience = "cx-in-app")
    {
        var payload = new JsonObject { ["sub"] = JsonValue.Create(sub as string) ?? (JsonNode?)JsonValue.Create(sub as int?) };
        if (expires is { } at)
        {
            payload["exp"] = at.ToUnixTimeSeconds();
        }

        if (audience is not null)
        {
            payload["aud"] = audience;
        }

        return payload;
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
