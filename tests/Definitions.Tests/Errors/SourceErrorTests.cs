namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class SourceErrorTests
{
    private const string Names = "settings: [{name: project, label: Project}]\nsecrets: [{name: token, label: Token}]\n";
    private const string Rest = "id: s\nname: S\n" + Names;
    private const string Head = "kind: source\n" + Rest;
    private const string Events = "events: body\ntype: event.type\neventId: event.id\n";
    private const string Whole = Head + Events;

    [Theory]
    [InlineData("▸kind: source\n" + Rest + "type: event.type\n", "'events' is missing; a source needs it")]
    [InlineData("▸kind: source\n" + Rest + "events: body\n", "'type' is missing; a source needs it")]
    [InlineData(Whole + "webhook: ▸{paths: [/v1/track]}\n", "'verify' is missing; webhook needs it")]
    [InlineData(Whole + "▸tuchpoints: {}\n", "unknown field 'tuchpoints'; did you mean 'touchpoints'?")]
    [InlineData(Whole + "touchpoints:\n  a: ▸{attributes: {x: event.x}}\n", "'as' is missing; a mapping needs it")]
    public void Read_FieldMissingOrUnknown_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData(Head + "events: ▸boddy.items\ntype: event.type\n", "'events' has no 'boddy'; did you mean 'body'?")]
    [InlineData(Head + "events: body\ntype: ▸evnt.type\n", "'type' has no 'evnt'; did you mean 'event'?")]
    [InlineData(Whole + "touchpoints:\n  a: {as: a.b, attributes: {x: ▸itm.x}}\n", "'x' has no 'itm'")]
    [InlineData(Whole + "touchpoints: ▸[]\n", "'touchpoints' is a group of the system's words")]
    public void Read_BadMapping_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("paths: [▸track]", "'track' is no path; write one of letters, digits, dashes and slashes, like /v1/track, or GET /track")]
    [InlineData("paths: [GET /track, ▸PUT /track]", "'PUT /track' is no path")]
    [InlineData("paths: [▸\"/v1/{id}\"]", "is no path")]
    [InlineData("answer: [▸{when: query.verbose == '1'}]", "'text' is missing; an answer needs it")]
    [InlineData("answer: [{when: ▸event.x, text: ok}]", "'when' has no 'event'")]
    public void Read_BadWebhook_SaysWhere(string field, string message) => Marked.AssertErrors(Whole + "webhook:\n  verify: {bearer: {secret: token}}\n  " + field + "\n", message);

    [Theory]
    [InlineData("url: https://a.example/{{ ▸page.sinze }}", "a page has no 'sinze'; did you mean 'since'?")]
    [InlineData("url: https://a.example/{{ ▸message.id }}", "a source is asked without a message; there are page, settings and secrets")]
    [InlineData("url: https://a.example/{{ ▸settings.projekt }}", "no setting 'projekt' is declared; did you mean 'project'?")]
    [InlineData("url: ▸\"{{ page.next }}\"", "'url' begins with https://")]
    [InlineData("url: https://a.example/\n  next: ▸bdy.next", "'next' has no 'bdy'; did you mean 'body'?")]
    [InlineData("url: https://a.example/\n  calls: ▸0\n  within: 10 minutes", "'calls'")]
    [InlineData("url: https://a.example/\n  every: ▸1 second", "'every' goes from 5 seconds")]
    [InlineData("url: https://a.example/\n  auth: {bearer: ▸tokn}", "no secret 'tokn' is declared; did you mean 'token'?")]
    public void Read_BadPull_SaysWhere(string fields, string message) => Marked.AssertErrors(Whole + "pull:\n  " + fields + "\n", message);

    private const string Webhook = "webhook:\n  verify: {bearer: {secret: token}}\n";

    [Theory]
    [InlineData("url: https://a.example/{{ ▸values.ordr }}\n  values: {order: event.order}", "'values' has no 'ordr'; did you mean 'order'?")]
    [InlineData("url: https://a.example/{{ ▸values.order }}", "'values' has no 'order'")]
    [InlineData("url: https://a.example/{{ ▸message.id }}", "a source is asked without a message; there are values, settings and secrets")]
    [InlineData("url: https://a.example/{{ ▸page.next }}", "'page' is no value")]
    [InlineData("url: ▸https://{{ values.host }}/x\n  values: {host: event.host}", "'url' names the host before any value of an event")]
    [InlineData("url: ▸https://a.example.{{ values.host }}/x\n  values: {host: event.host}", "'url' names the host before any value of an event")]
    [InlineData("url: ▸\"{{ settings.project }}{{ values.host }}/x\"\n  values: {host: event.host}", "'url' names the host before any value of an event")]
    [InlineData("url: ▸\"{{ settings.project }}//{{ values.host }}/x\"\n  values: {host: event.host}", "'url' names the host before any value of an event")]
    [InlineData("url: ▸\"https://a.example?{{ values.host }}\"\n  values: {host: event.host}", "'url' names the host before any value of an event")]
    [InlineData("url: ▸\"{{ values.host }}\"\n  values: {host: event.host}", "'url' begins with https://")]
    [InlineData("url: https://a.example/\n  auth: {oauth: {url: 'https://{{ ▸values.host }}/token', client: a, secret: b}}\n  values: {host: event.host}", "'values' has no 'host'; no value of an event can be used here")]
    [InlineData("url: https://a.example/\n  values: {order: ▸evnt.order}", "'order' has no 'evnt'; did you mean 'event'?")]
    [InlineData("url: https://a.example/\n  values: {▸or-der: event.order}", "'or-der' is no name of a value")]
    [InlineData("url: https://a.example/\n  values: ▸[event.order]", "'values' is a group of names")]
    [InlineData("url: https://a.example/\n  when: ▸enriched.x", "'when' has no 'enriched'")]
    [InlineData("url: https://a.example/\n  missing: ▸drop", "'missing'")]
    [InlineData("url: https://a.example/\n  calls: ▸0\n  within: 10 minutes", "'calls'")]
    [InlineData("url: https://a.example/\n  tryFor: ▸1 second", "'tryFor' goes from 1 minute")]
    [InlineData("url: https://a.example/\n  cache: ▸2 days", "'cache' goes")]
    public void Read_BadEnrichment_SaysWhere(string fields, string message) => Marked.AssertErrors(Whole + Webhook + "enrich:\n  " + fields + "\n", message);

    [Fact]
    public void Read_EnrichmentWithoutWhatItNeeds_SaysWhere()
    {
        Marked.AssertErrors(Whole + "enrich:\n  ▸url: https://a.example/\n", "'enrich' is for delivered events, and this source has no 'webhook'");
        Marked.AssertErrors(Whole + Webhook + "enrich:\n  ▸url: https://a.example/\n  calls: 30\n", "'calls' and 'within' belong together");
        Marked.AssertErrors(Whole + Webhook + "enrich: ▸{when: event.x}\n", "'url' is missing; enrich needs it");
        Marked.AssertErrors(Whole + "touchpoints:\n  a: {as: a.b, attributes: {x: ▸enriched.x}}\n", "'x' has no 'enriched'");
    }

    [Fact]
    public void Read_Enrichment_IsKnownToTheMappingsAndNotToTheType()
    {
        const string enrich = "enrich:\n  url: \"{{ settings.project }}/v1/{{ values.order }}\"\n  values: {order: event.order}\n";
        var read = DefinitionReader.Read([new("s.yaml", Head + "events: body\ntype: event.type\neventId: enriched.id\nat: enriched.at\n" + Webhook + enrich + "touchpoints:\n  a: {as: a.b, each: enriched.items, attributes: {x: item.x, y: enriched.y}}\n")]);

        Assert.Empty(read.Errors);
        var source = Assert.Single(read.Set!.Sources).Enrich!;
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromDays(1), true, 0), (source.Cache, source.TryFor, source.MapsMissing, source.Calls));
        Marked.AssertErrors(Head + "events: body\ntype: ▸enriched.type\n" + Webhook + enrich, "'type' has no 'enriched'");
    }

    [Fact]
    public void Read_PullWithoutWhatItNeeds_SaysWhere()
    {
        Marked.AssertErrors(Head + "events: body\ntype: event.type\npull:\n  ▸url: https://a.example/\n", "a source that is asked needs 'eventId'");
        Marked.AssertErrors(Whole + "pull:\n  ▸url: https://a.example/\n  calls: 30\n", "'calls' and 'within' belong together");
    }

    [Theory]
    [InlineData("url: https://a.example/{{ ▸page.since }}", "there are settings and secrets")]
    [InlineData("url: https://a.example/{{ ▸message.id }}", "there are settings and secrets")]
    [InlineData("url: https://a.example/{{ ▸settings.projekt }}", "no setting 'projekt' is declared; did you mean 'project'?")]
    [InlineData("url: https://a.example/\n  ▸method: GET", "unknown field 'method'")]
    [InlineData("url: https://a.example/\n  ▸topics: /data/ChangeEvents", "'topics' goes with the protocol salesforce; remove it")]
    [InlineData("url: https://a.example/\n  ▸start: oldest", "'start' goes with the protocol salesforce; remove it")]
    [InlineData("url: https://a.example/\n  protocol: salesforce\n  topics: /data/ChangeEvents\n  ▸query: {a: b}", "'query' goes with the protocol lines; remove it")]
    [InlineData("▸url: https://a.example/\n  protocol: salesforce", "'topics' is missing; stream needs it")]
    [InlineData("url: https://a.example/\n  protocol: ▸salesfroce", "'protocol' is one of lines, salesforce")]
    [InlineData("url: https://a.example/\n  redirectsTo: [▸https://b.example]", "'https://b.example' is no host")]
    [InlineData("url: https://a.example/\n  redirectsTo: [▸com]", "'com' is no host")]
    [InlineData("url: https://a.example/\n  idle: ▸1 second", "'idle' goes from 30 seconds")]
    [InlineData("url: https://a.example/\n  auth: {oauth: {url: https://a.example/, client: c, secret: s, ▸header: Host}}", "the header Host is set by itself")]
    public void Read_BadStream_SaysWhere(string fields, string message) => Marked.AssertErrors(Whole + "stream:\n  " + fields + "\n", message);

    [Fact]
    public void Read_StreamWithoutWhatItNeeds_SaysWhere()
    {
        Marked.AssertErrors(Head + "events: body\ntype: event.type\nstream:\n  ▸url: https://a.example/\n", "a source that is listened to needs 'eventId'");
        Marked.AssertErrors(Whole + "pull: {url: https://a.example/}\nstream:\n  ▸url: https://a.example/\n", "keep 'pull' or 'stream'");
    }
}
