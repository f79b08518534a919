using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Console.Definitions;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;
using static CxOrchestrator.Console.Tests.Definitions.Editing.Sessions;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

public sealed class FormLogicTests
{
    private static readonly Vocabulary Retail = Vocabulary.Of(SamplePacks.Read("retail").SelectMany(f => DefinitionReader.Read([f]).Documents).Select(d => d.Source), null);

    [Fact]
    public void Vocabulary_OfThePack_KnowsItsJourneysSegmentsAndTypes()
    {
        var journey = Assert.Single(Retail.Journeys);
        Assert.Equal(("order", "Order"), (journey.Id, journey.Name));
        Assert.Contains(journey.Stages, s => s.Value == "delivered");
        Assert.Contains(journey.Expectations, e => e.Value == "delivery");
        Assert.Contains(Retail.Segments, s => s.Value == "loyal");
        Assert.Contains(Retail.Types, t => t.Value == "payment.failed");
        Assert.Contains(Retail.Queues, q => q.Value == "fulfilment");
        Assert.DoesNotContain(Retail.Types, t => t.Value.Contains(' ', StringComparison.Ordinal));
    }

    [Fact]
    public void Many_OneAndSeveral_AreAList()
    {
        var added = After(Policy, Many.Add(DocumentTree.Parse(Policy), Root / "on", SingleValue.Of("highPointOpened")));
        var tree = DocumentTree.Parse(added);
        Assert.Equal(["on[0]", "on[1]"], Many.Of(tree, Root / "on").Select(p => p.ToString()));
        var removed = DocumentTree.Parse(After(added, Many.Remove(tree, Root / "on", Root / "on" / 0)));
        Assert.Equal("highPointOpened", ((SingleValue)removed.At(Root / "on" / 0)!).Text);
        Assert.Null(DocumentTree.Parse(After(removed.Text, Many.Remove(removed, Root / "on", Root / "on" / 0))).At(Root / "on"));
    }

    [Fact]
    public void Fields_AlsoSeenWithTouchpoints_AreListedOnceByTheirName()
    {
        var seen = new CatalogueView
        {
            Types = [Seen("customer.updated", "lifetimeValue", "name", "tier"), Seen("order.placed", "amount", "channel", "size")],
        };
        var words = Vocabulary.Of([], seen);

        foreach (var group in FieldCatalog.All(words, ofCustomerOnly: false).Append(new FieldGroup("where", FieldCatalog.OfTouchpoint(words))))
        {
            Assert.Equal(group.Fields.Select(f => f.Path).Distinct(), group.Fields.Select(f => f.Path));
        }

        var fields = FieldCatalog.All(words, ofCustomerOnly: false).SelectMany(g => g.Fields).ToList();
        Assert.Equal("lifetime value", Assert.Single(fields, f => f.Path == "customer.lifetimeValue").Label);
        Assert.Equal("amount", Assert.Single(fields, f => f.Path == "touchpoint.amount").Label);
        Assert.Equal(["tier seen"], Assert.Single(fields, f => f.Path == "customer.tier").Values!.Select(v => v.Value));
        Assert.Equal(["name seen"], Assert.Single(fields, f => f.Path == "customer.name").Values!.Select(v => v.Value));
    }

    private static EventTypeView Seen(string type, params string[] attributes) => new()
    {
        Type = type,
        Count = 1,
        CountLastDay = 1,
        FirstSeenAt = DateTimeOffset.UnixEpoch,
        LastSeenAt = DateTimeOffset.UnixEpoch,
        WentSilent = false,
        Hours = [],
        Channels = [],
        Sources = [],
        Attributes = [.. attributes.Select(a => new AttributeView { Name = a, Kind = "text", Share = 1, Examples = [$"{a} seen"] })],
    };

    [Fact]
    public void Many_AddBeforeLast_StandsBeforeAWaitAlsoWhereItIsAlone()
    {
        const string alone = "kind: policy\nid: late\nname: Late\non: lowPointOpened\ndo:\n  wait: {id: wait-1, for: 3 days, otherwise: [{callback: {queue: recovery, reason: Late}}]}\n";
        var message = ActionKinds.Begin(ActionKinds.All[0], Retail);

        var one = DocumentTree.Parse(After(alone, Many.AddBeforeLast(DocumentTree.Parse(alone), Root / "do", message)));
        var two = DocumentTree.Parse(After(one.Text, Many.AddBeforeLast(one, Root / "do", message)));

        Assert.Equal(["message", "wait"], Many.Of(one, Root / "do").Select(p => ActionKinds.Of(one, p)!.Name));
        Assert.Equal(["message", "message", "wait"], Many.Of(two, Root / "do").Select(p => ActionKinds.Of(two, p)!.Name));
    }

