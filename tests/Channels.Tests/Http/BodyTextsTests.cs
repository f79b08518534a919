using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Tests.Http;

/// <summary>Values in a JSON body as an object or a list.</summary>
public sealed class BodyTextsTests
{
    private const string Asked = "{% if message.template %}{{ message.values }}{% endif %}";
    private const string AskedList = "{%- if message.template -%} {{ message.parameters }} {%- endif -%}";

    private static string Write(BodyValue value, string? template, params KeyValuePair<string, string>[] values) => Encoding.UTF8.GetString(
        new BodyTexts(new BodyObject([KeyValuePair.Create("v", value)])).Write(
            new ProviderValues { Message = template is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["template"] = template }, Values = [.. values] }));

    [Theory]
    [InlineData("{{ message.values }}", null, """{"v":{"b":"2","a":"1"}}""")]
    [InlineData("{{ message.parameters }}", null, """{"v":["2","1"]}""")]
    [InlineData(Asked, null, "{}")]
    [InlineData(Asked, "late", """{"v":{"b":"2","a":"1"}}""")]
    [InlineData(AskedList, null, "{}")]
    [InlineData(AskedList, "late", """{"v":["2","1"]}""")]
    [InlineData("{% unless message.template %}{{ message.values }}{% endunless %}", null, """{"v":{"b":"2","a":"1"}}""")]
    public void Write_Values_AreThereWhereTheyAreAskedFor(string text, string? template, string body) =>
        Assert.Equal(body, Write(new BodyText(text), template, KeyValuePair.Create("b", "2"), KeyValuePair.Create("a", "1")));

    [Theory]
    [InlineData("{{ message.parameters }}", "{}")]
    [InlineData(Asked, """{"v":{}}""")]
    [InlineData(AskedList, """{"v":[]}""")]
    public void Write_NoValues_AreEmptyOnlyWhereTheyAreAskedFor(string text, string body) => Assert.Equal(body, Write(new BodyText(text), "late"));

    [Fact]
    public void Write_ValuesWithinAGroup_JoinItsOwnFields()
    {
        var group = new BodyObject([KeyValuePair.Create<string, BodyValue>("link", new BodyText("https://shop.example/")), KeyValuePair.Create<string, BodyValue>("...", new BodyText("{{ message.values }}"))]);

        Assert.Equal("""{"v":{"link":"https://shop.example/","a":"1"}}""", Write(group, null, KeyValuePair.Create("link", "x"), KeyValuePair.Create("a", "1")));
        Assert.Equal("""{"v":{"link":"https://shop.example/"}}""", Write(group, null));
    }
}
