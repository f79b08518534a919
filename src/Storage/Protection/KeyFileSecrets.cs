using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Protection;

/// <summary>The secrets of the key file: the first encrypts (AES-256-GCM), each decrypts.</summary>
internal sealed class KeyFileSecrets(IOptions<KeyEncryptionOptions> options)
{
    private const int SecretBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Most secrets that one file has.</summary>
    private const int SecretsMax = 5;

    private readonly Lazy<ImmutableArray<byte[]>> _secrets = new(() => options.Value.KeyFile is { } file ? Read(file) : []);

    public bool Given => options.Value.KeyFile is not null;

    /// <summary>Throws <see cref="InvalidDataException"/> for a file that has none, and <see cref="IOException"/> for one that cannot be read.</summary>
    internal static ImmutableArray<byte[]> Read(string file)
    {
        var secrets = ImmutableArray.CreateBuilder<byte[]>();
        foreach (var line in File.ReadLines(file).Select(l => l.Trim()).Where(l => l.Length > 0).Take(SecretsMax))
        {
            var secret = new byte[SecretBytes];
            if (line.Length != ((SecretBytes + 2) / 3 * 4) || !Convert.TryFromBase64String(line, secret, out var length) || length != SecretBytes)
            {
                throw new InvalidDataException($"Access:KeyFile: each line of {file} is the base64 of {SecretBytes} random bytes (openssl rand -base64 {SecretBytes}).");
            }

            secrets.Add(secret);
        }

        return secrets.Count > 0 ? secrets.ToImmutable() : throw new InvalidDataException($"Access:KeyFile: {file} is empty.");
    }

    public string Encrypt(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        var tag = sealedBytes.AsSpan(NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_secrets.Value[0], TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), tag);
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Throws <see cref="CryptographicException"/> where no secret of the file encrypted it.</summary>
    public string Decrypt(string text)
    {
        var sealedBytes = Convert.FromBase64String(text).AsSpan();
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        foreach (var secret in _secrets.Value)
        {
            try
            {
                using var aes = new AesGcm(secret, TagBytes);
                aes.Decrypt(sealedBytes[..NonceBytes], sealedBytes[(NonceBytes + TagBytes)..], sealedBytes.Slice(NonceBytes, TagBytes), plain);
                return Encoding.UTF8.GetString(plain);
            }
            catch (AuthenticationTagMismatchException)
            {
                // An older secret may have been the one.
            }
        }

        throw new CryptographicException("The key was encrypted with a secret that Access:KeyFile does not have.");
    }
}
