using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Editor;

/// <summary>What a policy does.</summary>
internal static class ActionKinds
{
    public static IReadOnlyList<KindInfo> All { get; } =
    [
        new("message", "Send a message", "words on a channel", GroupValue.Of(("channel", SingleValue.Of("email")), ("subject", SingleValue.Of("About your order")), ("text", SingleValue.Of("Hello {customer.name|there},\n\nwe have news for you.\n")))),
        new("offer", "Make an offer", "a voucher, free shipping, …", GroupValue.Of(("channel", SingleValue.Of("email")), ("offer", SingleValue.Of("voucher")), ("amount", SingleValue.Of(10)), ("currency", SingleValue.Of("EUR")), ("validFor", SingleValue.Of("30 days")))),
        new("callback", "Request a callback", "opens a case for an operator", GroupValue.Of(("queue", SingleValue.Of("recovery")), ("due", SingleValue.Of("4 hours")), ("reason", SingleValue.Of("{customer.name|The customer} needs a call")))),
        new("webhook", "Call another system", "an HTTP call with values of your choice", GroupValue.Of(("url", SingleValue.Of("https://example.com/hook")), ("data", GroupValue.Of(("customer", SingleValue.Of("{customer.id}")))))),
        new("setAttribute", "Note something about the customer", "an attribute that conditions can ask for", GroupValue.Of(("name", SingleValue.Of("apologised")), ("value", SingleValue.Of(true)))),
        new("addToSegment", "Put the customer on a list", "the list of a segment", SingleValue.Of("")),
        new("removeFromSegment", "Take the customer off a list", "the list of a segment", SingleValue.Of("")),
        new("mute", "Have other policies wait", "none of them acts for this customer meanwhile", GroupValue.Of(("for", SingleValue.Of("7 days")))),
        new("wait", "Wait, then check", "go on by what happened meanwhile",
            GroupValue.Of(("for", SingleValue.Of("3 days")), ("until", SingleValue.Of("contact.*")), ("otherwise", ListValue.Of(GroupValue.Of(("callback", GroupValue.Of(("queue", SingleValue.Of("recovery")), ("reason", SingleValue.Of("No answer to our message"))))))))),
    ];

    /// <summary>A new action of that kind.</summary>
    public static DocumentValue Begin(KindInfo kind, Vocabulary words) => GroupValue.Of((kind.Name, kind.Name switch
    {
        "addToSegment" or "removeFromSegment" when words.Lists is [var list, ..] => SingleValue.Of(list.Value),
        "callback" when words.Queues is [var queue, ..] && kind.Begin is GroupValue group => new GroupValue(group.Fields.SetItem(0, new("queue", SingleValue.Of(queue.Value)))),
        _ => kind.Begin,
    }));

    /// <summary>A new wait, with an id of its own: customers who wait at it go on there whatever else of the policy changes.</summary>
    public static DocumentValue BeginWait(KindInfo kind, DocumentTree tree)
    {
        var known = tree.Root is { } root ? KeptSteps.Of(root).Select(s => s.Id).ToHashSet(StringComparer.Ordinal) : [];
        var number = 1;
        while (known.Contains($"wait-{number}"))
        {
            number++;
        }

        var begin = (GroupValue)kind.Begin;
        return GroupValue.Of((kind.Name, new GroupValue(begin.Fields.Insert(0, new("id", SingleValue.Of($"wait-{number}"))))));
    }

    /// <summary>The kind of the action at a place; null where nothing known stands there.</summary>
    public static KindInfo? Of(DocumentTree tree, DocumentPath path) =>
        tree.At(path) is GroupValue { Fields: [var only, ..] } ? All.FirstOrDefault(k => k.Name == only.Key) : null;
}
