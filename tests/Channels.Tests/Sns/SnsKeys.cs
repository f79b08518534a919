using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CxOrchestrator.Channels.Sns;
using CxOrchestrator.Channels.Tests.Providers;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Sns;

/// <summary>Keys and certificates as Amazon SNS has them, from a root of our own.</summary>
internal static class SnsKeys
{
    public const string CertificateUrl = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem";

    /// <summary>Key of the notifications that are genuine.</summary>
    public static RSA Key { get; } = RSA.Create(2048);

    public static RSA OtherKey { get; } = RSA.Create(2048);

    public static X509Certificate2 Root { get; } = Made("Amazon Root CA 1", RSA.Create(2048), issuer: null, authority: true);

    /// <summary>Knows the certificate of <see cref="Key"/> already.</summary>
    public static SnsCertificates Known { get; } = Knowing();

    /// <summary>A certificate; by default one that signs for Amazon SNS today.</summary>
    public static X509Certificate2 Made(
        string name, RSA key, X509Certificate2? issuer, bool authority = false, DateTimeOffset? from = null, DateTimeOffset? until = null, string? issuerUrl = null)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, hasPathLengthConstraint: false, 0, critical: true));
        if (!authority)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
        }

        if (issuerUrl is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [issuerUrl]));
        }

        var (begin, end) = (from ?? HookCase.Now.AddDays(-30), until ?? HookCase.Now.AddDays(300));
        return issuer is null ? request.CreateSelfSigned(begin, end) : request.Create(issuer, begin, end, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    private static SnsCertificates Knowing()
    {
        var certificates = new SnsCertificates(new SnsEndpoint(), new SnsTrust([Root]), new FakeTimeProvider(HookCase.Now));
        certificates.Keep(new Uri(CertificateUrl), new SnsCertificate(Key.ExportSubjectPublicKeyInfo(), null, DateTimeOffset.MaxValue));
        return certificates;
    }
}
