using CxOrchestrator.Definitions.Tests.Errors;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Templates;

public sealed class TemplateTests
{
    private const string Head = "kind: template\nid: t\nname: T\nfallback: en\n";

    private static TemplateDefinition Read(string text, string format = "text") =>
        Assert.Single(Set(Head + $"format: {format}\nlanguages:\n  en:\n    subject: 'Hi {{{{ customer.name | default: \"you\" }}}}'\n    text: '{text.Replace("'", "''", StringComparison.Ordinal)}'\n").Templates);

    private static DefinitionSet Set(string documents)
    {
        var read = DefinitionReader.Read([new("t.yaml", documents)]);
        Assert.Empty(read.Errors);
        return read.Set!;
    }

    private static string Fill(string text, string format = "text", string? name = "Ann", params ReadOnlySpan<(string, Scalar)> attributes)
    {
        var state = CustomerState.For(Make.Customer) with { Profile = new Profile { Name = name } };
        var facts = new Facts(state, new CompiledDefinitions(DefinitionSet.Empty), Make.Start) { Touchpoint = Make.Touchpoint("order.placed", Make.Start, attributes: attributes) };
        return Read(text, format).For("en").Text.Fill(facts);
    }

    [Theory]
    [InlineData("Hello {{ customer.name | default: \"there\" }}!", "Hello Ann!")]
    [InlineData("{% if customer.name %}Dear {{ customer.name }}{% else %}Hello{% endif %}", "Dear Ann")]
    [InlineData("{{ touchpoint.colour | default: \"none\" | upcase }}", "RED")]
    [InlineData("{% for tag in touchpoint.tags %}[{{ tag }}]{% endfor %}", "[a][b]")]
    [InlineData("{{ touchpoint.price | default: 0 | times: 2 | round: 1 }}", "25.0")]
    [InlineData("{{ mood }} {{ risk }} {{ time.weekday }}", "0 0 tuesday")]
    [InlineData("{{ touchpoint.address.city | default: \"?\" }}", "Faro")]
    [InlineData("{{ \"now\" | date: \"%Y-%m-%d\" }}", "2026-03-03")]
    public void Fill_Fields_AreFilledIn(string text, string filled) => Assert.Equal(
        filled,
        Fill(text, attributes: [("colour", Make.Text("red")), ("tags", Scalar.Of([Make.Text("a"), Make.Text("b")])), ("price", Scalar.Of(12.5)), ("address.city", Make.Text("Faro"))]));

    [Theory]
    [InlineData("{{ touchpoint.order | default: 0 }}", "4711000000000001")]
    [InlineData("{{ touchpoint.half | default: 0 | round }}", "3")]
    [InlineData("{{ touchpoint.half | default: 0 | times: -1 | round }}", "-3")]
    [InlineData("{{ touchpoint.amount | default: 0 }}", "49.90")]
    [InlineData("{{ touchpoint.amount | default: 0 | divided_by: 2 }}", "24.95")]
    [InlineData("{{ touchpoint.pieces | default: 0 | divided_by: 2 }}", "15.5")]
    [InlineData("{{ touchpoint.pieces | default: 0 | divided_by: 3 | round: 2 }}", "10.33")]
    [InlineData("{{ touchpoint.tiny | default: 0 }}", "0.0000001")]
    public void Fill_Numbers_KeepTheirValue(string text, string filled) =>
        Assert.Equal(filled, FillOrder(text, ("order", Scalar.Of(4711000000000001)), ("half", Scalar.Of(2.5)), ("pieces", Scalar.Of(31)), ("tiny", Scalar.Of(0.0000001))));

    [Theory]
    [InlineData("{{ touchpoint.note | default: \"\" | truncate: 4, \"\" }}", "abc😀")]
    [InlineData("{{ touchpoint.note | default: \"\" | truncate: 3, \"\" }}", "abc")]
    [InlineData("{{ touchpoint.family | default: \"\" | truncate: 1, \"\" }}", "👨‍👩‍👧")]
    [InlineData("{{ touchpoint.family | default: \"\" | truncate: 2, \"…\" }}", "👨‍👩‍👧…")]
    public void Fill_Truncate_NeverSplitsACharacter(string text, string filled) =>
        Assert.Equal(filled, FillOrder(text, ("note", Make.Text("abc😀x")), ("family", Make.Text("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧"))));

    [Theory]
    [InlineData("{{ touchpoint.total | default: 0 | divided_by: mood }}", "a division by 0")]
    [InlineData("{% assign p = touchpoint.pieces %}{{ touchpoint.total | default: 0 | divided_by: p }}", "a value that divided_by needs is missing")]
    [InlineData("{{ touchpoint.word | default: 0 | plus: 1 }}", "'thirty' is not a number, in plus")]
    [InlineData("{{ 1 | times: 9999999999999999999999999999 | times: 9999999999999999999999999999 }}", "a number that is too large, in times")]
    public void Fill_Fails_SaysWhyAndWhere(string text, string why)
    {
        var failure = Assert.Throws<TemplateFailedException>(() => FillOrder("Dear you, " + text + " to unsubscribe", ("total", Scalar.Of(30)), ("word", Make.Text("thirty"))));

        Assert.Equal($"{why}, after 'Dear you,'", failure.Message);
    }

    [Theory]
    [InlineData("{{ touchpoint.total | default: 0 | divided_by: touchpoint.pieces }}", "'touchpoint.pieces' may be missing, and divided_by fails without it")]
    [InlineData("{{ 5 | divided_by: 0 }}", "nothing can be divided by 0")]
    [InlineData("{{ 5 | plus: customer.lifetimevalue }}", "unknown field")]
    public void Read_ArgumentOfAFilter_IsChecked(string text, string message)
    {
        var read = DefinitionReader.Read([new("t.yaml", Head + $"format: text\nlanguages:\n  en: {{text: '{text}'}}\n")]);

        Assert.Contains(read.Errors, e => e.Message.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ArgumentThatIsAskedForOrAssigned_IsFine() => Assert.Equal("10", FillOrder(
        "{% if touchpoint.pieces %}{{ touchpoint.total | default: 0 | divided_by: touchpoint.pieces }}{% endif %}", ("total", Scalar.Of(30)), ("pieces", Scalar.Of(3))));

    private static string FillOrder(string text, params ReadOnlySpan<(string, Scalar)> attributes)
    {
        var facts = new Facts(CustomerState.For(Make.Customer), new CompiledDefinitions(DefinitionSet.Empty), Make.Start)
        {
            Touchpoint = Make.Touchpoint("order.placed", Make.Start, value: new Money { Amount = 49.9m, Currency = "EUR" }, attributes: attributes),
        };
        return Read(text).For("en").Text.Fill(facts);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("html")]
    public void Fill_CodeOfAnOffer_LeavesItsPlace(string format) => Assert.Equal("Yours: {offer.code}", Fill("Yours: {{ offer.code }}", format));

    [Theory]
    [InlineData("{{ preferences }} {{ unsubscribe }}", "text", "https://preferences.cx.invalid/ https://unsubscribe.cx.invalid/")]
    [InlineData("<a href=\"{{ unsubscribe }}\">Unsubscribe</a>", "html", "<a href=\"https://unsubscribe.cx.invalid/\">Unsubscribe</a>")]
    [InlineData("<a href='{{ preferences }}'>x</a>", "html", "<a href='https://preferences.cx.invalid/'>x</a>")]
    public void Fill_LinksToPreferences_GiveTheirMarkers(string text, string format, string filled) => Assert.Equal(filled, Fill(text, format));

    [Fact]
    public void Read_LinkInASubject_IsRefused()
    {
        var read = DefinitionReader.Read([new("t.yaml", Head + "format: text\nlanguages:\n  en: {subject: '{{ unsubscribe }}', text: Hi}\n")]);

        Assert.StartsWith("a subject has no links", Assert.Single(read.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fill_MissingField_GivesItsDefault() => Assert.Equal("Hello there", Fill("Hello {{ customer.name | default: \"there\" }}", name: null));

    [Theory]
    [InlineData("html", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("text", "<script>alert(1)</script>")]
    public void Fill_ScriptInAName_IsEscapedInHtml(string format, string filled) =>
        Assert.Equal(filled, Fill("{{ customer.name | default: \"\" }}", format, name: "<script>alert(1)</script>"));

    [Fact]
    public void Fill_TemplateInAValue_StaysText() => Assert.Equal("{{ customer.id }}", Fill("{{ customer.name | default: \"\" }}", name: "{{ customer.id }}"));

    [Theory]
    [InlineData("{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}")]
    [InlineData("{% assign s = \"xxxxxxxxxx\" %}{% for i in (1..100) %}{% for j in (1..100) %}{{ s }}{{ s }}{{ s }}{{ s }}{% endfor %}{% endfor %}")]
    public void Fill_EndlessLoop_FailsAtItsBound(string text) => Assert.Throws<TemplateFailedException>(() => Fill(text));

    [Theory]
    [InlineData("pt-BR", "br")]
    [InlineData("pt-PT", "pt")]
    [InlineData("PT_br", "br")]
    [InlineData("pt", "pt")]
    [InlineData("de", "en")]
    [InlineData(null, "en")]
    [InlineData("", "en")]
    public void For_ALanguage_GivesItsTextsOrTheFallback(string? language, string text)
    {
        var template = Assert.Single(Set(Head + "languages: {en: {text: en}, pt: {text: pt}, pt-BR: {text: br}}\n").Templates);
        var facts = new Facts(CustomerState.For(Make.Customer), CompiledDefinitions.Empty, Make.Start);

        Assert.Equal(text, template.For(language).Text.Fill(facts));
    }

    [Fact]
    public void Message_WithATemplate_CarriesItsWordsInTheCustomersLanguage()
    {
        var set = Set(Head + "format: html\nlanguages: {en: {text: Hello}, de: {subject: 'Hallo {{ customer.name | default: \"\" }}', text: '<b>{{ touchpoint.product | default: \"\" }}</b>'}}\n---\n"
            + "kind: policy\nid: p\nname: P\non: {absence: {of: b, after: a, within: 1h}}\ndo: {message: {channel: email, template: t}}\n");
        var state = CustomerState.For(Make.Customer) with { Profile = new Profile { Name = "Ann\r\nBcc: x@example.com", Language = "de-AT" } };
        var definitions = new CompiledDefinitions(set);
        var waiting = Customer.Decide(state, new RecordTouchpoint { Touchpoint = Make.Touchpoint("a", Make.Start, attributes: ("product", Make.Text("<lamp>"))) }, definitions).Next;

        var action = Assert.Single(Customer.Decide(waiting, new FireTimers { UpTo = Make.Day(1) }, definitions).Actions);

        Assert.Equal(("Hallo Ann Bcc: x@example.com", "<b>&lt;lamp&gt;</b>", "de", "html"), (action["subject"], action["text"], action["language"], action["format"]));
    }

    [Theory]
    [InlineData("languages: {en: {text: '▸{{ customer.nam | default: 1 }}{{ customer.id }}'}}\n", "")]
    [InlineData("▸languages: {en: {text: x}}\nformat: pdf\n", "'format' is one of text, html")]
    public void Read_KnownMistakes_AreTold(string marked, string message)
    {
        var read = DefinitionReader.Read([new("t.yaml", Head + marked.Replace("▸", "", StringComparison.Ordinal))]);
        Assert.True(message.Length == 0 ? read.Errors.IsEmpty : read.Errors.Any(e => e.Message.Contains(message, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("languages: {en: {text: '{{ ▸customr.name | default: 1 }}'}}\n", "unknown field 'customr.name'; did you mean 'customer.name'?")]
    [InlineData("languages: {en: {text: 'Hi {{ ▸customer.name }}'}}\n", "'customer.name' may be missing; give it a fallback")]
    [InlineData("languages: {en: {text: '{% if mood %}{{ ▸customer.name }}{% endif %}'}}\n", "'customer.name' may be missing")]
    [InlineData("languages: {en: {text: '{{ customer.id | ▸raw }}'}}\n", "there is no filter 'raw'")]
    [InlineData("languages: {en: {text: '{{ customer.id | ▸upcas }}'}}\n", "did you mean 'upcase'?")]
    [InlineData("languages: {en: {text: ▸'{% include \"x\" %}'}}\n", "cannot be read as a template")]
    [InlineData("languages: {en: {text: ▸'{% if mood %}'}}\n", "cannot be read as a template")]
    [InlineData("languages: {en: {text: ▸'{{ customer.name'}}\n", "cannot be read as a template")]
    [InlineData("languages: {▸english: {text: x}, en: {text: y}}\n", "'english' is no language")]
    [InlineData("languages: {en: ▸{subject: x}}\n", "'text' is missing; the texts of a language needs it")]
    [InlineData("languages: ▸[en]\n", "'languages' is a group of languages")]
    public void Read_BadTemplate_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(Head + marked, message);

    [Fact]
    public void Read_FallbackWithoutTexts_IsRefused() =>
        Marked.AssertErrors("kind: template\nid: t\nname: T\nfallback: ▸fr\nlanguages: {en: {text: x}}\n", "there are no texts in 'fr'; the fallback is one of the languages: en");

    [Theory]
    [InlineData("do: {message: {channel: email, template: ▸x}}\n", "no template 'x' in the documents")]
    [InlineData("do: {message: {channel: email, template: t, ▸text: Hi}}\n", "'text' is defined in the template")]
    public void Read_PolicyWithATemplate_IsChecked(string marked, string message) =>
        Marked.AssertErrors(Head + "languages: {en: {text: x}}\n---\nkind: policy\nid: p\nname: P\non: {touchpoint: a}\n" + marked, message);
}
