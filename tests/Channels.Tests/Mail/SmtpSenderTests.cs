using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Mailbox;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Testing;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;

namespace CxOrchestrator.Channels.Tests.Mail;

public sealed partial class SmtpSenderTests : IDisposable
{
    private static readonly RSA Key = RSA.Create(2048);

    private readonly Inbox _inbox = new(TimeProvider.System);
    private readonly HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static OutgoingMessage Message(string id = "a1b2c3d4e5f60718293a4b5c6d7e8f90") => new()
    {
        Id = id,
        Channel = "email",
        To = "ann@example.com",
        ToName = "Ann Lee",
        Customer = "c-1",
        Category = PolicyCategory.Service,
        Policy = "late",
        Subject = "Your order is late",
        Text = "It is late.",
        Html = "<p>It is <b>late</b>.</p>",
        Language = "en",
        Unsubscribe = new Uri("https://shop.example/u/token"),
    };

    private Task<MailboxServer> StartAsync(MailboxServerOptions? options = null) => MailboxServer.StartAsync(options ?? new MailboxServerOptions(), _inbox, TimeProvider.System);

    private SmtpSender Sender(int port, Dictionary<string, string>? settings = null, Dictionary<string, string>? secrets = null, string security = "none")
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "localhost",
            ["port"] = $"{port}",
            ["security"] = security,
            ["from"] = "The shop <shop@example.com>",
        };
        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        var connection = new ConnectionDefinition { Id = "mail", Name = "Mail", Channel = "email", Provider = "smtp", Settings = [.. all] };
        Assert.Null(SmtpSettings.Problem(connection, secrets ?? []));
        return new SmtpSender(SmtpSettings.Of(connection, secrets ?? []), _client, TimeProvider.System);
    }

    private async Task<MimeMessage> ReceivedAsync()
    {
        using var source = new MemoryStream(Assert.Single(_inbox.List(new InboxQuery()).Items).Source.ToArray());
        return await MimeMessage.LoadAsync(source, Cancel);
    }

    private static async Task<string> PrintOfAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("localhost", port, Cancel);
#pragma warning disable CA5359 // The certificate is what is asked for.
        await using var tls = new System.Net.Security.SslStream(client.GetStream(), false, (_, _, _, _) => true);
