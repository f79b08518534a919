using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Channels.Tests.Providers;

public sealed class BuiltInProvidersTests
{
    public static TheoryData<string> Ids => [.. BuiltInProviders.All.Select(p => p.Id)];

    [Fact]
    public void All_Documents_AreReadWithoutErrors() => Assert.Equal(
        [
            "apns", "brevo", "fcm", "google-chat", "infobip", "infobip-whatsapp", "mailgun", "mattermost", "messagebird", "postmark", "rest", "sendgrid", "ses", "sinch", "slack", "teams", "twilio",
            "twilio-voice", "vonage",
        ],
        BuiltInProviders.All.Select(p => p.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Find_OwnDocument_WinsOverTheBuiltInOne()
    {
        var source = BuiltInProviders.Sources.First(s => s.File == "slack.yaml");
        var own = DefinitionReader.Read([source with { Text = source.Text.Replace("name: Slack", "name: Our Slack", StringComparison.Ordinal) }]).Set!;
        var definitions = new Rules.Policies.CompiledDefinitions(own);

        Assert.Equal("Our Slack", ProviderCatalog.Find(definitions, "slack")!.Name);
        Assert.Equal("Twilio", ProviderCatalog.Find(definitions, "twilio")!.Name);
        Assert.Null(ProviderCatalog.Find(definitions, "nobody"));
        Assert.Equal(BuiltInProviders.All.Length, ProviderCatalog.All(definitions).Length);
    }
}
