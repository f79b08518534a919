using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CxOrchestrator.Channels.Sns;

/// <summary>Decides whether a certificate may sign for Amazon SNS.</summary>
internal static class SnsChain
{
    /// <summary>Fewest bits of a key.</summary>
    private const int KeyBitsMin = 2048;

    /// <summary>Why it may not; null: it may, or <paramref name="lacksIssuer"/> has to be found first.</summary>
    /// <param name="leaf">The certificate.</param>
    /// <param name="others">Issuers that are at hand.</param>
    /// <param name="topic">Whose region it signs for.</param>
    /// <param name="trust">Roots.</param>
    /// <param name="now">When it has to be valid.</param>
    /// <param name="lacksIssuer">The last certificate of the chain, whose issuer is not at hand.</param>
    public static string? Refusal(X509Certificate2 leaf, X509Certificate2Collection others, SnsTopic topic, SnsTrust trust, DateTimeOffset now, out X509Certificate2? lacksIssuer)
    {
        lacksIssuer = null;
        using var key = leaf.GetRSAPublicKey();
        if (key is null || key.KeySize < KeyBitsMin || !topic.CertificateNames.Any(n => leaf.MatchesHostname(n)))
        {
            return "its certificate is not one of Amazon SNS";
        }

        using var chain = new X509Chain { ChainPolicy = Policy(others, trust, now) };
        if (chain.Build(leaf))
        {
            return null;
        }

        var problems = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (problems.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return "its certificate is expired, or not valid yet";
        }

        if (problems.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            lacksIssuer = X509CertificateLoader.LoadCertificate(chain.ChainElements[^1].Certificate.RawData);
        }

        return lacksIssuer is null ? "its certificate is not trusted" : null;
    }

    // Nothing is fetched behind our back, neither issuers nor lists of revocation: that would pass the guard of addresses, without a bound in time.
    private static X509ChainPolicy Policy(X509Certificate2Collection others, SnsTrust trust, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTimeIgnored = false,
            VerificationTime = now.UtcDateTime,
        };
        policy.ExtraStore.AddRange(others);
        if (trust.Roots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    /// <summary>Where the issuer of a certificate can be fetched; null where it does not say.</summary>
    public static Uri? Issuer(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>().SelectMany(e => e.EnumerateCAIssuersUris())
                .Select(u => Uri.TryCreate(u, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null)
                .FirstOrDefault(u => u is not null);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
