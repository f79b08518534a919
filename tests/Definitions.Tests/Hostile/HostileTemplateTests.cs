using CxOrchestrator.Definitions.Templates;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;
using static CxOrchestrator.Definitions.Tests.Hostile.Hostile;

namespace CxOrchestrator.Definitions.Tests.Hostile;

/// <summary>Templates that are endless, deep or grow; and customers whose values mean something else where they end up.</summary>
public sealed class HostileTemplateTests
{
    private const string Head = "kind: template\nid: t\nname: T\nfallback: en\n";
    private const string TooDeep = "'text' goes deeper than 30 levels of blocks, conditions and filters in each other; make it flatter";
    private const string Unreadable = "'text' cannot be read as a template";
    private const string Range = "a range has both ends written out as numbers and at most 1,000 of them, like (1..5)";

    /// <summary>Each with what is said of it.</summary>
    public static TheoryData<string, string> Refusals => new()
    {
        { Repeat("{% if mood %}", 400) + "x" + Repeat("{% endif %}", 400), TooDeep },
        { Repeat("{% if mood %}", 700), TooDeep },
        { Repeat("{% for i in touchpoint.a %}", 240) + Repeat("{% endfor %}", 240), TooDeep },
        { Repeat("{% case mood %}{% when 1 %}", 240) + Repeat("{% endcase %}", 240), TooDeep },
        { Repeat("{% unless mood %}{{ \"{% endunless %}\" }}", 150) + Repeat("{% endunless %}", 150), TooDeep },
        { "{{ mood" + Repeat("[mood", 1_500) + Repeat("]", 1_500) + " }}", TooDeep },
        { "{{ " + Repeat("(", 4_900) + " }}", TooDeep },
        { "{{ mood" + Repeat(" | abs", 1_600) + " }}", TooDeep },
        { "{% if mood" + Repeat(" and mood", 1_000) + " %}x{% endif %}", TooDeep },
        { "{% if mood" + Repeat(" or mood", 1_100) + " %}x{% endif %}", TooDeep },
        { "{% for i in " + Repeat("(", 4_900) + " %}", Unreadable },
        { Repeat("{% comment %}", 700), Unreadable },
        { Repeat("{{", 5_000), Unreadable },
        { "{% for i in (1..1000000) %}x{% endfor %}", Range },
        { "{% for i in (1..1000000) %}{% for j in (1..1000000) %}{% endfor %}{% endfor %}", Range },
        { "{% for i in (-999999999..999999999) %}{% endfor %}", Range },
        { "{% for i in (1..touchpoint.n) %}{% endfor %}", Range },
        { "{% assign all = (1..2000000000) %}", Range },
        { "{% capture s %}x{% endcapture %}", Unreadable },
        { "{% include \"t\" %}", Unreadable },
        { "{% render \"t\" %}", Unreadable },
        { "{% layout \"../../etc/passwd\" %}", Unreadable },
        { "{% macro m() %}{% endmacro %}", Unreadable },
        { "{% liquid\nassign a = 1 %}", Unreadable },
        { "{% tablerow i in (1..1000) %}{% endtablerow %}", Unreadable },
        { "{{ customer.id | append: customer.id }}", "there is no filter 'append'" },
        { "{{ customer.id | raw }}", "there is no filter 'raw'" },
        { "{{ customer.id | times: 1 | strip_html }}", "there is no filter 'strip_html'" },
    };

