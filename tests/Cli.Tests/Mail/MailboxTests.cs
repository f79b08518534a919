using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CxOrchestrator.Cli.Mail;
using CxOrchestrator.Mailbox;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace CxOrchestrator.Cli.Tests.Mail;

public sealed partial class MailboxTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-mailbox-");
    private readonly SpokenLines _said = new();
    private readonly SpokenLines _errors = new();

    public void Dispose()
    {
        _said.Dispose();
        _errors.Dispose();
        _folder.Delete(recursive: true);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MailboxRun Run(int port = 0, int? page = 0, string? folder = null) =>
        new(new MailboxServerOptions { Port = port }, page, folder ?? _folder.FullName, TimeProvider.System, _said, _errors);

    private static async Task SendAsync(int port, string subject, string html = "<p>Hello</p>")
    {
        using var message = new MimeMessage { Subject = subject, Body = new BodyBuilder { TextBody = "Hello", HtmlBody = html }.ToMessageBody() };
        message.From.Add(new MailboxAddress("Shop", "shop@example.com"));
        message.To.Add(new MailboxAddress("Ann", "ann@example.com"));
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None, Cancel);
        await client.SendAsync(message, Cancel);
        await client.DisconnectAsync(quit: true, Cancel);
    }

    private async Task<int> PortAsync() => int.Parse(Number().Match((await _said.NextAsync(Cancel)).Split("port")[1]).Value, CultureInfo.InvariantCulture);

    private async Task<Uri> PageAsync() => new((await _said.NextAsync(Cancel)).Split(' ')[^1]);

    [Fact]
    public async Task Run_MessageArrives_IsSaidWrittenAndShown()
    {
        using var stop = new CancellationTokenSource();
        var running = Run().RunAsync(stop.Token);
        var (port, address) = (await PortAsync(), await PageAsync());

        await SendAsync(port, "Your parcel\u001b[31m <late>", "<p>Hello</p><script>document.title = 'owned'</script>");

        var line = await _said.NextAsync(Cancel);
        Assert.Contains("shop@example.com to ann@example.com", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', line);
        Assert.Contains("From: Shop <shop@example.com>", await File.ReadAllTextAsync(Assert.Single(_folder.GetFiles("*.eml")).FullName, Cancel), StringComparison.Ordinal);

        using var http = new HttpClient { BaseAddress = address };
        var list = await http.GetStringAsync(new Uri("/", UriKind.Relative), Cancel);
        Assert.Contains("&lt;late&gt;", list, StringComparison.Ordinal);
        Assert.DoesNotContain("<late>", list, StringComparison.Ordinal);
        var message = await http.GetStringAsync(new Uri("/messages/1", UriKind.Relative), Cancel);
        Assert.Matches("<iframe [^>]*sandbox=\"allow-popups allow-popups-to-escape-sandbox\"", message);
        Assert.DoesNotContain("<script>", message, StringComparison.Ordinal);
        Assert.Contains("Message-Id", await http.GetStringAsync(new Uri("/messages/1?view=headers", UriKind.Relative), Cancel), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", await http.GetStringAsync(new Uri("/messages/1?view=source", UriKind.Relative), Cancel), StringComparison.Ordinal);
        Assert.Contains("No message matches", await http.GetStringAsync(new Uri("/?q=nothing", UriKind.Relative), Cancel), StringComparison.Ordinal);

        await stop.CancelAsync();
        Assert.Equal(ExitCodes.Stopped, await running);
    }

    [Fact]
    public async Task Page_FrameOfAMessage_MayRunAndLoadNothing()
    {
        using var stop = new CancellationTokenSource();
        var running = Run().RunAsync(stop.Token);
        var (port, address) = (await PortAsync(), await PageAsync());
        await SendAsync(port, "x");
        using var http = new HttpClient { BaseAddress = address };

        using var frame = await http.GetAsync(new Uri("/messages/1/html", UriKind.Relative), Cancel);

        var policy = string.Join(' ', frame.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox allow-popups", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-scripts", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", policy, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Page_AskedByAnotherName_RefusesAndIsNotEmptied()
    {
        using var stop = new CancellationTokenSource();
        var running = Run().RunAsync(stop.Token);
        var (port, address) = (await PortAsync(), await PageAsync());
        await SendAsync(port, "x");
        using var http = new HttpClient { BaseAddress = address };

        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/");
        rebound.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(rebound, Cancel)).StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/empty");
        foreign.Headers.Add("Origin", "http://evil.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(foreign, Cancel)).StatusCode);
        Assert.Equal("1", await http.GetStringAsync(new Uri("/newest", UriKind.Relative), Cancel));

        using var own = await http.PostAsync(new Uri("/empty", UriKind.Relative), null, Cancel);
        Assert.Contains("No mail yet", await own.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/messages/1", UriKind.Relative), Cancel)).StatusCode);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Run_PortOrPageTaken_SaysWhich()
    {
        using var stop = new CancellationTokenSource();
        var running = Run().RunAsync(stop.Token);
        var (port, address) = (await PortAsync(), await PageAsync());

        var taken = await Assert.ThrowsAsync<IOException>(() => Run(port).RunAsync(Cancel));
        Assert.Contains($"port {port}", taken.Message, StringComparison.Ordinal);
        taken = await Assert.ThrowsAsync<IOException>(() => Run(page: address.Port).RunAsync(Cancel));
        Assert.Contains($"port {address.Port}", taken.Message, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Run_FolderThatIsAFile_IsRefused()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "", Cancel);

        Assert.Equal(ExitCodes.Errors, await Run(folder: file).RunAsync(Cancel));
        Assert.Contains("--folder", await _errors.NextAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port 70000", "--port")]
    [InlineData("--page none", "--page")]
    [InlineData("--tls sometimes", "--tls")]
    [InlineData("--misbehave loudly", "--misbehave")]
    [InlineData("--password x", "--user")]
    public void Parse_WrongOptions_SaysWhich(string line, string option) =>
        Assert.Contains(MailboxCommand.Create().Parse(line).Errors, e => e.Message.Contains(option, StringComparison.Ordinal));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
