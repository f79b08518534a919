using System.Globalization;
using CxOrchestrator.Gateway.Mailbox;
using CxOrchestrator.Testing;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MimeKit;

namespace CxOrchestrator.Gateway.Tests.Mailbox;

public sealed class MailboxEndpointTests : IAsyncLifetime
{
    private readonly int _port = Ports.Free();
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(("Mailbox:Port", _port.ToString(CultureInfo.InvariantCulture)));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task SendAsync(string subject, string to = "ann@example.com", string html = "<p>Hello</p><script>alert(1)</script>")
    {
        var body = new BodyBuilder { TextBody = "Hello Ann", HtmlBody = html };
        body.Attachments.Add("invoice.pdf", new byte[] { 1, 2, 3 });
        using var message = new MimeMessage { Subject = subject, Body = body.ToMessageBody() };
        message.From.Add(new MailboxAddress("Shop", "shop@example.com"));
        message.To.Add(new MailboxAddress("Ann", to));
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", _port, SecureSocketOptions.None, Cancel);
        await client.SendAsync(message, Cancel);
        await client.DisconnectAsync(quit: true, Cancel);
    }

    private async Task ActAsync(string account) => await _host.SendAsync(HttpMethod.Post, "/v1/me/switch", $$"""{"account":"{{account}}"}""");

    [Fact]
    public async Task List_PagesAndSearch_GiveWhatArrived()
    {
        for (var i = 1; i <= 3; i++)
        {
            await SendAsync($"Message {i}", $"c{i}@example.com");
        }

        var (status, first, _) = await _host.GetAsync("/v1/mailbox?limit=2");
        Assert.Equal((200, 3, "2"), (status, first.GetProperty("total").GetInt32(), first.GetProperty("next").GetString()));
        Assert.Equal(["Message 3", "Message 2"], first.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("subject").GetString()));
        var second = (await _host.GetAsync("/v1/mailbox?limit=2&cursor=2")).Json;
        Assert.Equal("Message 1", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("subject").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Equal(1, (await _host.GetAsync("/v1/mailbox?to=c2@")).Json.GetProperty("total").GetInt32());
        Assert.Equal(1, (await _host.GetAsync("/v1/mailbox?text=message%203")).Json.GetProperty("total").GetInt32());
        Assert.Equal(400, (await _host.GetAsync("/v1/mailbox?cursor=x")).Status);
        Assert.Equal(400, (await _host.GetAsync("/v1/mailbox?limit=501")).Status);
        Assert.Equal(3, (await _host.GetAsync("/v1/status")).Json.GetProperty("mailbox").GetProperty("messages").GetInt32());
    }

    [Fact]
    public async Task Get_Message_HasItsPartsAndItsSource()
    {
        await SendAsync("Your parcel");

        var mail = (await _host.GetAsync("/v1/mailbox/1")).Json;
        Assert.Equal(("Your parcel", "Hello Ann", false), (mail.GetProperty("subject").GetString(), mail.GetProperty("text").GetString()!.Trim(), mail.GetProperty("truncated").GetBoolean()));
        Assert.Contains("<script>", mail.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal(("invoice.pdf", 3), (mail.GetProperty("attachments")[0].GetProperty("name").GetString(), mail.GetProperty("attachments")[0].GetProperty("bytes").GetInt32()));
        Assert.Contains(mail.GetProperty("headers").EnumerateArray(), h => h.GetProperty("name").GetString() == "Message-Id");

        using var source = await _host.Client.GetAsync(new Uri("/v1/mailbox/1/source", UriKind.Relative), Cancel);
        Assert.Equal(("message/rfc822", "attachment"), (source.Content.Headers.ContentType!.MediaType, source.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(source.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("Subject: Your parcel", await source.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(404, (await _host.GetAsync("/v1/mailbox/2")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v1/mailbox/2/source")).Status);
    }

    [Fact]
    public async Task Get_LongText_IsCutAndSaysSo()
    {
        await SendAsync("Long", html: new string('x', MailViews.TextMax + 1));

        var mail = (await _host.GetAsync("/v1/mailbox/1")).Json;

        Assert.Equal((true, MailViews.TextMax), (mail.GetProperty("truncated").GetBoolean(), mail.GetProperty("html").GetString()!.Length));
    }

    [Fact]
    public async Task Get_ByARoleWithoutPersonalData_IsMasked()
    {
        await SendAsync("Your parcel");
        await ActAsync("marketer");

        var item = (await _host.GetAsync("/v1/mailbox")).Json.GetProperty("items")[0];
        Assert.Equal(("•••", "•••", "•••"), (item.GetProperty("subject").GetString(), item.GetProperty("from").GetString(), item.GetProperty("to")[0].GetString()));
        var mail = (await _host.GetAsync("/v1/mailbox/1")).Json;
        Assert.DoesNotContain("example.com", mail.GetRawText().Replace(mail.GetProperty("messageId").GetString()!, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("parcel", mail.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(403, (await _host.GetAsync("/v1/mailbox/1/source")).Status);
        Assert.Equal(403, (await _host.GetAsync("/v1/mailbox?text=parcel")).Status);
    }

    [Fact]
    public async Task Empty_ByAMarketer_RemovesAllAndIsAudited()
    {
        await SendAsync("One");
        await SendAsync("Two");
        await ActAsync("operator");
        Assert.Equal(403, (await _host.SendAsync(HttpMethod.Delete, "/v1/mailbox")).Status);
        await ActAsync("marketer");

        Assert.Equal(2, (await _host.SendAsync(HttpMethod.Delete, "/v1/mailbox")).Json.GetProperty("removed").GetInt32());

        Assert.Equal(0, (await _host.GetAsync("/v1/mailbox")).Json.GetProperty("total").GetInt32());
        var entry = (await _host.GetAsync("/v1/audit?action=mailboxEmptied")).Json.GetProperty("items")[0];
        Assert.Equal(("marketer", "2 messages"), (entry.GetProperty("by").GetString(), entry.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public async Task Endpoints_WithoutAMailbox_Answer404WithTheCure(string? port)
    {
        await using var host = port is null ? await GatewayHost.StartAsync() : await GatewayHost.StartAsync(("Mailbox:Port", port));
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/v1/mailbox"), (HttpMethod.Get, "/v1/mailbox/1"), (HttpMethod.Get, "/v1/mailbox/1/source"), (HttpMethod.Delete, "/v1/mailbox") })
        {
            var (status, json, _) = await host.SendAsync(method, path);
            Assert.Equal((404, "urn:cx:problem:no-mailbox"), (status, json.GetProperty("type").GetString()));
            Assert.Contains("Mailbox:Port", json.GetProperty("cure").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await host.GetAsync("/v1/status")).Json.GetProperty("mailbox").ValueKind);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(0, false)]
    public async Task Host_OfTheDemo_TakesAFreePortUnlessItIsOff(int? port, bool on)
    {
        await using var host = new MailboxHost(Options.Create(new MailboxOptions { Port = port, OnFreePort = true }), TimeProvider.System, NullLogger<MailboxHost>.Instance);

        await host.StartAsync(Cancel);

        Assert.Equal((on, on), (host.Port is > 0, host.Inbox is not null));
    }

    [Fact]
    public async Task Host_PortTaken_DoesNotStartAndSaysWhich()
    {
        await using var host = new MailboxHost(Options.Create(new MailboxOptions { Port = _port }), TimeProvider.System, NullLogger<MailboxHost>.Instance);

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Cancel));

        Assert.Contains($"port {_port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Mailbox:Port", refused.Message, StringComparison.Ordinal);
    }
}
