using System.Collections.Immutable;
using System.Text;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// Secrets of Standard Webhooks: <c>whsec_</c> and the base64 of 24 to 64 bytes. Several are separated by spaces, for a rotation: each signs, and a
/// receiver accepts any signature that it knows.
/// </summary>
internal static class WebhookKeys
{
    public const string Prefix = "whsec_";
    public const int BytesMin = 24;
    public const int BytesMax = 64;

    /// <summary>Most secrets at a time.</summary>
    public const int SecretsMax = 5;

    /// <summary>A new secret, as people hand it to receivers.</summary>
    public static string Create(ReadOnlySpan<byte> bytes) => Prefix + Convert.ToBase64String(bytes);

    /// <summary>What is wrong with a setting; null: nothing.</summary>
    public static string? Problem(string secrets)
    {
        var parts = Parts(secrets);
        if (parts.Length > SecretsMax)
        {
            return $"holds {parts.Length} secrets; at most {SecretsMax} sign at a time.";
        }

        return Array.Exists(parts, p => p.StartsWith(Prefix, StringComparison.Ordinal))
            && Array.Exists(parts, p => !p.StartsWith(Prefix, StringComparison.Ordinal) || Decode(p[Prefix.Length..]) is null)
                ? $"holds a secret that is not {Prefix} and the base64 of {BytesMin} to {BytesMax} bytes."
                : null;
    }

    /// <summary>
    /// The keys that sign, in their order; at least one. A text without any <see cref="Prefix"/> is one secret of earlier versions: its own bytes sign,
    /// and where it is base64 the bytes that it encodes sign first, as the libraries of Standard Webhooks read it.
    /// </summary>
    public static ImmutableArray<byte[]> Read(string secrets)
    {
        var parts = Parts(secrets);
        if (Array.Exists(parts, p => p.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            return [.. parts.Select(p => Decode(p[Prefix.Length..])!)];
        }

        var text = Encoding.UTF8.GetBytes(secrets);
        return Decode(secrets) is { } decoded ? [decoded, text] : [text];
    }

    private static string[] Parts(string secrets) => secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static byte[]? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length is >= BytesMin and <= BytesMax ? bytes[..length] : null;
    }
}
