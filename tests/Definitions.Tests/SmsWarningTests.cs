namespace CxOrchestrator.Definitions.Tests;

/// <summary>Text messages that cost more than their author may know.</summary>
public sealed class SmsWarningTests
{
    private static string Policy(string action) => $"kind: policy\nid: late\nname: Late\non: {{touchpoint: order.late}}\ndo:\n  - {action}\n";

    private static string Template(string text) => $"kind: template\nid: late\nname: Late\nfallback: en\nlanguages:\n  en: {{text: \"{text}\"}}\n";

    [Fact]
    public void Read_CharacterThatMakesItUnicode_NamesItAndWhatItCosts()
    {
        var warning = Assert.Single(Warnings(Policy($"message: {{channel: sms, text: \"We are sorry — {new string('x', 60)}\"}}")));

        Assert.Contains("the message is sent as 2 text messages: the character '—' makes it Unicode, with 70 characters a message; without it it would be 1", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LongText_SaysHowManyItMakes() =>
        Assert.Contains("is sent as 4 text messages, and each is billed; shorten it to at most 459 characters", Assert.Single(Warnings(Policy($"message: {{channel: sms, text: \"{new string('x', 500)}\"}}"))), StringComparison.Ordinal);

    [Fact]
    public void Read_TextOfATemplate_IsCountedWithoutItsFields() =>
        Assert.Contains("template 'late' (en) is sent as 2 text messages", Assert.Single(Warnings(Policy("message: {channel: sms, template: late}"), Template($"{{{{ customer.name | default: 'you' }}}}… {new string('x', 75)}"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("message: {channel: sms, text: \"We are sorry — Ann\"}")]
    [InlineData("message: {channel: sms, text: \"Grüße, {customer.name|du}\"}")]
    [InlineData("message: {channel: email, subject: Hi, text: \"We are sorry — xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}")]
    public void Read_NothingThatCostsMore_DoesNotWarn(string action) => Assert.Empty(Warnings(Policy(action)));

    private static List<string> Warnings(params string[] texts)
    {
        var result = DefinitionReader.Read([new("all.yaml", string.Join("---\n", texts))]);
        Assert.NotNull(result.Set);
        return [.. result.Warnings.Select(w => w.Message)];
    }
}
