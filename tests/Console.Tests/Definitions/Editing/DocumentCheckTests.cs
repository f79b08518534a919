using CxOrchestrator.Console.Definitions;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Tests.Definitions.Editing;

public sealed class DocumentCheckTests
{
    private const string Begin = "kind: policy\nid: late\nname: Late\n";

    private static CheckedText Check(string text) => DocumentCheck.Run([.. SamplePacks.Read("retail")], "policy", "late", DocumentTree.Parse(text, DocumentCheck.File));

    [Theory]
    [InlineData(Begin + "on: {stageEntered: {journey: order, stage: deliverd}}\ndo: {message: {channel: email, text: x}}\n", "on.stageEntered.stage")]
    [InlineData(Begin + "on:\n  - expectationMissed:\n      journey: ordr\ndo: {message: {channel: email, text: x}}\n", "on[0].expectationMissed.journey")]
    [InlineData(Begin + "on: lowPointOpened\ndo:\n  - message:\n      channel: email\n", "do[0].message.text")]
    [InlineData(Begin + "on: lowPointOpened\ndo: {message: {channel: email}}\n", "do.message.text")]
    [InlineData(Begin + "on: lowPointOpened\n", "do")]
    [InlineData(Begin + "on: lowPointOpened\ndo: {message: {channel: email, text: x}}\ncooldown: 3\n", "cooldown")]
    [InlineData(Begin + "on: lowPointOpened\nwhen:\n  all:\n    - mood: {below: 0}\n    - risk: {above: 160}\ndo: {message: {channel: email, text: x}}\n", "when.all[1].risk.above")]
    [InlineData("kind: policy\nid: other\nname: x\n", "id")]
    public void Errors_BelongToTheirFields(string text, string path) => Assert.Contains(path, Check(text).Here.Select(p => p.Path!.ToString()));

    [Fact]
    public void Check_DocumentThatOthersName_TellsWhatBreaksThere()
    {
        var others = SamplePacks.Read("retail").SelectMany(f => DefinitionReader.Read([f]).Documents).Where(d => d.Id != "loyal").Select(d => new DocumentSource($"{d.Kind} {d.Id}", d.Source.Text));
        var check = DocumentCheck.Run(others, "segment", "loyal", DocumentTree.Parse("kind: segment\nname: Loyal\nwhen: {mood: {below: 0}}\n", DocumentCheck.File));
        Assert.Contains(check.Here, p => p.Path == DocumentPath.Root / "id");
    }

    [Fact]
    public void Check_EveryStartingPoint_IsWithoutErrorsUnderANewId()
    {
        foreach (var kind in new[] { "policy", "segment", "journey", "template" })
        {
            foreach (var point in StartingPoints.Of(kind))
            {
                var others = SamplePacks.Read(point.Pack.Length > 0 ? point.Pack : "retail");
                var text = StartingPoints.Begin(point, kind, "fresh", "Fresh");
                var check = DocumentCheck.Run([.. others], kind, "fresh", DocumentTree.Parse(text, DocumentCheck.File));
                Assert.True(check.Problems.IsEmpty, $"{point.Name}: {string.Join(" ", check.Problems.Select(p => p.Message))}\n{text}");
            }
        }
    }

    [Theory]
    [InlineData("Late delivery!", "late-delivery")]
    [InlineData("  Café – 2 für 1 ", "cafe-2-fuer-1")]
    [InlineData("!!!", "")]
    public void IdOf_Name_IsAnId(string name, string id) => Assert.Equal(id, StartingPoints.IdOf(name));
}
