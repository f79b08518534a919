using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.EndToEnd.Processes;
using CxOrchestrator.Mailbox;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace CxOrchestrator.EndToEnd.Messages;

/// <summary>A policy's e-mail through an SMTP server with TLS and a password, as the inbox has it, and what its unsubscribe button does.</summary>
public sealed class MailDeliveryTests : IAsyncLifetime
{
    private const string Password = "pa55 w\u00f6rd";

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly RSA _dkim = RSA.Create(2048);
    private readonly Inbox _inbox = new(TimeProvider.System);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-mail-");
    private MailboxServer _server = null!;
    private GatewayProcess _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await MailboxServer.StartAsync(new MailboxServerOptions { Tls = MailboxTls.StartTls, User = "shop", Password = Password }, _inbox, TimeProvider.System);
        var secrets = _folder.CreateSubdirectory("secrets");
        await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "password.txt"), Password, Cancel);
        await File.WriteAllTextAsync(Path.Combine(secrets.FullName, "dkim.pem"), _dkim.ExportPkcs8PrivateKeyPem(), Cancel);
        var definitions = _folder.CreateSubdirectory("definitions");
        await File.WriteAllTextAsync(Path.Combine(definitions.FullName, "mail.yaml"), await DocumentsAsync(), Cancel);
        _gateway = await GatewayProcess.NewAsync(
            definitions.FullName, data: null, $"--Channels:SecretsFolder={secrets.FullName}", "--Channels:AllowPrivateNetworks=true", "--Links:PublicAddress=https://news.example.com", "--Links:TrackService=true");
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _server.DisposeAsync();
        _dkim.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Email_OfAPolicy_ArrivesSignedAndItsButtonClosesTheChannel()
    {
        await SendAsync("customer.updated", ""","attributes":{"name":"Ann <b>Müller</b>","email":"ann@example.com"}""");
        await SendAsync("parcel.broken", "");

        var mail = await ReceivedAsync();
        Assert.Equal(("Your parcel, Ann <b>Müller</b>", "Shop", "ann@example.com"), (mail.Subject, mail.From.Mailboxes.Single().Name, mail.To.Mailboxes.Single().Address));
        Assert.Contains("We are sorry, Ann &lt;b&gt;M", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("https://news.example.com/l/", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("We are sorry, Ann <b>Müller</b>", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Headers, h => h.Value!.Contains('\n', StringComparison.Ordinal) && h.Field == "Bcc");
        var signature = mail.Headers[mail.Headers.IndexOf(HeaderId.DkimSignature)];
        Assert.True(await new DkimVerifier(new KnownKey(_dkim)).VerifyAsync(mail, signature, Cancel));

        // The mailbox provider's own button: one POST to the address in the header, with nothing but these words.
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        var address = new Uri(mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>'));
        Assert.Equal("news.example.com", address.Host);
        using var words = new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await _gateway.Http.PostAsync(new Uri(address.PathAndQuery, UriKind.Relative), words, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await Waiting.UntilAsync(async () => (await ClosedAsync()).GetArrayLength() > 0, Within, () => "the channel to close");
        var closed = (await ClosedAsync())[0];
        Assert.Equal(("email", "cx.preferences"), (closed.GetProperty("channel").GetString(), closed.GetProperty("source").GetString()));
        Assert.StartsWith("unsubscribed", closed.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/u/forged")]
    [InlineData("/p/forged")]
    [InlineData("/l/forged?to=https%3A%2F%2Fevil.example")]
    public async Task Link_Forged_ChangesNothingAndLeadsNowhere(string path)
    {
        using var words = new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var posted = await _gateway.Http.PostAsync(new Uri(path, UriKind.Relative), words, Cancel);
        using var got = await _gateway.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, got.StatusCode);
        Assert.Null(got.Headers.Location);
        Assert.InRange((int)posted.StatusCode, 400, 499);
    }

    private async Task<JsonElement> ClosedAsync()
    {
        using var customer = JsonDocument.Parse(await _gateway.Http.GetStringAsync(new Uri("/v1/customers/ann", UriKind.Relative), Cancel));
        return customer.RootElement.GetProperty("closedChannels").Clone();
    }

    private async Task<MimeMessage> ReceivedAsync()
    {
        await Waiting.UntilAsync(() => Task.FromResult(!_inbox.List(new InboxQuery()).Items.IsEmpty), Within, () => "the e-mail");
        using var source = new MemoryStream(_inbox.List(new InboxQuery()).Items[0].Source.ToArray());
        return await MimeMessage.LoadAsync(source, Cancel);
    }

    /// <summary>Of the server's certificate, which no authority signed.</summary>
    private async Task<string> PrintAsync()
    {
        var print = "";
        using var client = new SmtpClient();
#pragma warning disable CA5359 // The certificate is what is asked for.
        client.ServerCertificateValidationCallback = (_, certificate, _, _) =>
        {
            print = certificate!.GetCertHashString(HashAlgorithmName.SHA256);
            return true;
        };
#pragma warning restore CA5359
        await client.ConnectAsync("localhost", _server.Port, SecureSocketOptions.StartTls, Cancel);
        await client.DisconnectAsync(quit: true, Cancel);
        return print;
    }

    private async Task SendAsync(string type, string more)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        using var body = new StringContent($$"""{"id":"{{type}}","type":"{{type}}","customer":"ann","at":"{{at}}","source":"shop"{{more}}}""", Encoding.UTF8, "application/json");
        using var answer = await _gateway.Http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), body, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<string> DocumentsAsync() =>
        $$$"""
        kind: connection
        id: mail
        name: Mail
        channel: email
        provider: smtp
        settings:
          host: localhost
          port: {{{_server.Port}}}
          security: starttls
          user: shop
          from: Shop <shop@example.com>
          dkimDomain: example.com
          dkimSelector: cx1
          certificate: {{{await PrintAsync()}}}
        secrets:
          password: {file: password.txt}
          dkimKey: {file: dkim.pem}
        ---
        kind: template
        id: broken
        name: Broken
        format: html
        fallback: en
        languages:
          en:
            subject: "Your parcel, {{ customer.name | default: 'customer' }}"
            blocks:
              - heading: {text: Your parcel}
              - text: "We are sorry, {{ customer.name | default: 'customer' }}."
              - button: {label: See your order, link: "https://shop.example/orders"}
              - unsubscribe: {}
        ---
        kind: policy
        id: broken
        name: Broken
        on: {touchpoint: parcel.broken}
        do:
          - message: {channel: email, template: broken}
        """;

    private sealed class KnownKey(RSA key) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            Assert.Equal(("example.com", "cx1"), (domain, selector));
            using var reader = new StringReader(key.ExportSubjectPublicKeyInfoPem());
            using var pem = new PemReader(reader);
            return (AsymmetricKeyParameter)pem.ReadObject();
        }

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
