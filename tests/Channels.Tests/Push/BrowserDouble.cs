using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Channels.Tests.Push;

/// <summary>A browser that is subscribed: it decrypts what is pushed to it (RFC 8291, aes128gcm of RFC 8188).</summary>
internal sealed class BrowserDouble : IDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(16);

    public string Subscription(string endpoint = "https://push.example.com/send/abc") =>
        $$$"""{"endpoint":"{{{endpoint}}}","expirationTime":null,"keys":{"p256dh":"{{{Base64Url.EncodeToString(PublicKey)}}}","auth":"{{{Base64Url.EncodeToString(_secret)}}}"}}""";

    public string PublicKeyText => Base64Url.EncodeToString(PublicKey);

    public string Secret => Base64Url.EncodeToString(_secret);

    private byte[] PublicKey => Point(_key.ExportParameters(includePrivateParameters: false));

    public string Decrypt(byte[] body)
    {
        var salt = body[..16];
        var keyLength = body[20];
        var sender = body[21..(21 + keyLength)];
        var record = body[(21 + keyLength)..];
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..65] } });
        var shared = _key.DeriveRawSecretAgreement(theirs.PublicKey);
        byte[] info = [.. "WebPush: info\0"u8, .. PublicKey, .. sender];
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, _secret, info);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        var plain = new byte[record.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, record.AsSpan(0, plain.Length), record.AsSpan(plain.Length), plain);
        return Encoding.UTF8.GetString(plain).TrimEnd('\0').TrimEnd('\u0002');
    }

    public void Dispose() => _key.Dispose();

    private static byte[] Point(ECParameters parameters) => [4, .. parameters.Q.X!, .. parameters.Q.Y!];
}
