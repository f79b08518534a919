using CxOrchestrator.Cli.Providers;

namespace CxOrchestrator.Cli.Tests.Providers;

public sealed class ProviderTryTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };
    private readonly string _folder = Directory.CreateTempSubdirectory("cx-provider").FullName;

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int Run(ProviderTryOptions options) => new ProviderTry(_output, _errors).Run(options);

    private static ProviderTryOptions SendGrid => new() { Provider = "sendgrid", Settings = new Dictionary<string, string> { ["from"] = "news@shop.example" } };

    [Fact]
    public void Try_BuiltIn_WritesItsRequestWithoutSecrets()
    {
        Assert.Equal(ExitCodes.Done, Run(SendGrid with { To = "ann@example.com" }));

        var written = _output.ToString();
        Assert.Contains("  POST https://api.sendgrid.com/v3/mail/send\n", written, StringComparison.Ordinal);
        Assert.Contains("  Authorization: Bearer •••\n", written, StringComparison.Ordinal);
        Assert.Contains("\"email\": \"ann@example.com\"", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/2 202\nx-message-id: m-1\n\n", "  Accepted, with the id m-1.\n  202 Accepted\n")]
    [InlineData("HTTP/1.1 429 Too Many Requests\nRetry-After: 30\n\n", "  Retried after 30 s: the provider did not take the message.\n")]
    [InlineData("HTTP/1.1 400 Bad Request\n\n{\"errors\": [{\"message\": \"no\"}]}", "  Dead: the provider will never take the message.\n  400 Bad Request: no\n")]
    public void Try_RecordedAnswer_SaysWhatItMeans(string answer, string said)
    {
        Assert.Equal(ExitCodes.Done, Run(SendGrid with { Answer = answer }));
        Assert.Contains(said, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Try_RecordedWebhook_ListsSteps()
    {
        const string webhook = """[{"event":"bounce","type":"bounce","sg_event_id":"e-1","email":"ann@example.com","timestamp":1780000000,"cx_action":"a-1","reason":"550"},{"event":"processed"}]""";

        Assert.Equal(ExitCodes.Done, Run(SendGrid with { Webhook = webhook }));
        Assert.Contains("  bounced  for good  2026-05-28 20:26:40Z  action a-1  address ann@example.com  reason 550\n  Skipped 1 without a step: processed.\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Try_FormOfAWebhook_IsReadAsOne()
    {
        var options = new ProviderTryOptions { Provider = "twilio", Settings = new Dictionary<string, string> { ["account"] = "AC1" }, Webhook = "MessageSid=SM1&MessageStatus=delivered&To=%2B4915112345678" };

        Assert.Equal(ExitCodes.Done, Run(options));
        Assert.Contains("  delivered  message SM1  address +4915112345678\n", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Try_SettingMissing_SaysWhichAndHow()
    {
        Assert.Equal(ExitCodes.Errors, Run(new ProviderTryOptions { Provider = "sendgrid" }));
        Assert.Equal("cx: there is no request: 'from' (Sender address) is missing. State settings with --set name=value.\n", _errors.ToString());
    }

    [Fact]
    public void Try_DocumentWithErrors_NamesThemWithTheirPlace()
    {
        var file = Path.Combine(_folder, "own.yaml");
        File.WriteAllText(file, "kind: provider\nid: own\nname: Own\nchannels: [sms]\nsend: {url: https://api.own.example/}\nanswer: {accepted: stats == `200`}\n");

        Assert.Equal(ExitCodes.Errors, Run(new ProviderTryOptions { Provider = file }));
        Assert.Contains("did you mean 'status'?", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Try_FileOfAnotherKind_IsRefused()
    {
        var file = Path.Combine(_folder, "s.yaml");
        File.WriteAllText(file, "kind: segment\nid: s\nname: S\nwhere: {customer.tier: gold}\n");

        Assert.Equal(ExitCodes.Errors, Run(new ProviderTryOptions { Provider = file }));
    }

    [Theory]
    [InlineData("nobody", null, "there is no file and no built-in provider nobody")]
    [InlineData("slack", "email", "Slack does not reach 'email'; it reaches slack.")]
    public void Try_WhatIsNotThere_IsNamed(string provider, string? channel, string why)
    {
        Assert.Equal(ExitCodes.Errors, Run(new ProviderTryOptions { Provider = provider, Channel = channel }));
        Assert.Contains(why, _errors.ToString(), StringComparison.Ordinal);
    }
}
