using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Tests.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>Silos that know each other by certificates, and listen on their address alone.</summary>
public sealed class ClusterTlsTests(PostgresFixture postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-tls-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Start_TwoSilosWithCertificates_FindEachOther()
    {
        using var brokers = new MockCluster();
        brokers.CreateTopic(ClusterSilo.Topic, 2);
        var database = await postgres.NewDatabaseAsync();
        var tls = Write("ours");
        await using var a = new ClusterSilo(database, brokers, tls);
        await using var b = new ClusterSilo(database, brokers, tls);
        await a.StartAsync();
        await b.StartAsync();

        await EmbeddedSilo.UntilAsync(
            () => Task.FromResult(a.Get<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true).Count == 2), "both silos to be one cluster");
        var endpoint = a.Get<IOptions<EndpointOptions>>().Value;
        Assert.Equal(("127.0.0.1", "127.0.0.1"), (endpoint.SiloListeningEndpoint!.Address.ToString(), endpoint.GatewayListeningEndpoint!.Address.ToString()));
    }

    [Fact]
    public void IsOurs_CertificateOfAnotherAuthority_IsNot()
    {
        var ours = Of(Write("ours"))!;
        var theirs = Write("theirs");

        Assert.True(ours.IsOurs(X509CertificateLoader.LoadCertificateFromFile(Write("ours again", "ours")[0].Value)));
        Assert.False(ours.IsOurs(X509CertificateLoader.LoadCertificateFromFile(theirs[0].Value)));
    }

    [Fact]
    public void Of_FilesThatAreNotThereOrIncomplete_StopsTheStart()
    {
        var tls = Write("ours");
        Assert.Null(Of([]));
        Assert.Throws<OptionsValidationException>(() => Of(tls[..2]));
        File.Delete(tls[1].Value);
        Assert.Contains("Cluster:Tls", Assert.Throws<OptionsValidationException>(() => Of(tls)).Message, StringComparison.Ordinal);
    }

    private static ClusterTls? Of((string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        return ClusterTls.Of(builder);
    }

    /// <summary>A certificate with its key, of an authority that is made with the first of that name.</summary>
    private (string Name, string Value)[] Write(string name, string? authority = null)
    {
        authority ??= name;
        var now = TimeProvider.System.GetUtcNow();
        var (from, until) = (now.AddDays(-1), now.AddDays(1));
        var authorityFile = Path.Combine(_folder.FullName, $"{authority}-ca.pem");
        var authorityKey = Path.Combine(_folder.FullName, $"{authority}-ca.key");
        if (!File.Exists(authorityFile))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={authority} authority", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            using var made = request.CreateSelfSigned(from, until);
            File.WriteAllText(authorityFile, made.ExportCertificatePem());
            File.WriteAllText(authorityKey, key.ExportPkcs8PrivateKeyPem());
        }

        using var issuer = X509Certificate2.CreateFromPemFile(authorityFile, authorityKey);
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ask = new CertificateRequest("CN=silo.cx.internal", own, HashAlgorithmName.SHA256);
        ask.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        // No longer than its authority, which may have been made in the second before.
        using var certificate = ask.Create(issuer, issuer.NotBefore, issuer.NotAfter, RandomNumberGenerator.GetBytes(8));
        var files = (Certificate: Path.Combine(_folder.FullName, $"{name}.pem"), Key: Path.Combine(_folder.FullName, $"{name}.key"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, own.ExportPkcs8PrivateKeyPem());
        return [("Cluster:Tls:CertificateFile", files.Certificate), ("Cluster:Tls:KeyFile", files.Key), ("Cluster:Tls:AuthorityFile", authorityFile)];
    }
}
