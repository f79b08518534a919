using System.Buffers.Text;
using System.Security.Cryptography;

namespace CxOrchestrator.Channels.Push;

/// <summary>A key pair on P-256 by which push services recognize who sends (RFC 8292).</summary>
/// <param name="Private">The private key: 32 bytes in base64url.</param>
/// <param name="Public">The public key, uncompressed: 65 bytes in base64url. Browsers subscribe with it.</param>
public sealed record VapidKey(string Private, string Public)
{
    private const int PrivateBytes = 32;
    private const byte Uncompressed = 4;

    /// <summary>The pair of a private key; null where it is none.</summary>
    public static VapidKey? Of(string privateKey)
    {
        var text = privateKey.Trim().TrimEnd('=').Replace('+', '-').Replace('/', '_');
        if (!Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: PrivateBytes } bytes)
        {
            return null;
        }

        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = bytes });
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return new VapidKey(text, Base64Url.EncodeToString([Uncompressed, .. point.X!, .. point.Y!]));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
