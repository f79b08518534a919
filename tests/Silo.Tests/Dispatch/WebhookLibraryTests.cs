using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>What is sent is verified by the library that Standard Webhooks gives to receivers.</summary>
public sealed class WebhookLibraryTests : IDisposable
{
    private const string Library = "standardwebhooks@1.1.1";

    private const string Script = """
        const { Webhook } = require("standardwebhooks");
        const [secret, headers, body] = JSON.parse(require("fs").readFileSync(0, "utf8"));
        try { new Webhook(secret).verify(body, headers); console.log("verified"); } catch (e) { console.log(e.message); }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-webhook-library-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Send_SecretsOfAnyForm_AreVerifiedByTheLibraryOfReceivers()
    {
        await InstallAsync();
        string NewSecret() => WebhookKeys.Create(RandomNumberGenerator.GetBytes(32));
        var (older, newer) = (NewSecret(), NewSecret());
        var earlier = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        Assert.Equal("verified", await VerifyAsync(newer, newer));
        Assert.Equal("verified", await VerifyAsync($"{newer} {older}", newer));
        Assert.Equal("verified", await VerifyAsync($"{newer} {older}", older));
        Assert.Equal("verified", await VerifyAsync(earlier, earlier));
        Assert.Equal("verified", await VerifyAsync(earlier, "whsec_" + earlier));
        Assert.Equal("No matching signature found", await VerifyAsync(newer, older));
    }

    // Made by the product without a setting.
    [Fact]
    public async Task Send_SecretOfTheDataFolder_IsVerifiedAsItIsInTheFile()
    {
        await InstallAsync();
        var file = Path.Combine(_folder.FullName, "webhook-secret");

        Assert.Equal("verified", await VerifyAsync("", () => File.ReadAllText(file), file));
    }

    private Task<string> VerifyAsync(string configured, string secret) => VerifyAsync(configured, () => secret, "unused");

    private async Task<string> VerifyAsync(string configured, Func<string> secret, string file)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        using var client = new OneClient();
        var options = Options.Create(new WebhookOptions { Secret = configured });
        var channel = new WebhookChannel(client, new WebhookSecret(options, new WebhookSecretFile(file)), new FakeEndpoints(TimeProvider.System), options, TimeProvider.System);
        var item = new OutboxItem
        {
            Key = Some.Key(),
            Action = Some.Action("a-1", kind: ActionKind.Webhook, content: [(ActionContent.Url, receiver.Url), ("data.name", "Jürgen 😀")]),
            Status = ActionStatus.Admitted,
            StatusAt = Make.Start,
        };
        Assert.Equal(ChannelResult.Delivered, await channel.SendAsync(item, TestContext.Current.CancellationToken));

        var (_, _, headers, body) = receiver.Calls.Single();
        var names = new[] { "webhook-id", "webhook-timestamp", "webhook-signature" };
        object[] input = [secret(), names.ToDictionary(n => n, n => headers[n].ToString()), Encoding.UTF8.GetString(body)];
        var (code, said) = await RunAsync("node", JsonSerializer.Serialize(input), "-e", Script);
        Assert.Equal(0, code);
        return said.Trim();
    }

    private async Task InstallAsync()
    {
        try
        {
            var (code, said) = await RunAsync("npm", "", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", _folder.FullName, Library);
            Assert.SkipUnless(code == 0, $"npm could not install {Library}: {said}");
        }
        catch (Exception exception) when (exception is Win32Exception or OperationCanceledException)
        {
            Assert.Skip($"npm, or the registry behind it, is missing: {exception.Message}");
        }
    }

    private async Task<(int Code, string Said)> RunAsync(string program, string input, params string[] arguments)
    {
        using var over = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(over.Token), process.StandardError.ReadToEndAsync(over.Token));
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(over.Token);
            return (process.ExitCode, process.ExitCode == 0 ? await output : await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private sealed class OneClient : IHttpClientFactory, IDisposable
    {
        private readonly SocketsHttpHandler _handler = new();

        public HttpClient CreateClient(string name) => new(_handler, disposeHandler: false);

        public void Dispose() => _handler.Dispose();
    }
}
