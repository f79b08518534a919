using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>What documents name of each other, and where; looked up once all of them are read.</summary>
internal sealed class References
{
    private readonly List<Reference> _all = [];

    private enum Kind
    {
        Journey,
        Stage,
        Expectation,
        Segment,
    }

    private readonly record struct Reference(SourceFile File, Place Place, Kind Kind, string Journey, string Name);

    public void Journey(SourceFile file, Place place, string journey) => _all.Add(new(file, place, Kind.Journey, journey, journey));

    public void Stage(SourceFile file, Place place, string journey, string stage) => _all.Add(new(file, place, Kind.Stage, journey, stage));

    public void Expectation(SourceFile file, Place place, string journey, string expectation) => _all.Add(new(file, place, Kind.Expectation, journey, expectation));

    public void Segment(SourceFile file, Place place, string segment) => _all.Add(new(file, place, Kind.Segment, "", segment));

    /// <summary>Reports what nobody declares. A journey that could not be read to its end has a name and no parts: its parts are not looked up.</summary>
    public void Check(IReadOnlyDictionary<string, JourneyDefinition?> journeys, IReadOnlyCollection<string> segments)
    {
        foreach (var reference in _all)
        {
            if (reference.Kind == Kind.Segment)
            {
                Look(reference, "segment", segments, "the documents");
            }
            else if (reference.Kind == Kind.Journey)
            {
                Look(reference, "journey", [.. journeys.Keys], "the documents");
            }
            else if (journeys.GetValueOrDefault(reference.Journey) is { } journey)
            {
                var names = reference.Kind == Kind.Stage ? journey.Stages.Select(s => s.Id) : journey.Expectations.Select(e => e.Id);
                Look(reference, reference.Kind == Kind.Stage ? "stage" : "expectation", [.. names], $"journey '{journey.Id}'");
            }
        }
    }

    private static void Look(Reference reference, string what, IReadOnlyCollection<string> names, string where)
    {
        if (reference.File.IsFull || names.Contains(reference.Name))
        {
            return;
        }

        var near = Spelling.Suggest(reference.Name, names);
        var cure = near.Length > 0 ? near
            : names.Count == 0 ? $"; {where} have none"
            : $"; there are {string.Join(", ", names.Take(10))}";
        reference.File.Error(reference.Place, $"no {what} '{Fields.Short(reference.Name)}' in {where}{cure}");
    }
}