    [Fact]
    public void Kinds_OfTriggersAndActions_BeginWithoutErrors()
    {
        string Text(DocumentValue on, DocumentValue action) => After("kind: policy\nid: late\nname: Late\n", new SetValue { Path = Root / "on", Value = on }, new SetValue { Path = Root / "do", Value = ListValue.Of(action) });
        var message = ActionKinds.Begin(ActionKinds.All[0], Retail);
        var lists = new[] { new DocumentSource("segment list", "kind: segment\nid: care\nname: Care\nlisted: true\n") };
        var words = Vocabulary.Of([.. SamplePacks.Read("retail").SelectMany(f => DefinitionReader.Read([f]).Documents).Select(d => d.Source), .. lists], null);
        var texts = TriggerKinds.All.Select(k => Text(TriggerKinds.Begin(k, words), message)).Concat(ActionKinds.All.Select(k => Text(SingleValue.Of("lowPointOpened"), ActionKinds.Begin(k, words))));
        foreach (var text in texts)
        {
            var check = DocumentCheck.Run([.. SamplePacks.Read("retail"), .. lists], "policy", "late", DocumentTree.Parse(text, DocumentCheck.File));
            Assert.True(check.Problems.IsEmpty, $"{string.Join(" ", check.Problems.Select(p => p.Message))}\n{text}");
        }
    }

    [Theory]
    [InlineData("3 days", "3", "days")]
    [InlineData("12h", "12", "hours")]
    [InlineData("1.5 hours", "1.5", "hours")]
    [InlineData("1 hour 30 minutes", null, null)]
    [InlineData("PT3H", null, null)]
    [InlineData("3 months", null, null)]
    public void Duration_InParts(string text, string? number, string? unit) => Assert.Equal((number, unit), DurationText.Parts(text) is var (n, u) ? (n, u) : ((string?)null, (string?)null));

    [Fact]
    public void Duration_OfOne_IsSingular() => Assert.Equal(["1 day", "2 days"], [DurationText.Write("1", "days"), DurationText.Write("2", "days")]);

    [Theory]
    [InlineData("12", "12", true)]
    [InlineData("-0,5", "-0.5", true)]
    [InlineData("1.50", "1.50", true)]
    [InlineData("12 days", "12 days", true)]
    [InlineData("true", "true", false)]
    public void Typed_Number_IsOneWhereItReadsAsOne(string typed, string text, bool plain) => Assert.Equal((text, plain), (Typed.Number(typed).Text, Typed.Number(typed).Plain));

    [Fact]
    public void SideBySide_ChangedLines_StandBesideEachOther()
    {
        DiffLine Line(string kind, string text) => new() { Kind = kind, Text = text };
        var rows = SideBySide.Rows([Line("same", "a"), Line("removed", "b"), Line("removed", "c"), Line("added", "B"), Line("same", "d")]);
        Assert.Equal(["a|a", "b|B", "c|", "d|d"], rows.Select(r => $"{r.Left?.Text}|{r.Right?.Text}"));
        Assert.True(SideBySide.IsNear(rows, 0));
    }

    [Fact]
    public void Filter_RetiredOnes_ShowWhenAskedFor()
    {
        DocumentSummary Document(string id, string state) => new() { Kind = "policy", Id = id, Name = id.ToUpperInvariant(), State = state, Editable = true };
        DocumentSummary[] all = [Document("b", "published"), Document("a", "paused"), Document("c", "retired")];
        Assert.Equal(["a", "b"], DocumentFilter.Of(all, null, null).Select(d => d.Id));
        Assert.Equal(["c"], DocumentFilter.Of(all, "retired", null).Select(d => d.Id));
        Assert.Equal(["b"], DocumentFilter.Of(all, "", " B ").Select(d => d.Id));
    }

    [Fact]
    public void Map_OfTheOrder_HasStagesInOrderAndExpectationsBetweenThem()
    {
        var map = JourneyMapLayout.Of(DocumentTree.Parse(SamplePacks.Read("retail").First(f => f.File == "order.yaml").Text).Root!);
        Assert.Equal(["Placed", "Paid", "Shipped", "Delivered", "Reviewed"], map.Stages.Select(s => s.Name));
        Assert.True(map.Stages.Zip(map.Stages.Skip(1)).All(p => p.First.X < p.Second.X));
        Assert.True(map.Stages[3].Goal && map.Stages[4].End);
        Assert.All(map.Expectations, p => Assert.True(p.From < p.To && p.To < map.Width));
        Assert.Equal(["by “expectedBy”", "within 18 days"], map.Expectations.Select(p => p.Time));
    }
}
