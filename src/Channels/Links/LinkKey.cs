using System.Security.Cryptography;

namespace CxOrchestrator.Channels.Links;

/// <summary>A secret that signs addresses.</summary>
public sealed class LinkKey
{
    /// <summary>Least and usual size of a secret, in bytes.</summary>
    public const int SecretBytes = 32;

    private readonly byte[] _secret;

    /// <param name="id">Named in each token that it signs: unique in its ring.</param>
    /// <param name="secret">At least <see cref="SecretBytes"/> random bytes; copied.</param>
    public LinkKey(byte id, ReadOnlySpan<byte> secret)
    {
        if (secret.Length < SecretBytes)
        {
            throw new ArgumentException($"A key has at least {SecretBytes} bytes.", nameof(secret));
        }

        Id = id;
        _secret = secret.ToArray();
    }

    public byte Id { get; }

    /// <summary>A new one.</summary>
    public static LinkKey Create(byte id) => new(id, RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>The secret, to be stored encrypted; never shown or logged.</summary>
    public byte[] Export() => [.. _secret];

    internal void Sign(ReadOnlySpan<byte> content, Span<byte> mac) => HMACSHA256.HashData(_secret, content, mac);
}