#pragma warning restore CA5359
        await tls.AuthenticateAsClientAsync("localhost");
        return tls.RemoteCertificate!.GetCertHashString(HashAlgorithmName.SHA256);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Send_Message_ArrivesWithBothPartsAndTheHeadersOfSenders()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port, new() { ["replyTo"] = "help@example.com" });

        var answer = await sender.SendAsync(Message(), Cancel);

        Assert.Equal((SendVerdict.Accepted, "a1b2c3d4e5f60718293a4b5c6d7e8f90@example.com"), (answer.Verdict, answer.ProviderId));
        var mail = await ReceivedAsync();
        Assert.Equal("\"Ann Lee\" <ann@example.com>", mail.To.ToString());
        Assert.Equal(("\"The shop\" <shop@example.com>", "help@example.com", "Your order is late"), (mail.From.ToString(), mail.ReplyTo.ToString(), mail.Subject));
        Assert.Equal(("It is late.", "<p>It is <b>late</b>.</p>"), (mail.TextBody!.Trim(), mail.HtmlBody!.Trim()));
        Assert.Equal(("a1b2c3d4e5f60718293a4b5c6d7e8f90@example.com", "a1b2c3d4e5f60718293a4b5c6d7e8f90"), (mail.MessageId, mail.Headers[MailMessages.ActionHeader]));
        Assert.Equal(("<https://shop.example/u/token>", "List-Unsubscribe=One-Click"), (mail.Headers[HeaderId.ListUnsubscribe], mail.Headers[HeaderId.ListUnsubscribePost]));
        Assert.IsType<MultipartAlternative>(mail.Body);
    }

    [Fact]
    public async Task Send_WithoutASubject_HasTheFirstLineOfItsText()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port);

        await sender.SendAsync(Message() with { Subject = null, Html = null, Text = "\n  A voucher of 10 EUR for you\nUse it soon." }, Cancel);

        Assert.Equal("A voucher of 10 EUR for you", (await ReceivedAsync()).Subject);
    }

    [Fact]
    public async Task Send_WithoutHtmlAndUnsubscribe_IsPlain()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port);

        await sender.SendAsync(Message() with { Html = null, Unsubscribe = null }, Cancel);

        var mail = await ReceivedAsync();
        Assert.Null(mail.HtmlBody);
        Assert.False(mail.Headers.Contains(HeaderId.ListUnsubscribe));
    }

    [Theory]
    [InlineData("starttls", MailboxTls.StartTls)]
    [InlineData("tls", MailboxTls.Implicit)]
    public async Task Send_OverTlsWithALogin_Arrives(string security, MailboxTls tls)
    {
        await using var server = await StartAsync(new MailboxServerOptions { Tls = tls, User = "shop", Password = "s3cret" });
        await using var probe = await StartAsync(new MailboxServerOptions { Tls = MailboxTls.Implicit });
        var print = tls == MailboxTls.Implicit ? await PrintOfAsync(server.Port) : null;
        if (print is null)
        {
            // The certificate of a server with STARTTLS: as the refusal says it.
            await using var asking = Sender(server.Port, new() { ["user"] = "shop" }, new() { ["password"] = "s3cret" }, security);
            var test = await asking.TestAsync(Cancel);
            Assert.False(test.Works);
            Assert.Contains("The certificate of localhost is not trusted", test.Text, StringComparison.Ordinal);
            print = test.Text.Split("set 'certificate' to ")[1].Split(' ')[0];
        }

        await using var sender = Sender(server.Port, new() { ["user"] = "shop", ["certificate"] = print }, new() { ["password"] = "s3cret" }, security);

        Assert.Equal(SendVerdict.Accepted, (await sender.SendAsync(Message(), Cancel)).Verdict);
        Assert.Equal(new ConnectionTest(true, "localhost answers over TLS, lets shop sign in and takes messages from The shop <shop@example.com>."), await sender.TestAsync(Cancel));
    }

    [Fact]
    public async Task Send_WithAKey_VerifiesDkim()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port, new() { ["dkimDomain"] = "example.com", ["dkimSelector"] = "cx1" }, new() { ["dkimKey"] = Key.ExportPkcs8PrivateKeyPem() });

        await sender.SendAsync(Message(), Cancel);

        var mail = await ReceivedAsync();
        var signature = mail.Headers[mail.Headers.IndexOf(HeaderId.DkimSignature)];
        Assert.Contains("d=example.com", signature.Value, StringComparison.Ordinal);
        Assert.True(await new DkimVerifier(new KnownKey()).VerifyAsync(mail, signature, Cancel));
        mail.Headers[HeaderId.Subject] = "Send money";
        Assert.False(await new DkimVerifier(new KnownKey()).VerifyAsync(mail, signature, Cancel));
    }

    [Theory]
    [InlineData(MailboxAnswer.Defer, SendVerdict.Retry, false)]
    [InlineData(MailboxAnswer.Reject, SendVerdict.Never, false)]
    [InlineData(MailboxAnswer.Drop, SendVerdict.Uncertain, false)]
    public async Task Send_ServerThatMisbehaves_IsTakenAtItsWord(MailboxAnswer misbehaviour, SendVerdict verdict, bool connectionFault)
    {
        await using var server = await StartAsync(new MailboxServerOptions { Answer = misbehaviour });
        await using var sender = Sender(server.Port);

        var answer = await sender.SendAsync(Message(), Cancel);

        Assert.Equal((verdict, connectionFault), (answer.Verdict, answer.ConnectionFault));
        Assert.False(sender.TakesIdempotencyKey);
        Assert.Null(await sender.AskAsync(Message().Id, Cancel));
    }

    [Fact]
    public async Task Send_WrongPassword_IsAFaultOfTheConnectionInWords()
    {
        await using var server = await StartAsync(new MailboxServerOptions { User = "shop", Password = "s3cret" });
        await using var sender = Sender(server.Port, new() { ["user"] = "shop" }, new() { ["password"] = "wrong" });

        var answer = await sender.SendAsync(Message(), Cancel);

        Assert.Equal((SendVerdict.Retry, true), (answer.Verdict, answer.ConnectionFault));
        Assert.StartsWith("localhost refused the login of shop: ", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", answer.Text, StringComparison.Ordinal);
        Assert.False((await sender.TestAsync(Cancel)).Works);
    }

    [Fact]
    public async Task Test_NobodyListens_SaysWhatToCheck()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var sender = Sender(port);

        Assert.Equal(new ConnectionTest(false, $"localhost:{port} refuses connections. Check host and port, and whether the server is running."), await sender.TestAsync(Cancel));
    }

    [Fact]
    public async Task Test_HostThatIsNot_SaysSo()
    {
        await using var sender = Sender(25, new() { ["host"] = "mail.invalid" });
        Assert.Equal(new ConnectionTest(false, "The host mail.invalid is not known. Check the setting 'host'."), await sender.TestAsync(Cancel));
    }

    [Fact]
    public async Task Test_ServerWithoutStartTls_SaysWhichSecurityToSet()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port, security: "starttls");
        Assert.Equal(
            new ConnectionTest(false, $"localhost:{server.Port} offers no STARTTLS. Set 'security' to tls if the port is encrypted from the start (usually 465)."), await sender.TestAsync(Cancel));
    }

    [Theory]
    [InlineData("Ann\r\nBcc: all@example.com", "ann@example.com")]
    [InlineData("Ann", "ann@example.com")]
    public async Task Send_NameThatBringsAHeader_AddsNone(string name, string to)
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port);

        await sender.SendAsync(Message() with { ToName = name, To = to, Subject = "Hello\r\nX-Evil: yes" }, Cancel);

        var mail = await ReceivedAsync();
        Assert.False(mail.Headers.Contains("X-Evil") || mail.Headers.Contains(HeaderId.Bcc));
        Assert.Equal(["ann@example.com"], _inbox.List(new InboxQuery()).Items[0].Recipients);
    }

    [Theory]
    [InlineData("ann@example.com, bob@example.com")]
    [InlineData("ann@example.com\r\nRCPT TO:<bob@example.com>")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Send_AddressThatIsNone_IsNeverSent(string to)
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port);

        var answer = await sender.SendAsync(Message() with { To = to }, Cancel);

        Assert.Equal((SendVerdict.Never, true), (answer.Verdict, answer.AddressFault));
        Assert.Empty(_inbox.List(new InboxQuery()).Items);
    }

    [Fact]
    public async Task Send_ManyAtOnce_UsesNoMoreConnectionsThanThePoolHas()
    {
        await using var server = await StartAsync();
        await using var sender = Sender(server.Port, new() { ["poolMax"] = "2" });

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => sender.SendAsync(Message($"id-{i}"), Cancel)));

        Assert.All(answers, a => Assert.Equal(SendVerdict.Accepted, a.Verdict));
        Assert.Equal(40, _inbox.List(new InboxQuery { Limit = 100 }).Items.Select(m => m.MessageId).Distinct().Count());
    }

    [Theory]
    [InlineData("no key", "is not a private key that signs e-mail")]
    public void Problem_OfAKeyThatIsNone_SaysSo(string pem, string part)
    {
        var connection = new ConnectionDefinition
        {
            Id = "mail",
            Name = "Mail",
            Channel = "email",
            Provider = "smtp",
            Settings = [new("host", "a"), new("from", "a@example.com"), new("dkimDomain", "example.com"), new("dkimSelector", "s")],
        };
        Assert.Contains(part, SmtpSettings.Problem(connection, new Dictionary<string, string> { ["dkimKey"] = pem }), StringComparison.Ordinal);
        Assert.Contains("'dkimKey' is missing", SmtpSettings.Problem(connection, new Dictionary<string, string>()), StringComparison.Ordinal);
    }

    private sealed class KnownKey : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            Assert.Equal(("example.com", "cx1"), (domain, selector));
            using var reader = new StringReader(Key.ExportSubjectPublicKeyInfoPem());
            using var pem = new PemReader(reader);
            return (AsymmetricKeyParameter)pem.ReadObject();
        }

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
