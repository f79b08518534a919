using System.Collections.Immutable;
using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Api.Codes;
using CxOrchestrator.Console.Backtests;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>What this installation has to choose from: published documents, and touchpoints that were really seen.</summary>
internal sealed class Vocabulary
{
    private static readonly string[] NamesOfTypes = ["enter", "exit", "contacts", "recovery", "after", "expect", "touchpoint", "of", "until", "steps"];

    public static Vocabulary Empty { get; } = new();

    public IReadOnlyList<JourneyWords> Journeys { get; private init; } = [];

    public IReadOnlyList<Choice> Segments { get; private init; } = [];

    /// <summary>Segments with a list.</summary>
    public IReadOnlyList<Choice> Lists { get; private init; } = [];

    public IReadOnlyList<Choice> Templates { get; private init; } = [];

    public IReadOnlyList<Choice> Groups { get; private init; } = [];

    public IReadOnlyList<Choice> Types { get; private init; } = [];

    public IReadOnlyList<Choice> Channels { get; private init; } = Plain(["email", "phone", "push", "sms"]);

    public IReadOnlyList<Choice> Sources { get; private init; } = [];

    /// <summary>Reasons in texts: those of the packs, and the lexicon's own.</summary>
    public IReadOnlyList<Choice> Reasons { get; private init; } = Plain(TextReasons.Known);

    public IReadOnlyList<Choice> Queues { get; private init; } = [];

    /// <summary>Queues that have an address for replies.</summary>
    public IReadOnlyList<Choice> ReplyQueues { get; private init; } = [];

    /// <summary>Pools of offer codes, with what is left of each.</summary>
    public IReadOnlyList<Choice> CodePools { get; private init; } = [];

    public IReadOnlyList<FieldInfo> CustomerAttributes { get; private init; } = [];

    /// <summary>Types of touchpoints that were really seen; empty where the gateway keeps no catalogue.</summary>
    public IReadOnlyList<EventTypeView> Seen { get; private init; } = [];

    /// <param name="documents">The published documents; file names tell nothing here.</param>
    /// <param name="catalogue">What was seen; null where that is not kept.</param>
    /// <param name="pools">Pools of codes; null where they could not be read.</param>
    public static Vocabulary Of(IEnumerable<DocumentSource> documents, CatalogueView? catalogue, CodePoolsView? pools = null)
    {
        var trees = documents.Select(d => DocumentTree.Parse(d.Text).Root).OfType<GroupValue>().ToList();
        var named = trees.SelectMany(Strings).ToLookup(s => s.Name, s => s.Text);
        IEnumerable<GroupValue> OfKind(string kind) => trees.Where(t => Text(t["kind"]) == kind && Text(t["id"]) is not null || (kind == "guardrails" && Text(t["kind"]) == kind));
        var seen = catalogue?.Types ?? [];
        return new Vocabulary
        {
            Seen = seen,
            Journeys = [.. OfKind("journey").Select(Journey)],
            Segments = Choices(OfKind("segment")),
            Lists = Choices(OfKind("segment").Where(s => Text(s["listed"]) == "true")),
            Templates = Choices(OfKind("template")),
            Groups = [.. OfKind("guardrails").SelectMany(g => Items(g["groups"])).Select(g => Text((g as GroupValue)?["id"])).OfType<string>().Select(id => new Choice(id, id))],
            Types = Plain(seen.Select(t => t.Type).Concat(NamesOfTypes.SelectMany(n => named[n]).Concat(named["type"]).Where(IsType))),
            Channels = Plain(named["channel"].Concat(["email", "sms", "push", "phone"])),
            Sources = Plain(seen.SelectMany(t => t.Sources)),
            CodePools = [.. (pools?.Pools ?? []).Select(p => new Choice(p.Pool, $"{p.Pool}: {BacktestWords.Number(p.Free)} of {BacktestWords.Many(p.Total, "code")} left"))],
            Reasons = [.. TextReasons.Known.Concat(trees.Where(t => Text(t["kind"]) == "lexicon").SelectMany(t => Items(t["reasons"])).Select(r => Text((r as GroupValue)?["name"])).OfType<string>()).Distinct().Select(r => new Choice(r, r))],
            Queues = Plain(named["queue"].Concat(["recovery"])),
            ReplyQueues =
            [
                .. OfKind("guardrails").SelectMany(g => Items(g["queues"])).OfType<GroupValue>().Where(q => Text(q["queue"]) is not null && Text(q["replyTo"]) is not null)
                    .Select(q => new Choice(Text(q["queue"])!, $"{Text(q["queue"])} · {Text(q["replyTo"])}")),
            ],
            CustomerAttributes =
            [
                .. seen.Where(t => t.Type == "customer.updated").SelectMany(t => t.Attributes)
                    .Select(a => new FieldInfo($"customer.{a.Name}", a.Name, KindOf(a.Kind), Values(a))),
            ],
        };
    }

    /// <summary>Attributes that were seen with touchpoints of a type, or with any.</summary>
    public IReadOnlyList<FieldInfo> AttributesOf(string? type) =>
    [
        .. Seen.Where(t => t.Type != "customer.updated" && (type is null || Matches(type, t.Type))).SelectMany(t => t.Attributes).DistinctBy(a => a.Name).OrderBy(a => a.Name, StringComparer.Ordinal)
            .Select(a => new FieldInfo(a.Name, a.Name, KindOf(a.Kind), Values(a))),
    ];

    public JourneyWords? Journey(string? id) => Journeys.FirstOrDefault(j => j.Id == id);

    /// <summary>"order.placed", "contact.*" and "*" mean it.</summary>
    public static bool Matches(string pattern, string type) =>
        pattern == "*" || pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static JourneyWords Journey(GroupValue journey) => new(
        Text(journey["id"])!,
        Text(journey["name"]) ?? Text(journey["id"])!,
        Choices(Items(journey["stages"]).OfType<GroupValue>()),
        Choices(Items(journey["expectations"]).OfType<GroupValue>()));

    private static List<Choice> Choices(IEnumerable<GroupValue> groups) =>
        [.. groups.Where(g => Text(g["id"]) is not null).Select(g => new Choice(Text(g["id"])!, Text(g["name"]) ?? Text(g["id"])!))];

    private static List<Choice> Plain(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(t => new Choice(t, t))];

    private static ImmutableArray<DocumentValue> Items(DocumentValue? value) => value switch { null => [], ListValue list => list.Items, _ => [value] };

    private static string? Text(DocumentValue? value) => value is SingleValue { IsEmpty: false } single ? single.Text : null;

    private static bool IsType(string text) => text.Contains('.', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal) && !text.StartsWith("customer.", StringComparison.Ordinal);

    private static List<Choice>? Values(AttributeView attribute) => attribute.Examples.Count == 0 ? null : Plain(attribute.Examples);

    private static FieldKind KindOf(string kind) => kind switch { "text" => FieldKind.Text, "number" => FieldKind.Number, "flag" => FieldKind.Flag, _ => FieldKind.Any };

    // Every single value with the name of the field that it, or the list it is in, belongs to.
    private static IEnumerable<(string Name, string Text)> Strings(DocumentValue value) => value switch
    {
        GroupValue group => group.Fields.SelectMany(f => Items(f.Value).SelectMany(i => i is SingleValue { IsEmpty: false } single ? [(f.Key, single.Text)] : Strings(i))),
        ListValue list => list.Items.SelectMany(Strings),
        _ => [],
    };
}
