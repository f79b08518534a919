using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;

namespace CxOrchestrator.Channels.Mail;

/// <summary>What messages are signed with (RFC 6376).</summary>
/// <param name="Domain">Whose key it is.</param>
/// <param name="Selector">Names the key in the domain's DNS.</param>
/// <param name="Pem">The private key: RSA (PKCS#1 or PKCS#8) or Ed25519 (PKCS#8).</param>
public sealed record DkimSettings(string Domain, string Selector, string Pem)
{
    private static readonly HeaderId[] Signed =
    [
        HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.ReplyTo, HeaderId.MimeVersion, HeaderId.ContentType, HeaderId.ListUnsubscribe,
        HeaderId.ListUnsubscribePost,
    ];

    /// <summary>What is wrong with a key, in a sentence; null: nothing.</summary>
    public static string? Problem(string pem) => Read(pem) is RsaPrivateCrtKeyParameters or Ed25519PrivateKeyParameters
        ? null
        : "The secret 'dkimKey' is not a private key that signs e-mail: it is the PEM of an RSA or Ed25519 key without a password.";

    /// <summary>Signs with relaxed canonicalization: relays may fold headers and trim lines.</summary>
    public DkimSigner Signer()
    {
        var key = Read(Pem) ?? throw new InvalidOperationException(Problem(Pem));
        return new DkimSigner(key, Domain, Selector, key is Ed25519PrivateKeyParameters ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            AgentOrUserIdentifier = $"@{Domain}",
        };
    }

    /// <summary>Signs a message; its headers must be final.</summary>
    public static void Sign(DkimSigner signer, MimeMessage message)
    {
        message.Prepare(EncodingConstraint.SevenBit);
        signer.Sign(message, [.. Signed.Where(message.Headers.Contains)]);
    }

    private static AsymmetricKeyParameter? Read(string pem)
    {
        try
        {
            using var text = new StringReader(pem.Replace("\\n", "\n", StringComparison.Ordinal));
            using var reader = new PemReader(text);
            return reader.ReadObject() switch
            {
                AsymmetricCipherKeyPair pair => pair.Private,
                AsymmetricKeyParameter { IsPrivate: true } key => key,
                _ => null,
            };
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or InvalidOperationException or PasswordException)
        {
            return null;
        }
    }
}
