using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CxOrchestrator.Mailbox;

/// <summary>A certificate for this machine's own names, signed by itself and made for each start.</summary>
internal static class MailboxCertificate
{
    private const int KeyBits = 2048;
    private static readonly TimeSpan Validity = TimeSpan.FromDays(30);

    public static X509Certificate2 Make(TimeProvider clock)
    {
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Dns.GetHostName());
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());

        // Clients whose clock is a little behind accept it as well.
        var now = clock.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + Validity);

        // Windows signs with keys from a store only, and this puts it into one.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
