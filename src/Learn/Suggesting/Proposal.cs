using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>Puts rules into the document of a journey.</summary>
public static class Proposal
{
    /// <summary>Order of an expectation's fields.</summary>
    private static readonly ImmutableArray<string> Fields = ["id", "name", "after", "expect", "within", "by", "share", "grace", "experience", "critical"];

    private static readonly DocumentPath List = DocumentPath.Root / "expectations";

    /// <summary>
    /// The document with the rules as critical expectations. One that waits for the same after the same touchpoint gets the new constants and keeps its id,
    /// which policies may name; the others are added. All else of the text stays as it is.
    /// </summary>
    public static string Apply(string journey, IEnumerable<ExpectationRule> rules)
    {
        var tree = DocumentTree.Parse(journey);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            var items = (tree.At(List) as ListValue)?.Items ?? [];
            var at = Enumerable.Range(0, items.Length).FirstOrDefault(i => items[i] is GroupValue e && !taken.Contains(Text(e["id"]) ?? "") && WaitsLike(e, rule), -1);
            if (at >= 0)
            {
                taken.Add(Text(((GroupValue)items[at])["id"]) ?? "");
                tree = Replace(tree, List / at, rule);
            }
            else
            {
                var id = Free(items, rule);
                taken.Add(id);
                tree = items.IsEmpty
                    ? DocumentEditor.Apply(tree, new SetValue { Path = List, Value = ListValue.Of(New(id, rule)) })
                    : DocumentEditor.Apply(tree, new InsertItem { Path = List / items.Length, Value = New(id, rule) });
            }
        }

        return tree.Text;
    }

    private static DocumentTree Replace(DocumentTree tree, DocumentPath item, ExpectationRule rule)
    {
        var present = (GroupValue)tree.At(item)!;
        var wanted = New(Text(present["id"])!, rule);
        foreach (var name in (string[])["within", "by", "share", "grace"])
        {
            if (present[name] is not null && wanted[name] is null)
            {
                tree = DocumentEditor.Apply(tree, new RemoveValue { Path = item / name });
            }
        }

        foreach (var (name, value) in wanted.Fields)
        {
            if (name is not ("id" or "after" or "expect" or "experience") && !value.Says(present[name]))
            {
                tree = DocumentEditor.Apply(tree, new SetValue { Path = item / name, Value = value, Order = Fields });
            }
        }

        return tree;
    }

    private static GroupValue New(string id, ExpectationRule rule)
    {
        List<(string, DocumentValue)> fields =
        [
            ("id", SingleValue.Of(id)),
            ("name", SingleValue.Of(rule.Name)),
            ("after", SingleValue.Of(rule.After)),
            ("expect", rule.Expect.Length == 1 ? SingleValue.Of(rule.Expect[0]) : ListValue.Of(rule.Expect.Select(SingleValue.Of))),
        ];
        if (rule.By is { } by)
        {
            fields.Add(("by", SingleValue.Of(by)));
            if (rule.Share < 100)
            {
                fields.Add(("share", SingleValue.Of(rule.Share)));
            }

            if (rule.GraceDays > 0)
            {
                fields.Add(("grace", SingleValue.Of(ExpectationRule.Days(rule.GraceDays))));
            }
        }
        else
        {
            fields.Add(("within", SingleValue.Of(ExpectationRule.Days(rule.WithinDays))));
        }

        fields.Add(("experience", SingleValue.Of(-0.6)));
        fields.Add(("critical", SingleValue.Of(true)));
        return GroupValue.Of(fields);
    }

    private static bool WaitsLike(GroupValue expectation, ExpectationRule rule) =>
        Types(expectation["after"]).SequenceEqual([rule.After]) && Types(expectation["expect"]).FirstOrDefault() == rule.Expect[0];

    private static IEnumerable<string> Types(DocumentValue? value) => value switch
    {
        ListValue list => list.Items.SelectMany(Types),
        GroupValue => [""],
        _ => Text(value) is { } type ? [type] : [],
    };

    private static string Free(ImmutableArray<DocumentValue> items, ExpectationRule rule)
    {
        var ids = items.OfType<GroupValue>().Select(e => Text(e["id"])).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var begin = $"no-{new string([.. rule.Expect[0].Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')])}";
        return Enumerable.Range(1, ids.Count + 1).Select(n => n == 1 ? begin : $"{begin}-{n}").First(id => !ids.Contains(id));
    }

    private static string? Text(DocumentValue? value) => value is SingleValue { IsEmpty: false } single ? single.Text : null;
}