    /// <summary>Within the bounds of reading; filling them in is bounded as well.</summary>
    public static TheoryData<string> Endless =>
    [
        "{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}{% assign a = i %}{% endfor %}{% endfor %}",
        "{% assign s = \"xxxxxxxxxx\" %}{% for i in (1..1000) %}{% for j in (1..1000) %}{{ s }}{{ s }}{{ s }}{% endfor %}{% endfor %}",
        "{% assign s = \"x\" %}{% for i in (1..1000) %}{% assign s = touchpoint.tags | join: s %}{{ s }}{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}{% assign s = touchpoint.tags | join: \", \" %}{% endfor %}{% endfor %}",
        "{% for i in (1..1000) %}{% for tag in touchpoint.tags %}{% assign s = tag | upcase | downcase | upcase %}{% endfor %}{% endfor %}",
        "{{ \"now\" | date: \"%2000000000Y\" }}",
        "{{ \"now\" | date: \"%-0999999999d %^_000999999999N\" }}",
        "{{ \"now\" | date: touchpoint.format }}",
        "{{ touchpoint.long | date: touchpoint.long | default: 1 }}",
        "{{ 1 | times: 9999999999999999999999999999 | times: 9999999999999999999999999999 }}",
        "{{ 5 | divided_by: risk }}{{ 5 | round: 2000000000 }}",
        "{{ \"a\" | truncate: 2000000000, touchpoint.long }}{{ \"a b\" | truncatewords: 2000000000 }}",
        Repeat("{{touchpoint.long|default:1}}", 300),
    ];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Read_HostileTemplate_IsRefused(string text, string message)
    {
        var errors = Refused(Template("en", text));

        Assert.All(errors, e => Assert.Equal(8, e.Line));
        Assert.Contains(errors, e => e.Column >= 5 && e.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Endless))]
    public void Fill_EndlessTemplate_FailsOrEndsAtItsBounds(string text) => Assert.InRange(Bounded(() => FilledOrWhy(text)).Length, 1, Liquid.LengthMax);

    [Fact]
    public void Fill_ATextAtTheBoundOfLevels_IsFilledIn() =>
        Assert.Equal("x", Bounded(() => Fill(Repeat("{% if mood == 0 %}", 14) + "x" + Repeat("{% endif %}", 14), "text")));

    [Fact]
    public void Fill_AnyOtherYear_IsFilledIn() => Assert.Equal("02026 2026-03-03", Fill("{{ \"now\" | date: \"%05Y %Y-%m-%d\" }}", "text"));

    [Fact]
    public void Fill_HundredsOfLongFieldsInBraces_FailsAtItsBound()
    {
        var text = TextTemplate.TryParse(Repeat("{touchpoint.long}", 580), out _, out _)!;

        Assert.Equal(TextTemplate.LengthMax, Bounded(() => text.FillCut(Facts("Ann"), out _)).Length);
        Assert.Throws<TemplateFailedException>(() => text.Fill(Facts("Ann")));
    }

    [Theory]
    [InlineData("<p>{{ customer.name | default: \"\" }}</p>", "<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("<a title=\"{{ customer.name | default: \"\" }}\">x</a>", "\" onmouseover=\"alert(1)", "<a title=\"&quot; onmouseover=&quot;alert(1)\">x</a>")]
    [InlineData("<a title='{{ customer.name | default: \"\" }}'>x</a>", "' onmouseover='alert(1)", "<a title='&#x27; onmouseover=&#x27;alert(1)'>x</a>")]
    [InlineData("{% assign n = customer.name | upcase %}{{ n }}", "<b>", "&lt;B&gt;")]
    [InlineData("{{ touchpoint.tags | first | default: customer.name }}", "", "&lt;i&gt;")]
    [InlineData("{{ touchpoint.tags | join: customer.name | truncate: 13, \"\" | default: 1 }}", "<hr>", "&lt;i&gt;&lt;hr&gt;&lt;i&gt;&lt;hr")]
    public void Fill_ScriptInAnAttribute_IsEscapedInHtml(string text, string name, string filled) => Assert.Equal(filled, Fill(text, "html", name));

    [Theory]
    [InlineData("<a title=▸{{ customer.id }}>x</a>", "put a value in a tag in quotes")]
    [InlineData("<a ▸{{ customer.id }}=1>x</a>", "put a value in a tag in quotes")]
    [InlineData("<▸{{ customer.id }}>", "put a value in a tag in quotes")]
    [InlineData("</b ▸{{ customer.id }}>", "put a value in a tag in quotes")]
    [InlineData("<a title=\"{% if mood > 0 %}a{% endif %}\" href=▸{{ customer.id | default: \">\" }}>x</a>", "put a value in a tag in quotes")]
    [InlineData("<script>var a = \"▸{{ customer.id }}\";</script>", "a value cannot stand in <script>, where nothing escapes it")]
    [InlineData("<STYLE type=\"a>b\">▸{{ customer.id }}</STYLE>", "a value cannot stand in <style>, where nothing escapes it")]
    [InlineData("<a onclick=\"go(▸{{ customer.id }})\">x</a>", "a value cannot stand in onclick, where nothing escapes it")]
    [InlineData("<p STYLE = \"color: ▸{{ customer.id }}\">x</p>", "a value cannot stand in style, where nothing escapes it")]
    [InlineData("<a href=\"javascript:go(▸{{ customer.id }})\">x</a>", "a value cannot stand in a program")]
    [InlineData("<a href=\"{% if mood > 0 %}https://example.org/{% endif %}▸{{ customer.id }}\">x</a>", "the beginning of this link is inside a condition")]
    [InlineData("<a {% if mood > 0 %}href{% endif %}=\"▸{{ customer.id }}\">x</a>", "an attribute that takes a value has its name written out")]
    [InlineData("<script>\"</script><b title=▸{{ customer.id }}>", "put a value in a tag in quotes")]
    public void Read_AValueThatNothingEscapes_IsRefused(string marked, string message)
    {
        var (at, text) = (marked.IndexOf('▸', StringComparison.Ordinal), marked.Replace("▸", "", StringComparison.Ordinal));
        var error = Assert.Single(Refused(Template("en", text, "html")));
        Assert.Equal((8, 6 + at), (error.Line, error.Column));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://track.example/1?a=b&c", "https://track.example/1?a=b&amp;c")]
    [InlineData(" HTTP://track.example/1 ", "HTTP://track.example/1")]
    [InlineData("mailto:help@shop.example", "mailto:help@shop.example")]
    [InlineData("tel:+351210000000", "tel:&#x2B;351210000000")]
    [InlineData("javascript:alert(1)", "#")]
    [InlineData(" \u0001JaVaScRiPt:alert(1)", "#")]
    [InlineData("java\nscript:alert(1)", "#")]
    [InlineData("data:text/html,<script>alert(1)</script>", "#")]
    [InlineData("//evil.example/", "#")]
    [InlineData("/etc/passwd", "#")]
    [InlineData("file:///etc/passwd", "#")]
    [InlineData("Ann", "#")]
    public void Fill_AValueAsALink_IsAPageOrNone(string value, string address) =>
        Assert.Equal($"<a href=\"{address}\">{{}}</a>", Fill("<a href=\"{{- customer.name | default: \"\" -}}\">{}</a>", "html", value));

    [Theory]
    [InlineData("<a href='https://shop.example/{{ customer.name | default: \"\" }}'>", "<a href='https://shop.example/javascript:x'>")]
    [InlineData("<a href=\"?{{ customer.name | default: \"\" }}\">", "<a href=\"?javascript:x\">")]
    [InlineData("<a href=\"{% if mood < 0 %}https://a.example/{{ customer.id }}{% else %}{{ customer.name | default: \"\" }}{% endif %}\">", "<a href=\"#\">")]
    [InlineData("<a href=\"{% if mood < 0 %}https://a.example{% else %}https://b.example{% endif %}\" title=\"{{ customer.name | default: \"\" }}\">", "<a href=\"https://b.example\" title=\"javascript:x\">")]
    [InlineData("<img alt=\"\" src=\"{% assign s = customer.name %}{{ s }}\">", "<img alt=\"\" src=\"#\">")]
    [InlineData("<a href=\"java{{ customer.name | default: \"\" }}\">", "<a href=\"java#\">")]
    public void Fill_AValueInALink_NamesNoOtherKindOfAddress(string text, string filled) => Assert.Equal(filled, Fill(text, "html", "javascript:x"));

    [Theory]
    [InlineData("1 < 2 {{ customer.id }} <!-- > {{ customer.id }} -->")]
    [InlineData("<p class='a > b' title=\"{{ customer.id }}\">{{ customer.id }}</p><style>p { color: red }</style>{{ customer.id }}")]
    [InlineData("<a href=\"https://example.org/{{ customer.id }}?a='\">{% if mood > 0 %}<b>{% endif %}{{ customer.id }}</a>")]
    [InlineData("<stylesheet>{{ customer.id }}</stylesheet>")]
    public void Read_AValueThatIsEscaped_IsRead(string text) => Assert.NotEmpty(Fill(text, "html"));

    [Theory]
    [InlineData("Ann\r\nBcc: x@example.com", "Hi Ann Bcc: x@example.com")]
    [InlineData("Ann\nBcc: x", "Hi Ann Bcc: x")]
    [InlineData("Ann\rBcc: x", "Hi Ann Bcc: x")]
    [InlineData("Ann\u0000\u000B\u001B[2J", "Hi Ann   [2J")]
    [InlineData("Ann\u2028Bcc: x", "Hi Ann Bcc: x")]
    public void Decide_LinesInASubject_BecomeOne(string name, string subject)
    {
        foreach (var message in (ReadOnlySpan<string>)["{channel: email, template: t}", "{channel: email, subject: \"Hi {customer.name}\", text: x}", "{channel: email, subject: \"Hi\\r\\n{customer.name}\", text: x}"])
        {
            var set = Set(Template("en", "x") + $"---\nkind: policy\nid: p\nname: P\non: {{touchpoint: a}}\ndo: {{message: {message}}}\n");
            var state = CustomerState.For(Make.Customer) with { Profile = new Profile { Name = name } };
            var action = Assert.Single(Customer.Decide(state, new RecordTouchpoint { Touchpoint = Make.Touchpoint("a", Make.Start) }, new CompiledDefinitions(set)).Actions);

            Assert.Equal(subject, action[ActionContent.Subject]);
        }
    }

    private static string Template(string language, string text, string format = "text") =>
        $"{Head}format: {format}\nlanguages:\n  {language}: {{subject: 'Hi {{{{ customer.name | default: \"\" }}}}', text:\n    '{text.Replace("'", "''", StringComparison.Ordinal)}'}}\n";

    private static DefinitionSet Set(string documents)
    {
        var read = DefinitionReader.Read([new("t.yaml", documents)]);
        Assert.Empty(read.Errors);
        return read.Set!;
    }

    private static string FilledOrWhy(string text)
    {
        try
        {
            return Fill(text, "text");
        }
        catch (TemplateFailedException failure)
        {
            return failure.Message;
        }
    }

    private static string Fill(string text, string format, string name = "Ann") =>
        Assert.Single(Set(Template("en", text, format)).Templates).For("en").Text.Fill(Facts(name));

    private static Facts Facts(string name) =>
        new(CustomerState.For(Make.Customer) with { Profile = new Profile { Name = name } }, new CompiledDefinitions(DefinitionSet.Empty), Make.Start)
        {
            Touchpoint = Make.Touchpoint(
                "order.placed",
                Make.Start,
                attributes: [("tags", Scalar.Of([.. Enumerable.Repeat(Make.Text("<i>"), TouchpointJson.ListItemsMax)])), ("long", Make.Text(new string('%', TouchpointJson.TextLengthMax))), ("format", Make.Text("%999999999Y"))]),
        };
}
