using System.Globalization;
using CxOrchestrator.Cli.Learning;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Cli.Tests;

/// <summary><c>cx learn suggest</c> from a file of touchpoints to documents that can be published.</summary>
public sealed class LearnTests : IDisposable
{
    private const string Journey =
        """
        kind: journey
        id: order
        name: Order
        instance: order
        stages: [{id: placed, enter: order.placed}, {id: shipped, enter: order.shipped}, {id: reviewed, enter: review.submitted, end: true}]
        ---
        kind: policy
        id: late
        name: Late
        on: lowPointOpened
        do: {callback: {queue: care, reason: late}}

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-cli-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Documents => Path.Combine(_folder.FullName, "set.yaml");

    private string Events => Path.Combine(_folder.FullName, "events.jsonl");

    private string Out => Path.Combine(_folder.FullName, "out");

    private (int Code, string Said, string Errors) Suggest(string outcome = "review.submitted where csat atMost 2", double days = 2, double precision = 0.7, string? journey = null)
    {
        File.WriteAllText(Documents, Journey);
        using var said = new StringWriter();
        using var errors = new StringWriter();
        var code = new SuggestRun(said, errors, TestContext.Current.CancellationToken).Run(Documents, Events, outcome, days, precision, journey, Out);
        return (code, said.ToString(), errors.ToString());
    }

    // What is shipped beyond 70 % of the time to the promise is reviewed badly.
    private void WriteEvents(int count, string more = "")
    {
        var dice = new Random(1);
        using var file = new StreamWriter(Events);
        for (var number = 0; number < count; number++)
        {
            var placed = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(number);
            var share = dice.NextDouble();
            Write("placed", "order.placed", placed, $$""", "promised": "{{placed.AddDays(20):O}}" """, "");
            Write("shipped", "order.shipped", placed.AddDays(20 * share), "", "");
            Write("review", "review.submitted", placed.AddDays(22), "", string.Create(CultureInfo.InvariantCulture, $$""", "feedback": {"csat": {{(share > 0.7 ? 1 : 5)}}}"""));

            void Write(string id, string type, DateTimeOffset at, string attributes, string rest) => file.WriteLine(
                $$"""{"id": "{{number}}-{{id}}", "type": "{{type}}", "customer": "c-{{number}}", "at": "{{at:O}}", "source": "shop", "attributes": {"order": "o-{{number}}"{{attributes}}}{{rest}}}""");
        }

        file.Write(more);
    }

    [Fact]
    public void Suggest_WaitThatMatters_WritesASetThatWarns()
    {
        WriteEvents(600, "no touchpoint\n");

        var (code, said, errors) = Suggest();

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("600 instances of 'order' whose outcome is known", said, StringComparison.Ordinal);
        Assert.Contains("1 lines are no touchpoints and were passed over.", said, StringComparison.Ordinal);
        Assert.Contains("Proposed:\n  No order.shipped at 70 % of the time to promised\n", said.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Matches("documents as they are +precision 0.000, recall 0.000", said);
        Assert.Matches("documents as proposed +precision (1.000|0.9[0-9]+), recall (1.000|0.9[0-9]+)", said);

        var written = DefinitionReader.Read(Directory.GetFiles(Out).Select(f => new DocumentSource(f, File.ReadAllText(f))));
        Assert.Empty(written.Errors);
        Assert.Equal(["journey-order.yaml", "policy-late.yaml"], Directory.GetFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(("promised", 70), (written.Set!.Journeys[0].Expectations[0].By, written.Set.Journeys[0].Expectations[0].Share));
    }

    [Theory]
    [InlineData("review.submitted where csat atMots 2", "--outcome:")]
    [InlineData("nothing.like.it", "too few outcomes to learn from")]
    public void Suggest_OutcomeThatIsNone_SaysWhy(string outcome, string why)
    {
        WriteEvents(100);

        var (code, _, errors) = Suggest(outcome);

        Assert.Equal(1, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Suggest_MoreDaysThanThereAre_SaysWhatThereIs()
    {
        WriteEvents(400);

        var (code, said, errors) = Suggest(days: 60);

        Assert.Equal(1, code);
        Assert.Contains("Precision against days of warning", said, StringComparison.Ordinal);
        Assert.Contains("none reaches a precision of 0.7 with half of the warnings 60 days ahead", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Suggest_JourneyThatIsNone_NamesThoseThereAre()
    {
        WriteEvents(10);

        Assert.Contains("there is no journey 'oder'; there are order.", Suggest(journey: "oder").Errors, StringComparison.Ordinal);
    }
}
