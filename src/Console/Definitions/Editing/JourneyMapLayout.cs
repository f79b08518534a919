using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>Places a journey's stages from left to right and its expectations as arrows above them.</summary>
internal sealed record JourneyMapLayout(ImmutableArray<MapStage> Stages, ImmutableArray<MapExpectation> Expectations, double Width, double Height, double Line)
{
    public const double StageWidth = 136;
    public const double StageHeight = 56;
    private const double Gap = 40;
    private const double Left = 8;
    private const double LaneHeight = 32;

    public static JourneyMapLayout Of(GroupValue journey)
    {
        var stages = Items(journey["stages"]).OfType<GroupValue>().ToList();
        var worths = Items(journey["experience"]).OfType<GroupValue>().SelectMany(e => Types(e["on"]).Select(t => (Type: t, Worth: ExperienceWords.Read(Text(e["value"]))))).ToList();
        var placed = stages.Select((stage, i) => Stage(stage, i, worths)).ToImmutableArray();
        var expectations = Items(journey["expectations"]).OfType<GroupValue>().ToList();
        var line = 16 + (expectations.Count * LaneHeight);
        var arrows = expectations.Select((expectation, i) => Arrow(expectation, i, stages, placed)).ToImmutableArray();
        return new(placed, arrows, Math.Max(320, Left + (placed.Length * (StageWidth + Gap))), line + StageHeight + 56, line);
    }

    private static MapStage Stage(GroupValue stage, int at, List<(string Type, double Worth)> worths)
    {
        var types = Types(stage["enter"]).ToList();
        double? worth = worths.Where(w => types.Any(t => Vocabulary.Matches(w.Type, t))).Select(w => (double?)w.Worth).FirstOrDefault();
        return new(
            Text(stage["name"]) ?? Text(stage["id"]) ?? "?",
            string.Join(", ", types),
            Text(stage["goal"]) == "true",
            Text(stage["end"]) == "true",
            worth is { } w ? ExperienceWords.Words(w) : null,
            worth is { } c ? ExperienceWords.Class(c) : "",
            Left + (at * (StageWidth + Gap)));
    }

    private static MapExpectation Arrow(GroupValue expectation, int at, List<GroupValue> stages, ImmutableArray<MapStage> placed)
    {
        var from = Find(expectation["after"], stages, placed, 0);
        var to = Find(expectation["expect"], stages, placed, placed.Length - 1);
        return new(
            Text(expectation["name"]) ?? Text(expectation["id"]) ?? "",
            Text(expectation["within"]) is { } within ? $"within {within}" : Text(expectation["by"]) is { } by ? By(expectation, by) : "no time yet",
            Text(expectation["critical"]) == "true",
            from + (StageWidth / 2),
            Math.Max(to, from) + (StageWidth / 2) + (to <= from ? StageWidth / 2 : 0),
            16 + (at * LaneHeight));
    }

    private static string By(GroupValue expectation, string attribute) =>
        (Text(expectation["share"]) is { } share && share != "100" ? $"at {share} % of the time to “{attribute}”" : $"by “{attribute}”") + (Text(expectation["grace"]) is { } grace ? $" + {grace}" : "");

    // The stage that such a touchpoint enters; at the edge where none does.
    private static double Find(DocumentValue? touchpoints, List<GroupValue> stages, ImmutableArray<MapStage> placed, int otherwise)
    {
        var types = Types(touchpoints).ToList();
        var found = stages.FindIndex(s => Types(s["enter"]).Any(e => types.Any(t => Vocabulary.Matches(e, t) || Vocabulary.Matches(t, e))));
        return placed.IsEmpty ? Left : placed[found >= 0 ? found : Math.Max(0, otherwise)].X;
    }

    private static IEnumerable<string> Types(DocumentValue? value) => Items(value).Select(v => v is GroupValue group ? Text(group["type"]) : Text(v)).OfType<string>();

    private static ImmutableArray<DocumentValue> Items(DocumentValue? value) => value switch { null => [], ListValue list => list.Items, _ => [value] };

    private static string? Text(DocumentValue? value) => value is SingleValue { IsEmpty: false } single ? single.Text : null;
}
