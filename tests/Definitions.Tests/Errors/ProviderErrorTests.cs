namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class ProviderErrorTests
{
    private const string Names = "settings: [{name: region, label: Region}, {name: extra, label: Extra, format: json}]\nsecrets: [{name: apiKey, label: Key}]\n";
    private const string Rest = "id: p\nname: P\nchannels: [sms]\n" + Names;
    private const string Head = "kind: provider\n" + Rest;
    private const string Answer = "answer: {accepted: status == `200`}\n";
    private const string Send = "send: {url: https://a.example/}\n";
    private const string Whole = Head + Send + Answer;
    private const string Hook = Whole + "webhook:\n  events: body\n  type: t\n  steps: {a: delivered}\n";

    [Theory]
    [InlineData("▸kind: provider\n" + Rest + Send, "'answer' is missing; a provider needs it")]
    [InlineData("▸kind: provider\n" + Rest + Answer, "'send' is missing; a provider needs it")]
    [InlineData("▸kind: provider\nid: p\nname: P\n" + Send + Answer, "'channels' is missing; a provider needs it")]
    [InlineData(Head + Send + "answer: ▸{id: body.id}\n", "'accepted' is missing; answer needs it")]
    [InlineData(Head + "send: ▸{method: POST}\n" + Answer, "'url' is missing; send needs it")]
    [InlineData(Head + "send: {url: https://a.example/, ▸hedders: {}}\n" + Answer, "unknown field 'hedders'; did you mean 'headers'?")]
    [InlineData(Whole + "webhook: ▸{events: body, type: t, steps: {a: delivered}}\n", "'verify' is missing; webhook needs it")]
    [InlineData(Head + "send: {url: https://a.example/, method: ▸FETCH}\n" + Answer, "'method' is one of POST, PUT, PATCH, GET")]
    public void Read_FieldMissingOrUnknown_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData(Head + Send + "answer:\n  accepted: status == ▸`200\n", "'accepted' cannot be read as JMESPath")]
    [InlineData(Head + Send + "answer:\n  accepted: status ==▸\n", "'accepted' cannot be read as JMESPath")]
    [InlineData(Head + Send + "answer:\n  accepted: ▸statuss == `200`\n", "'accepted' has no 'statuss'; did you mean 'status'?")]
    [InlineData(Head + Send + "answer:\n  accepted: status == `200` && ▸boddy.ok\n", "'accepted' has no 'boddy'; did you mean 'body'?")]
    [InlineData(Head + Send + "answer:\n  accepted: ▸lenght(body) > `0`\n", "'accepted' has no function 'lenght'")]
    [InlineData(Head + Send + "answer: {accepted: \"status == `200`\", id: \"headers[?▸\"}\n", "'id' cannot be read as JMESPath")]
    [InlineData(Hook + "  reason: a.▸.b\n  verify: {basic: {user: apiKey, password: apiKey}}\n", "'reason' cannot be read as JMESPath")]
    public void Read_BadExpression_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData(Head + "send:\n  url: https://a.example/{{ ▸settings.regoin }}\n" + Answer, "no setting 'regoin' is declared; did you mean 'region'?")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  auth: {bearer: ▸apikey}\n" + Answer, "no secret 'apikey' is declared; did you mean 'apiKey'?")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  headers: {X-A: \"{{ ▸secrets.token }}\"}\n" + Answer, "no secret 'token' is declared; there are apiKey")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  json: {to: \"{{ ▸message.tos }}\"}\n" + Answer, "a message has no 'tos'; did you mean 'to'?")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  json: [{deep: [\"{{ ▸mesage.to }}\"]}]\n" + Answer, "'mesage' is no value; did you mean 'message'?")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  json: {to: \"{{ ▸message.to.name }}\"}\n" + Answer, "has too many parts; write message.to")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  json: {to: \"{{ message.to | ▸upcas }}\"}\n" + Answer, "there is no filter 'upcas'; did you mean 'upcase'?")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  json: {to: \"▸{{ message.to \"}\n" + Answer, "'json' cannot be read as a template")]
    [InlineData(Head + "send:\n  url: https://a.example/\n  jsonFrom: ▸region\n" + Answer, "the setting 'region' holds a text; give it 'format: json'")]
    [InlineData(Whole + "lookup:\n  url: https://a.example/{{ ▸message.to }}\n  found: status == `200`\n", "here only message.id of the message is known")]
    public void Read_UnknownNameInAText_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData(Head + "send: {url: ▸\"{{ message.to }}/x\"}\n" + Answer, "'url' begins with https://, or with a setting or secret")]
    [InlineData(Head + "send: {url: ▸\"{% if message.to %}https://a.example{% endif %}\"}\n" + Answer, "'url' begins with https://, or with a setting or secret")]
    [InlineData(Head + "send: {url: ▸ftp://a.example/}\n" + Answer, "is no web address; write it whole, beginning with https://")]
    [InlineData(Head + "send: {url: https://a.example/, headers: {▸Content-Length: \"1\"}}\n" + Answer, "the header Content-Length is set by itself")]
    [InlineData(Head + "send: {url: https://a.example/, headers: {▸X A: \"1\"}}\n" + Answer, "'X A' is no name of a header")]
    [InlineData(Head + "send: {url: https://a.example/, ▸idempotency: Host}\n" + Answer, "the header Host is set by itself")]
    [InlineData(Head + "send: {url: https://a.example/, json: {a: b}, ▸text: c}\n" + Answer, "a request has one body; keep 'json' or 'text'")]
    [InlineData(Head + "send: {url: https://a.example/, auth: {bearer: apiKey, ▸basic: {user: a, password: b}}}\n" + Answer, "'auth' names one way")]
    [InlineData(Head + "send: {url: https://a.example/, auth: ▸{}}\n" + Answer, "'auth' names one way")]
    public void Read_UnsafeRequest_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData(Hook + "  verify: ▸{}\n", "'verify' names at least one of")]
    [InlineData(Hook + "  verify: {sns: {topic: ▸arn}}\n", "no setting 'arn' is declared")]
    [InlineData(Hook + "  verify: {basic: {user: ▸me, password: apiKey}}\n", "no secret 'me' is declared")]
    [InlineData(Hook + "  verify:\n    hmac: {secret: apiKey, signature: headers.s, signed: ▸\"{timestamp}{body}\"}\n", "'signed' names {timestamp}; say where it is under 'timestamp'")]
    [InlineData(Hook + "  verify:\n    hmac: {secret: apiKey, signature: headers.s, signed: \"{body}\", ▸timestamp: headers.t}\n", "'timestamp' is not signed, so anybody could change it")]
    [InlineData(Hook + "  verify:\n    hmac: {secret: apiKey, signature: headers.s, signed: \"{▸bdy}{body}\"}\n", "nothing called 'bdy' is signed; did you mean 'body'?")]
    [InlineData(Hook + "  verify:\n    hmac: {secret: apiKey, signature: headers.s, signed: ▸\"{url}\"}\n", "'signed' covers nothing of the content")]
    [InlineData(Hook + "  verify:\n    shared: {secret: apiKey, value: ▸header.x}\n", "'value' has no 'header'; did you mean 'headers'?")]
    [InlineData(Whole + "webhook:\n  verify: {basic: {user: apiKey, password: apiKey}}\n  events: body\n  type: t\n  steps: {a: ▸deliverd}\n", "no step 'deliverd'; did you mean 'delivered'?")]
    [InlineData(Whole + "webhook:\n  verify: {basic: {user: apiKey, password: apiKey}}\n  events: body\n  type: t\n  steps: {a: ▸arrived}\n", "no step 'arrived'; there are accepted, delivered")]
    public void Read_BadWebhook_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("kind: provider\nid: p\nname: P\nchannels: [▸a b]\n" + Names + Send + Answer, "a channel is one word without spaces")]
    [InlineData("kind: provider\nid: p\nname: P\nchannels: [a]\nsettings: [{name: ▸a-b, label: A}]\n" + Send + Answer, "'a-b' is no name of a value")]
    [InlineData("kind: provider\nid: p\nname: P\nchannels: [a]\n▸settings: [{name: a, label: A}, {name: a, label: B}]\n" + Send + Answer, "'a' appears twice under 'settings'")]
    [InlineData("kind: provider\nid: p\nname: P\nchannels: [a]\nsettings: [{name: a, label: A, default: x, ▸required: true}]\n" + Send + Answer, "a setting with a default is never missing")]
    [InlineData("kind: provider\nid: p\nname: P\nchannels: [a]\n▸settings: [{name: a, label: A, format: json, default: '{\"b\": \"{{ message.x }}\"}'}]\n" + Send + Answer, "the default of the setting 'a' is wrong on line 1")]
    public void Read_BadNames_SaysWhere(string marked, string message) => Marked.AssertErrors(marked, message);

    [Fact]
    public void Read_Whole_IsOfTheSet()
    {
        var read = DefinitionReader.Read([new("x.yaml", Hook + "  verify: {basic: {user: apiKey, password: apiKey}}\n")]);

        Assert.Empty(read.Errors);
        Assert.Equal(("provider", "p", "P"), read.Documents.Select(d => (d.Kind, d.Id, d.Name)).Single());
        Assert.Equal("p", Assert.Single(read.Set!.Providers).Id);
        Assert.NotNull(new Rules.Policies.CompiledDefinitions(read.Set).Provider("p"));
    }
}
