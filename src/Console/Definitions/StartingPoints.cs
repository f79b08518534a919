using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions;

/// <summary>What new documents begin from: nothing, or a document of the packs that come with the product.</summary>
internal static class StartingPoints
{
    private const string Blocks =
        "kind: template\nid: new\nname: New\nformat: html\nfallback: en\nlanguages:\n  en:\n    subject: About your order\n    blocks:\n      - heading:\n          text: 'Hello {{ customer.name | default: \"there\" }}'\n"
        + "      - text: |\n          Write your message here. **Bold**, *italic* and [links](https://shop.example/) work.\n      - button:\n          label: See your order\n          link: https://shop.example/\n      - unsubscribe:\n          text: You get this because you ordered from us.\n";

    // The browser has no tables of languages here.
    private static readonly (string With, string Without)[] Letters =
        [("àáâãå", "a"), ("ä", "ae"), ("ç", "c"), ("èéêë", "e"), ("ìíîï", "i"), ("ñ", "n"), ("òóôõø", "o"), ("ö", "oe"), ("ß", "ss"), ("ùúû", "u"), ("ü", "ue"), ("ýÿ", "y")];

    /// <summary>In the order of packs; nothing first.</summary>
    public static IReadOnlyList<StartingPoint> Of(string kind) =>
    [
        new("", "From nothing", "An empty form with what is needed", Blank(kind)),
        .. kind == "template" ? [new StartingPoint("", "An e-mail made of blocks", "Heading, text, button and unsubscribe links", Blocks)] : Enumerable.Empty<StartingPoint>(),
        .. SamplePacks.Names.SelectMany(pack => DefinitionReader.Read(SamplePacks.Read(pack)).Documents
            .Where(d => d.Kind == kind)
            .Select(d => new StartingPoint(pack, d.Name, Says(d.Source.Text), d.Source.Text))),
    ];

    /// <summary>A policy that answers touchpoints whose text names a reason.</summary>
    public static StartingPoint OfReason(string reason, string type) => new(
        "",
        reason,
        "",
        $"kind: policy\nid: new\nname: New\ncategory: service\npriority: 50\non:\n  - touchpoint:\n      type: {Quoted(type)}\n      where: {{reasons: {{contains: {Quoted(reason)}}}}}\n"
            + "do:\n  - message:\n      channel: email\n      subject: About your message\n      text: |\n        Hello {customer.name|there},\n\n        thank you for telling us. We are sorry, and we are looking into it.\n");

    /// <summary>The text of a starting point with its own id and name.</summary>
    public static string Begin(StartingPoint from, string kind, string id, string name)
    {
        var tree = DocumentTree.Parse(from.Text.Trim('\n') + "\n");
        foreach (var (field, value) in (ReadOnlySpan<(string, string)>)[("kind", kind), ("id", id), ("name", name)])
        {
            tree = DocumentEditor.Apply(tree, new SetValue { Path = DocumentPath.Root / field, Value = SingleValue.Of(value), Order = FieldOrders.Of(DocumentPath.Root / field) });
        }

        return tree.Text;
    }

    /// <summary>An id made of a name: "Late delivery!" gives "late-delivery".</summary>
    public static string IdOf(string name)
    {
        var plain = name.ToLowerInvariant().SelectMany(c => Letters.FirstOrDefault(l => l.With.Contains(c, StringComparison.Ordinal)).Without ?? c.ToString())
            .Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.').Select(c => c == ' ' ? '-' : c);
        var id = string.Concat(plain).Trim('-', '.', '_');
        while (id.Contains("--", StringComparison.Ordinal))
        {
            id = id.Replace("--", "-", StringComparison.Ordinal);
        }

        return id.Length <= 100 ? id : id[..100];
    }

    // Names of types and reasons come from sources: what YAML would read otherwise is quoted.
    private static string Quoted(string text) =>
        text is not ("true" or "false" or "null") && text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Says(string text)
    {
        var tree = DocumentTree.Parse(text);
        var triggers = Many.Of(tree, DocumentPath.Root / "on").Select(p => TriggerKinds.Of(tree, p)?.Label.ToLowerInvariant());
        var actions = Many.Of(tree, DocumentPath.Root / "do").Select(p => ActionKinds.Of(tree, p)?.Label.ToLowerInvariant());
        return string.Join(" · ", triggers.Concat(actions).OfType<string>().Distinct());
    }

    private static string Blank(string kind) => kind switch
    {
        "policy" => "kind: policy\nid: new\nname: New\ncategory: service\npriority: 50\non:\n  - touchpoint: order.placed\ndo:\n  - message:\n      channel: email\n      subject: About your order\n      text: |\n        Hello {customer.name|there},\n\n        thank you for your order.\n",
        "journey" => "kind: journey\nid: new\nname: New\nstages:\n  - id: begun\n    name: Begun\n    enter: order.placed\n  - id: done\n    name: Done\n    enter: order.delivered\n    goal: true\n    end: true\n",
        "segment" => "kind: segment\nid: new\nname: New\nwhen:\n  all:\n    - customer.lifetimeValue: {atLeast: 500}\n",
        "template" => "kind: template\nid: new\nname: New\nformat: text\nfallback: en\nlanguages:\n  en:\n    subject: About your order\n    text: |\n      Hello {{ customer.name | default: \"there\" }},\n\n      thank you.\n",
        "form" => "kind: form\nid: new\nname: New\nscore: nps\ncomment: optional\nfallback: en\nlanguages:\n  en:\n    title: How are we doing?\n    question: How likely are you to recommend us to a friend?\n    low: Not at all likely\n    high: Very likely\n    comment: What is the main reason for your score?\n",
        "provider" => "kind: provider\nid: new\nname: New\nchannels: [sms]\nsecrets:\n  - {name: apiKey, label: API key}\nsend:\n  method: POST\n  url: https://api.example.com/messages\n  auth: {bearer: apiKey}\n  idempotency: Idempotency-Key\n  json:\n    to: \"{{ message.to }}\"\n    text: \"{{ message.text }}\"\nanswer:\n  accepted: status == `200`\n  id: body.id\n  retry: status == `503`\n  text: body.error\n",
        "source" => "kind: source\nid: new\nname: New\nsecrets:\n  - {name: secret, label: Signing secret}\nwebhook:\n  verify:\n    hmac:\n      secret: secret\n      signature: headers.\"x-signature\"\n      signed: \"{body}\"\nevents: body\ntype: event.type\neventId: event.id\nat: event.time\nidentities:\n  email: event.email\nrest: event\ntouchpoints:\n  order.created:\n    as: order.placed\n    attributes: {order: event.order}\n",
        "connection" => "kind: connection\nid: new\nname: New\nchannel: email\nprovider: smtp\nsettings:\n  host: mail.example.com\n  from: Shop <shop@example.com>\n",
        "guardrails" => "kind: guardrails\nfrequencyCaps:\n  - {max: 3, per: week, category: promotion}\nquietHours: {from: \"21:00\", to: \"08:00\"}\n",
        "lexicon" => "kind: lexicon\n# Sentiment of your own words, from -1 to 1.\nwords:\n  en:\n    doorstep drama: -0.8\n    spot on: 0.7\n# Your own reasons, and how customers say them.\nreasons:\n  - name: packaging\n    phrases:\n      en: [crushed box, \"packag*\"]\n",
        _ => "kind: settings\nmoodHalfLife: 7 days\n",
    };
}
