using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using CxOrchestrator.Cli.Simulate;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Tests;

/// <summary>Customers are simulated one after the other; the files must not show it.</summary>
public sealed class OrderTests : IDisposable
{
    private static readonly string[] Types =
        ["order.placed", "payment.approved", "payment.failed", "order.shipped", "order.delivered", "review.submitted", "contact.phone", "order.cancelled", ""];

    // Whole hours, so that many things happen at once; some late, some repeated, some without a type: refused, but time has come to theirs.
    private static readonly Gen<string> AnyLine = Gen.Select(Gen.Int[0, 8], Gen.Int[0, 1500], Gen.Int[0, 8], Gen.Int[1, 2], Gen.Int[1, 5]).Select((type, hour, customer, order, csat) =>
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
        var feedback = Types[type] == "review.submitted" ? $$""","feedback":{"csat":{{csat}}}""" : "";
        return $$"""{"id":"{{type}}-{{hour}}-{{order}}","type":"{{Types[type]}}","customer":"c{{customer}}","at":"{{at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}","attributes":{"order":"o{{order}}","expectedBy":"{{at.AddDays(csat).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}"}{{feedback}}}""";
    });

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-order-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Simulate_AnyStream_WritesWhatARunInTheOrderOfTimeGives() =>
        Gen.Select(AnyLine.Array[0, 300], Gen.Bool, Gen.Int[0, 1600]).Sample((lines, sorted, until) =>
        {
            string[] events = sorted ? [.. lines.OrderBy(TimeOf)] : lines;
            DateTimeOffset? end = until > 1500 ? null : new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(until);
            var expected = new Lists();
            var plain = new InOrder(new CompiledDefinitions(DefinitionReader.Read(SamplePacks.Read("retail")).Set!), expected);
            foreach (var line in events.Where(l => end is null || TimeOf(l) <= end))
            {
                plain.MoveTo(TimeOf(line), JsonDocument.Parse(line).RootElement.GetProperty("customer").GetString()!);
                if (TouchpointJson.Read(Encoding.UTF8.GetBytes(line)).Touchpoint is { } touchpoint)
                {
                    plain.Apply(touchpoint);
                }
            }

            plain.Finish(end);
            var (pack, file, output) = (Path.Combine(_folder.FullName, "pack"), Path.Combine(_folder.FullName, "events.jsonl"), Path.Combine(_folder.FullName, "out"));
            Directory.CreateDirectory(pack);
            foreach (var document in SamplePacks.Read("retail"))
            {
                File.WriteAllText(Path.Combine(pack, Path.GetFileName(document.File)), document.Text);
            }

            File.WriteAllLines(file, events);
            // A stream of which not one line can be read is an error, and is written all the same.
            var code = SimulateCommand.Run(pack, file, output, end, TextWriter.Null, TextWriter.Null, CancellationToken.None);
            Assert.True(code == 0 || (code == 1 && plain.Counts.Touchpoints == 0 && lines.Length > 0), $"It ended with {code}.");

            Assert.Equal(expected.Actions, Lines(output, "actions.jsonl", j => j.GetProperty("id").GetString()!));
            Assert.Equal(expected.Decisions, Lines(output, "decisions.jsonl", j => $"{j.GetProperty("customer")} {j.GetProperty("policy")} {j.GetProperty("cause")} {j.GetProperty("outcome")}"));
            Assert.Equal(expected.LowPoints, Lines(output, "low-points.jsonl", j => $"{j.GetProperty("customer")} {j.GetProperty("correlation")} {j.GetProperty("openedAt").GetDateTimeOffset():O}"));
            using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "summary.json")));
            Assert.Equal(plain.Counts.Touchpoints, summary.RootElement.GetProperty("touchpoints").GetInt64());
            Assert.Equal(plain.Counts.Duplicates, summary.RootElement.GetProperty("duplicates").GetInt64());
            Assert.Equal(plain.Counts.Customers, summary.RootElement.GetProperty("customers").GetInt64());
            Assert.Equal(events.Index().Where(l => l.Item.Contains("\"type\":\"\"", StringComparison.Ordinal)).Select(l => l.Index + 1), Lines(output, "refused.jsonl", j => j.GetProperty("line").GetInt32()));
            Assert.Equal(plain.Counts.MissedExpectations, summary.RootElement.GetProperty("missedExpectations").GetInt64());
        }, iter: 60, threads: 1);

    private static DateTimeOffset TimeOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("at").GetDateTimeOffset();

    private static List<T> Lines<T>(string output, string file, Func<JsonElement, T> text) =>
        [.. File.ReadAllLines(Path.Combine(output, file)).Select(l => text(JsonDocument.Parse(l).RootElement))];

    private sealed class Lists : ISimulationSink
    {
        public List<string> LowPoints { get; } = [];

        public List<string> Decisions { get; } = [];

        public List<string> Actions { get; } = [];

        public void LowPointOpened(CustomerId customer, LowPoint point) => LowPoints.Add($"{customer.Value} {point.Correlation} {point.OpenedAt:O}");

        public void LowPointClosed(CustomerId customer, LowPoint point)
        {
            // The end stands in the line of the opening.
        }

        public void Decided(CustomerId customer, PolicyDecision decision) =>
            Decisions.Add($"{customer.Value} {decision.Policy} {decision.Cause} {decision.Outcome.ToString().ToLowerInvariant()}");

        public void Action(DecidedAction action, AdmissionAnswer answer) => Actions.Add(action.Id);
    }
}
