using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Connections.Security;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>TLS between silos and gateways, both ends with a certificate of the installation's authority.</summary>
internal sealed class ClusterTls
{
    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _authority;

    private ClusterTls(X509Certificate2 own, X509Certificate2Collection authority) => (_own, _authority) = (own, authority);

    /// <summary>Null where no certificate is given. Orleans wants it before options are bound. Throws <see cref="OptionsValidationException"/> for files that cannot be used.</summary>
    public static ClusterTls? Of(IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(ClusterTlsOptions.Section).Get<ClusterTlsOptions>() ?? new ClusterTlsOptions();
        if (options is { CertificateFile: null, KeyFile: null, AuthorityFile: null })
        {
            return null;
        }

        if (options is not { CertificateFile: { } certificate, KeyFile: { } key, AuthorityFile: { } authority })
        {
            throw Wrong("CertificateFile, KeyFile and AuthorityFile belong together.");
        }

        try
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authority);
            return new ClusterTls(X509Certificate2.CreateFromPemFile(certificate, key), trusted);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Wrong($"CertificateFile, KeyFile and AuthorityFile must be PEM files that this process can read: {exception.Message}");
        }
    }

    public void Apply(TlsOptions tls)
    {
        tls.LocalCertificate = _own;
        tls.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        tls.RemoteCertificateValidation = (certificate, _, _) => IsOurs(certificate);

        // Silos are found by address: the name is not what is checked, but it has to be one.
        tls.OnAuthenticateAsClient = (_, ssl) => ssl.TargetHost = _own.GetNameInfo(X509NameType.DnsName, forIssuer: false);
    }

    /// <summary>Whether the authority signed it and it is valid now. Its name does not matter: addresses change, and the authority signs for one installation.</summary>
    internal bool IsOurs(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    private static OptionsValidationException Wrong(string why) => new(ClusterTlsOptions.Section, typeof(ClusterTlsOptions), [$"{ClusterTlsOptions.Section}: {why}"]);
}
