using CsCheck;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Definitions.Tests.Editing;

/// <summary>Whatever is changed wherever: the place has the value, and every other place what it had.</summary>
public sealed class EditingPropertyTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        OneOf("order.placed", "true", "No", "null", "~", "12", "1e3", "21:00", "", " ", "a: b", "a #b", "# x", "- x", "{name}", "[x", "it's", "say \"hi\"", "both ' and \"", "tab\there",
            "two\nlines", "two\nlines\n", "  indented\nfirst", "ends\n\n", "trailing \nblank", "a\n\n  b\n", "ünï ✓ 𝄞", "@x", "%x", "!x", "&x", "*x", "|", ">", "?", ":", "a:", "https://x.y/z?a=b&c", "---", "...", "\\n", "\r\n", "x\r\ny"),
        Gen.String[Gen.Char["ab:#-{}[],&*'\"\\ \n|>%@!0.1"], 0, 12],
        Gen.String[Gen.Char["abc "], 60, 120]);

    private static readonly Gen<DocumentValue> AnySingle = Gen.OneOf(
        AnyText.Select(t => (DocumentValue)SingleValue.Of(t)),
        Gen.Double[-1e6, 1e6].Select(n => (DocumentValue)SingleValue.Of(Math.Round(n, 3))),
        Gen.Bool.Select(b => (DocumentValue)SingleValue.Of(b)));

    private static readonly Gen<string> AnyName = Gen.OneOf(OneOf("id", "on", "when", "all", "text", "customer.name", "a b", "true", "12", "x:y"), Gen.String[Gen.Char["abcxyz"], 1, 6]);

    private static readonly Gen<DocumentValue> AnyValue = Values(3);

    private static readonly string[] Texts =
    [
        .. SamplePacks.Names.SelectMany(p => SamplePacks.Read(p)).SelectMany(f => DefinitionReader.Read([f]).Documents.Select(d => d.Source.Text)),
        "# above\nkind: policy # beside\nid: 'x'\n\non:\n# in between\n- touchpoint: a.b # one\n  # two\n- lowPointOpened\n-\n  count: {of: x, atLeast: 3,\n    within: 1 day}\nwhen: {all: [mood: {below: 0}, {risk: {above: 1}}]}\ndo:\n  - message:\n      channel: email\n      text: >\n        folded\n        text\n\n      # after\n    # odd\n  - - nested\n    - list\n",
        "kind: policy\r\nid: x\r\nname: With carriage returns\r\non: [a, b]\r\nwhen:\r\n  mood: 1\r\n  risk: 2\r\n",
        "{kind: policy, id: x, on: [a, {b: c}]}",
        "---\nkind: x\nempty:\nlist: []\ngroup: {}\nlast: |\n  text",
        "kind: x\ntext: |+\n  keep\n\n\nquoted: \"a\n  b\"\nplain: a\n  b\nend: ''\n",
    ];

    private static Gen<T> OneOf<T>(params T[] these) => Gen.Int[0, these.Length - 1].Select(i => these[i]);

    private static Gen<DocumentValue> Values(int levels) => levels == 0
        ? AnySingle
        : Gen.OneOf(
            AnySingle,
            Values(levels - 1).List[0, 3].Select(items => (DocumentValue)ListValue.Of(items)),
            Gen.Select(AnyName, Values(levels - 1)).List[0, 4].Select(fields => (DocumentValue)GroupValue.Of(fields.DistinctBy(f => f.Item1))));

    [Fact]
    public void Write_AnyValue_ReadsBack() => AnyValue.Sample(value =>
    {
        var written = DocumentEditor.Apply("kind: x\n", new SetValue { Path = DocumentPath.Root / "value", Value = value });
        Assert.True(value.Says(DocumentTree.Parse(written).At(DocumentPath.Root / "value")), written);
    });

    [Fact]
    public void Set_AnyPlace_HasTheValueAndLeavesTheOthers() => Gen.Select(OneOf(Texts), Gen.Int[0, 10_000], AnyValue).Sample((text, at, value) =>
    {
        var before = DocumentTree.Parse(text);
        var places = Places(before).ToList();
        var path = places[at % places.Count];
        var after = DocumentEditor.Apply(before, new SetValue { Path = path, Value = value });

        Assert.True(value.Says(after.At(path)), after.Text);
        Same(before, after, places.Where(p => !p.IsWithin(path) && !path.IsWithin(p)));
    });

    [Fact]
    public void Remove_AnyField_LeavesTheOthers() => Gen.Select(OneOf(Texts), Gen.Int[0, 10_000]).Sample((text, at) =>
    {
        var before = DocumentTree.Parse(text);
        var places = Places(before).Where(p => p.Name is not null).ToList();
        var path = places[at % places.Count];
        var after = DocumentEditor.Apply(before, new RemoveValue { Path = path });

        Assert.Null(after.At(path));
        Same(before, after, places.Where(p => !p.IsWithin(path) && !path.IsWithin(p)));
    });

    [Fact]
    public void Lists_InsertMoveAndRemove_AreUndoneByTheirOpposites() => Gen.Select(OneOf(Texts), Gen.Int[0, 10_000], Gen.Int[0, 9], Gen.Int[0, 9], AnyValue).Sample((text, at, from, to, value) =>
    {
        var before = DocumentTree.Parse(text);
        var lists = Places(before).Where(p => before.At(p) is ListValue { Items.Length: > 0 }).ToList();
        if (lists.Count == 0)
        {
            return;
        }

        var list = lists[at % lists.Count];
        var count = ((ListValue)before.At(list)!).Items.Length;
        (from, to) = (from % (count + 1), to % (count + 1));
        var inserted = DocumentEditor.Apply(before, new InsertItem { Path = list / from, Value = value });
        var moved = DocumentEditor.Apply(inserted, new MoveItem { Path = list / from, To = to });
        Assert.True(value.Says(moved.At(list / to)), moved.Text);
        var removed = DocumentEditor.Apply(moved, new RemoveValue { Path = list / to });
        Assert.True(before.Root!.Says(removed.Root), removed.Text);
    });

    private static void Same(DocumentTree before, DocumentTree after, IEnumerable<DocumentPath> places)
    {
        foreach (var place in places)
        {
            Assert.True(before.At(place)!.Says(after.At(place)), $"{place} in\n{after.Text}");
        }
    }

    private static IEnumerable<DocumentPath> Places(DocumentTree tree) => Places(DocumentPath.Root, tree.Root!).Where(p => p.Parent is not null);

    private static IEnumerable<DocumentPath> Places(DocumentPath path, DocumentValue value) => value switch
    {
        GroupValue group => group.Fields.SelectMany(f => Places(path / f.Key, f.Value)).Prepend(path),
        ListValue list => list.Items.SelectMany((item, i) => Places(path / i, item)).Prepend(path),
        _ => [path],
    };
}
