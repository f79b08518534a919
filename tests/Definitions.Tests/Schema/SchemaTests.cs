using System.Globalization;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Definitions.Tests.Schema;

public sealed class SchemaTests
{
    private const string Journey = "kind: journey\nid: j\nname: J\nstages:\n  - id: a\n    enter: b\n";

    private const string Blocks = "kind: template\nid: t\nname: T\nformat: html\nfallback: en\nlanguages:\n  en:\n    blocks:\n      - ";

    private static readonly JsonSchema File = JsonSchema.Load();

    /// <summary>A document that sets one number of a shape.</summary>
    private static readonly Dictionary<string, string> Holders = new(StringComparer.Ordinal)
    {
        ["settings"] = "kind: settings\n{0}: {1}\n",
        ["risk"] = "kind: settings\nrisk: {{{0}: {1}}}\n",
        ["lowPoint"] = Journey + "lowPoint: {{recover: {{mood: 1, pressure: 0}}, {0}: {1}}}\n",
        ["recover"] = Journey + "lowPoint: {{mood: -1, pressure: 100, recover: {{{0}: {1}}}}}\n",
        ["highPoint"] = Journey + "highPoint: {{{0}: {1}}}\n",
        ["experience"] = Journey + "experience: [{{on: a, {0}: {1}}}]\n",
        ["expectation"] = Journey + "expectations: [{{id: e, name: E, after: a, expect: b, by: promised, {0}: {1}}}]\n",
        ["policy"] = "kind: policy\nid: p\nname: P\non: lowPointOpened\ndo: {{callback: {{queue: q, reason: r}}}}\n{0}: {1}\n",
        ["budget"] = "kind: policy\nid: p\nname: P\non: lowPointOpened\ndo: {{offer: {{channel: c, offer: o, amount: 0.01, currency: EUR}}}}\nbudget: {{currency: EUR, {0}: {1}}}\n",
        ["form"] = "kind: form\nid: f\nname: F\ncomment: optional\nfallback: en\nlanguages: {{en: {{title: T, comment: C}}}}\n{0}: {1}\n",
        ["connection"] = "kind: connection\nid: c\nname: C\nchannel: sms\nprovider: other\n{0}: {1}\n",
        ["guardrails"] = "kind: guardrails\n{0}: {1}\n",
        ["breaker"] = "kind: guardrails\nbreaker: {{{0}: {1}}}\n",
        ["frequencyCap"] = "kind: guardrails\nfrequencyCaps: [{{per: day, {0}: {1}}}]\n",
        ["queueLimit"] = "kind: guardrails\nqueues: [{{queue: q, {0}: {1}}}]\n",
        ["channelRate"] = "kind: guardrails\nrates: [{{channel: email, {0}: {1}}}]\n",
        ["schedule"] = "kind: policy\nid: p\nname: P\non: {{schedule: {{segment: s, at: '9:00', {0}: {1}}}}}\ndo: {{callback: {{queue: q, reason: r}}}}\n",
        ["count"] = "kind: segment\nid: s\nname: S\nwhen: {{count: {{of: a, within: 1d, {0}: {1}}}}}\n",
        ["variant"] = "kind: policy\nid: p\nname: P\non: lowPointOpened\nvariants: [{{id: a, do: {{callback: {{queue: q, reason: r}}}}, {0}: {1}}}, {{id: b, do: {{callback: {{queue: q, reason: r}}}}}}]\n",
        ["headingBlock"] = Blocks + "heading: {{text: x, {0}: {1}}}\n",
        ["sourcePull"] = "kind: source\nid: s\nname: S\nevents: body\ntype: event.type\neventId: event.id\npull: {{url: https://a.example/, within: 10 minutes, {0}: {1}}}\n",
        ["sourceStream"] = "kind: source\nid: s\nname: S\nevents: body\ntype: event.type\neventId: event.id\nstream: {{url: https://a.example/, {0}: {1}}}\n",
        ["sourceEnrich"] = "kind: source\nid: s\nname: S\nevents: body\ntype: event.type\nwebhook: {{verify: {{bearer: {{secret: t}}}}}}\nenrich: {{url: https://a.example/, within: 10 minutes, {0}: {1}}}\n",
        ["imageBlock"] = Blocks + "image: {{source: 'https://shop.pt/x.png', {0}: {1}}}\n",
        ["productsBlock"] = Blocks + "products: {{layout: grid, items: [{{name: x}}], {0}: {1}}}\n",
        ["offer"] = "kind: policy\nid: p\nname: P\non: lowPointOpened\ndo: {{offer: {{channel: c, offer: o, currency: EUR, {0}: {1}}}}}\n",
    };

