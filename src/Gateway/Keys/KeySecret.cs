using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>The text of a key: <c>cx_ID_RANDOM</c>. Its begin lets scanners of repositories find one that leaked.</summary>
internal static class KeySecret
{
    private const string Prefix = "cx_";
    private const int IdLength = 12;
    private const int RandomLength = 43;
    private const int LengthMax = 200;

    // 43 of 62 signs: 256 bits.
    private const string Signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string IdSigns = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static (string Id, string Secret) Make()
    {
        var id = RandomNumberGenerator.GetString(IdSigns, IdLength);
        return (id, $"{Prefix}{id}_{RandomNumberGenerator.GetString(Signs, RandomLength)}");
    }

    public static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The part that it is found by; null where the text is no key.</summary>
    public static string? Id(string secret) =>
        secret.Length <= LengthMax && secret.StartsWith(Prefix, StringComparison.Ordinal) && secret.Length > Prefix.Length + IdLength && secret[Prefix.Length + IdLength] == '_'
            ? secret.Substring(Prefix.Length, IdLength)
            : null;

    public static bool Is(StoredApiKey key, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(key.Hash));
}
