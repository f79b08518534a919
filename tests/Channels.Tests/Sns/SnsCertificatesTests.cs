using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CxOrchestrator.Channels.Sns;
using CxOrchestrator.Channels.Tests.Providers;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Sns;

/// <summary>Which certificates are trusted to sign for Amazon SNS, and how they are fetched.</summary>
public sealed class SnsCertificatesTests : IDisposable
{
    private static readonly Uri Address = new(SnsKeys.CertificateUrl);

    private readonly FakeTimeProvider _clock = new(HookCase.Now);
    private readonly SnsEndpoint _endpoint = new();
    private readonly SnsCertificates _certificates;

    public SnsCertificatesTests() => _certificates = new SnsCertificates(_endpoint, new SnsTrust([SnsKeys.Root]), _clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificates.Dispose();
        _endpoint.Dispose();
    }

    [Theory]
    [InlineData("sns.amazonaws.com")]
    [InlineData("sns.eu-central-1.amazonaws.com")]
    [InlineData("sns-signing.eu-central-1.amazonaws.com")]
    public async Task FetchAsync_OfTheRegion_IsTrusted(string name)
    {
        Serves(SnsKeys.Made(name, SnsKeys.Key, SnsKeys.Root));

        Assert.True(await _certificates.FetchAsync(Address, Token));
        Assert.Equal(SnsKeys.Key.ExportSubjectPublicKeyInfo(), _certificates.Find(Address)!.Key);
    }

    [Theory]
    [InlineData("sns.us-east-1.amazonaws.com")]
    [InlineData("sns.amazonaws.com.evil.example")]
    [InlineData("evil.example")]
    public async Task FetchAsync_ForAnotherName_IsRefused(string name)
    {
        Serves(SnsKeys.Made(name, SnsKeys.Key, SnsKeys.Root));

        Assert.Equal("its certificate is not one of Amazon SNS", await RefusalAsync());
    }

    [Fact]
    public async Task FetchAsync_Expired_IsRefused()
    {
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, SnsKeys.Root, from: HookCase.Now.AddDays(-20), until: HookCase.Now.AddDays(-1)));

        Assert.Equal("its certificate is expired, or not valid yet", await RefusalAsync());
    }

    [Fact]
    public async Task FetchAsync_OfAnUnknownRoot_IsRefused()
    {
        var other = SnsKeys.Made("Amazon Root CA 1", RSA.Create(2048), issuer: null, authority: true);
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, other), other);

        Assert.Equal("its certificate is not trusted", await RefusalAsync());
    }

    [Fact]
    public async Task FetchAsync_SelfSigned_IsRefused()
    {
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, issuer: null));

        Assert.Equal("its certificate is not trusted", await RefusalAsync());
    }

    [Fact]
    public async Task FetchAsync_IssuerMissing_IsFetchedWhereTheCertificateSays()
    {
        const string issuerUrl = "http://crt.amazontrust.example/m02.cer";
        var issuer = SnsKeys.Made("Amazon RSA 2048 M02", RSA.Create(2048), SnsKeys.Root, authority: true);
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, issuer, issuerUrl: issuerUrl));
        _endpoint.Answers[issuerUrl] = (HttpStatusCode.OK, issuer.Export(X509ContentType.Cert));

        Assert.True(await _certificates.FetchAsync(Address, Token));
        Assert.NotNull(_certificates.Find(Address)!.Key);
        Assert.Equal([SnsKeys.CertificateUrl, issuerUrl], _endpoint.Requests);
    }

    [Fact]
    public async Task FetchAsync_IssuerCannotBeFetched_IsAskedAgain()
    {
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, SnsKeys.Made("M02", RSA.Create(2048), SnsKeys.Root, authority: true), issuerUrl: "http://crt.example/m02.cer"));

        Assert.False(await _certificates.FetchAsync(Address, Token));
        Assert.Null(_certificates.Find(Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task FetchAsync_NoCertificate_IsRefused(string text)
    {
        _endpoint.Answers[SnsKeys.CertificateUrl] = (HttpStatusCode.OK, Encoding.ASCII.GetBytes(text));

        Assert.NotNull(await RefusalAsync());
    }

    [Fact]
    public async Task FetchAsync_EndlessAnswer_IsRefused()
    {
        _endpoint.Answers[SnsKeys.CertificateUrl] = (HttpStatusCode.OK, new byte[SnsCertificates.BytesMax + 1]);

        Assert.Equal("its certificate cannot be read", await RefusalAsync());
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task FetchAsync_Failed_IsNotRemembered(HttpStatusCode status)
    {
        _endpoint.Answers[SnsKeys.CertificateUrl] = (status, []);

        Assert.False(await _certificates.FetchAsync(Address, Token));
        Assert.Null(_certificates.Find(Address));
    }

    [Fact]
    public async Task FetchAsync_NoAnswer_EndsInTime()
    {
        _endpoint.Before = token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);

        var fetching = _certificates.FetchAsync(Address, Token);
        _clock.Advance(TimeSpan.FromSeconds(11));

        Assert.False(await fetching);
    }

    [Fact]
    public async Task FetchAsync_Again_IsFetchedOnceADay()
    {
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, SnsKeys.Root));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _certificates.FetchAsync(Address, Token)));
        await _certificates.FetchAsync(Address, Token);
        var first = _endpoint.Requests.Count;
        _clock.Advance(TimeSpan.FromHours(25));

        Assert.InRange(first, 1, 4);
        Assert.Null(_certificates.Find(Address));
    }

    [Fact]
    public async Task FetchAsync_ExpiresSoon_IsForgottenThen()
    {
        Serves(SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, SnsKeys.Root, until: HookCase.Now.AddMinutes(10)));

        await _certificates.FetchAsync(Address, Token);
        Assert.NotNull(_certificates.Find(Address));
        _clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Null(_certificates.Find(Address));
    }

    [Fact]
    public async Task FetchAsync_ManyAddresses_KeepsABoundedNumber()
    {
        var pem = SnsKeys.Made("sns.amazonaws.com", SnsKeys.Key, SnsKeys.Root).ExportCertificatePem();
        var addresses = Enumerable.Range(0, SnsCertificates.Max + 5).Select(i => new Uri($"https://sns.eu-central-1.amazonaws.com/{i}.pem")).ToList();
        foreach (var address in addresses)
        {
            _endpoint.Answers[address.AbsoluteUri] = (HttpStatusCode.OK, Encoding.ASCII.GetBytes(pem));
            Assert.True(await _certificates.FetchAsync(address, Token));
        }

        Assert.Equal(SnsCertificates.Max, addresses.Count(a => _certificates.Find(a) is not null));
    }

    private void Serves(params X509Certificate2[] certificates) =>
        _endpoint.Answers[SnsKeys.CertificateUrl] = (HttpStatusCode.OK, Encoding.ASCII.GetBytes(string.Join('\n', certificates.Select(c => c.ExportCertificatePem()))));

    private async Task<string?> RefusalAsync()
    {
        Assert.True(await _certificates.FetchAsync(Address, Token));
        return _certificates.Find(Address)!.Refusal;
    }
}