    [Fact]
    public void Schema_EveryShape_HasTheFieldsOfTheReader() => Assert.All(Shape.All, shape =>
    {
        var definition = File.Definitions[shape.Id];
        Assert.NotNull(definition);
        Assert.Equal(shape.Fields.Order(StringComparer.Ordinal), definition["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Schema_EveryGroup_IsAShapeOfTheReader() => Assert.Empty(
        File.Definitions.Where(d => d.Value!["properties"] is not null && d.Key != "condition").Select(d => d.Key).Except(Shape.All.Select(s => s.Id)));

    [Fact]
    public void Schema_EverySample_Fits()
    {
        var documents = SamplePacks.Names.SelectMany(n => DefinitionReader.Read(SamplePacks.Read(n)).Documents).ToList();

        Assert.NotEmpty(documents);
        Assert.All(documents, d => Assert.Empty(File.ValidateDocument(d.Source.Text)));
    }

    [Fact]
    public void Schema_Blocks_Fit() => Assert.Empty(File.ValidateDocument(
        Blocks + "divider\n      - unsubscribe: {text: x}\n      - columns: [[{text: a}], [{button: {label: b, link: 'https://shop.pt', color: '#1f5fbf'}}]]\n      - products: {layout: grid, columns: 3, items: [{name: a, price: b}]}\n      - products: {from: touchpoint.products}\n"));

    [Theory]
    [InlineData(Blocks + "buton: {label: x}\n")]
    [InlineData(Blocks + "button: {label: x, link: 'https://shop.pt', color: red}\n")]
    [InlineData(Blocks + "columns: [[{text: a}]]\n")]
    [InlineData(Blocks + "products: {items: [{name: a}], from: touchpoint.products}\n")]
    [InlineData(Blocks + "products: {layout: rows}\n")]
    [InlineData(Blocks + "products: {from: lowPoint.cause}\n")]
    [InlineData(Blocks + "text: x\n    text: y\n")]
    [InlineData("kind: jurney\nid: a\n")]
    [InlineData("kind: settings\nmoodHalfLive: 1 day\n")]
    [InlineData("kind: settings\nmoodHalfLife: soon enough\n")]
    [InlineData("kind: segment\nid: s\nname: S\nwhen: {moood: 1}\n")]
    [InlineData("kind: segment\nid: s\nname: S\nwhen: {mood: {abov: 1}}\n")]
    [InlineData(Journey + "expectations: [{id: e, name: E, after: a, expect: b}]\n")]
    [InlineData(Journey + "expectations: [{id: e, name: E, after: a, expect: b, within: 1d, by: c}]\n")]
    [InlineData("kind: policy\nid: p\nname: P\non: lowPointOpend\ndo: {callback: {queue: q, reason: r}}\n")]
    [InlineData("kind: policy\nid: p\nname: P\non: lowPointOpened\ndo: {webhook: {url: ftp://x}}\n")]
    public void Schema_BadDocument_IsRefusedLikeByTheReader(string text)
    {
        Assert.NotEmpty(File.ValidateDocument(text));
        Assert.NotEmpty(DefinitionReader.Read([new("x.yaml", text)]).Errors);
    }

    [Fact]
    public void Schema_EveryNumber_HasTheBoundsOfTheReader()
    {
        var numbers =
            from definition in File.Definitions
            where definition.Value!["properties"] is not null
            from property in definition.Value!["properties"]!.AsObject()
            where property.Value!["minimum"] is not null
            select (Shape: definition.Key, Field: property.Key, Min: property.Value!["minimum"]!.GetValue<double>(), Max: property.Value!["maximum"]!.GetValue<double>());

        Assert.All(numbers.ToList(), n =>
        {
            Assert.Empty(Set(n.Min));
            Assert.Empty(Set(n.Max));
            Assert.NotEmpty(Set(n.Min - 0.001));
            Assert.NotEmpty(Set(n.Max + 0.001));

            // What else the document lacks is no matter here.
            IEnumerable<DocumentError> Set(double value) => DefinitionReader.Read(
                [new("x.yaml", string.Format(CultureInfo.InvariantCulture, Holders[n.Shape], n.Field, value))])
                .Errors.Where(e => e.Message.Contains($"'{n.Field}' ", StringComparison.Ordinal) && !e.Message.Contains("missing", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Schema_Defaults_AreTheDefaultsOfTheCore()
    {
        var settings = DefinitionReader.Read([new("x.yaml", $"kind: settings\n{Defaults("settings")}risk:\n{Defaults("risk", "  ")}")]);
        var journey = DefinitionReader.Read([new("x.yaml", Journey +
            $"lowPoint:\n{Defaults("lowPoint", "  ")}  recover:\n{Defaults("recover", "    ")}highPoint:\n{Defaults("highPoint", "  ")}")]);

        Assert.Empty(settings.Errors);
        Assert.Equal(ExperienceSettings.Default, settings.Set!.Experience);
        Assert.Empty(journey.Errors);
        Assert.Equal(new LowPointSettings(), journey.Set!.Journeys[0].LowPoint);
        Assert.Equal(new HighPointSettings(), journey.Set.Journeys[0].HighPoint);
    }

    private static string Defaults(string shape, string indent = "") => string.Concat(
        File.Definitions[shape]!["properties"]!.AsObject().Where(p => p.Value!["default"] is not null).Select(p => $"{indent}{p.Key}: {p.Value!["default"]}\n"));
}
