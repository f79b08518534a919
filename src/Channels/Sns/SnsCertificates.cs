using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CxOrchestrator.Channels.Http;

namespace CxOrchestrator.Channels.Sns;

/// <summary>Certificates that sign messages of Amazon SNS: fetched once from the endpoint of the topic's region, checked, and remembered.</summary>
public sealed class SnsCertificates(IHttpClientFactory clients, SnsTrust trust, TimeProvider clock) : IDisposable
{
    /// <summary>Most certificates that are remembered.</summary>
    public const int Max = 50;

    /// <summary>Most bytes of a certificate with its issuers.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Most that are fetched at the same time.</summary>
    private const int FetchesMax = 4;

    /// <summary>Most issuers that are fetched for one certificate.</summary>
    private const int IssuersMax = 3;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private static readonly TimeSpan RefusalKept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Uri, SnsCertificate> _known = [];
    private readonly SemaphoreSlim _fetches = new(FetchesMax, FetchesMax);

    /// <summary>Null: it is not known, and has to be fetched.</summary>
    internal SnsCertificate? Find(Uri address)
    {
        lock (_gate)
        {
            return _known.GetValueOrDefault(address) is { } known && known.Until > clock.GetUtcNow() ? known : null;
        }
    }

    /// <summary>Fetches and checks a certificate; whether it is trusted is known afterwards. False: it cannot be fetched now, and may be later.</summary>
    /// <param name="address">Of <see cref="WebhookResult.Certificate"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Within, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await _fetches.WaitAsync(both.Token);
            try
            {
                if (Find(address) is null)
                {
                    Keep(address, await CheckAsync(address, both.Token));
                }

                return true;
            }
            finally
            {
                _fetches.Release();
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    public void Dispose() => _fetches.Dispose();

    private async Task<SnsCertificate> CheckAsync(Uri address, CancellationToken cancellationToken)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(Encoding.ASCII.GetString(await ReadAsync(address, cancellationToken)));
            return found.Count == 0 ? Refused("there is no certificate at its address") : await CheckAsync(found, SnsTopic.OfHost(address.Host), cancellationToken);
        }
        catch (CryptographicException)
        {
            return Refused("its certificate cannot be read");
        }
        finally
        {
            foreach (var certificate in found)
            {
                certificate.Dispose();
            }
        }
    }

    private async Task<SnsCertificate> CheckAsync(X509Certificate2Collection found, SnsTopic topic, CancellationToken cancellationToken)
    {
        var leaf = found[0];
        for (var fetched = 0; ; fetched++)
        {
            var refusal = SnsChain.Refusal(leaf, found, topic, trust, clock.GetUtcNow(), out var last);
            using (last)
            {
                if (refusal is not null)
                {
                    return Refused(refusal);
                }

                if (last is null)
                {
                    var until = new DateTimeOffset(leaf.NotAfter.ToUniversalTime(), TimeSpan.Zero);
                    return new SnsCertificate(leaf.PublicKey.ExportSubjectPublicKeyInfo(), null, Earlier(until, clock.GetUtcNow() + Kept));
                }

                // Amazon gives the certificate alone; who issued it is found where the certificate says.
                if (fetched == IssuersMax || SnsChain.Issuer(last) is not { } issuer)
                {
                    return Refused("its certificate is not trusted");
                }

                found.Add(X509CertificateLoader.LoadCertificate(await ReadAsync(issuer, cancellationToken)));
            }
        }
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ProviderHttp.ClientName);
        using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{address.Host} answered {(int)response.StatusCode}.");
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BytesMax + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return read > BytesMax ? throw new CryptographicException($"{address.Host} sent more than {BytesMax} bytes.") : buffer[..read];
    }

    private SnsCertificate Refused(string why) => new(null, why, clock.GetUtcNow() + RefusalKept);

    internal void Keep(Uri address, SnsCertificate certificate)
    {
        lock (_gate)
        {
            if (_known.Count >= Max && !_known.ContainsKey(address))
            {
                // Those that end first: refused ones before trusted ones.
                _known.Remove(_known.MinBy(k => k.Value.Until).Key);
            }

            _known[address] = certificate;
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
