using System.Collections.Immutable;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Journeys;

namespace CxOrchestrator.Definitions.Journeys;

/// <summary>Reads a journey.</summary>
internal static class JourneyReading
{
    /// <summary>Most stages of a journey.</summary>
    public const int StagesMax = 50;

    /// <summary>Most experiences of a journey.</summary>
    public const int ExperiencesMax = 500;

    public static JourneyDefinition Read(Fields fields, string id, string name, int version) => new()
    {
        Id = id,
        Name = name,
        Version = version,
        TimeZone = TimeZones.Read(fields, "timeZone"),
        InstanceBy = AttributeName(fields, "instance"),
        Reentry = fields.Flag("reentry", false),
        Stages = Unique(fields, [.. fields.Groups(fields.Required("stages"), "stages", StagesMax).Select(n => Stage(fields.File, n)).OfType<(StageDefinition, Place)>()], s => s.Id, "stage"),
        Exit = Matches.Optional(fields, "exit"),
        Contacts = Matches.Optional(fields, "contacts"),
        Recovery = Matches.Optional(fields, "recovery"),
        Expectations = Unique(fields, [.. fields.Groups(fields.Optional("expectations"), "expectations", JourneyInstance.ExpectationsMax).Select(n => Expectation(fields.File, n)).OfType<(ExpectationDefinition, Place)>()], e => e.Id, "expectation"),
        Experiences = [.. fields.Groups(fields.Optional("experience"), "experience", ExperiencesMax).SelectMany(n => Experience(fields.File, n))],
        LowPoint = PointReading.LowPoint(fields),
        HighPoint = PointReading.HighPoint(fields),
    };

    private static (StageDefinition, Place)? Stage(SourceFile file, Node node)
    {
        if (Fields.Open(file, node, Shape.Stage) is not { } fields)
        {
            return null;
        }

        var id = fields.Id();
        var stage = new StageDefinition
        {
            Id = id,
            Name = fields.Text("name", Fields.NameLengthMax) ?? InWords(id),
            Enter = Matches.Required(fields, "enter"),
            Start = fields.Flag("start", false),
            Goal = fields.Flag("goal", false),
            End = fields.Flag("end", false),
            Revisit = fields.Flag("revisit", false),
        };
        return (stage, fields.PlaceOf("id"));
    }

    private static (ExpectationDefinition, Place)? Expectation(SourceFile file, Node node)
    {
        if (Fields.Open(file, node, Shape.Expectation) is not { } fields)
        {
            return null;
        }

        if (fields.Has("within") && fields.Has("by"))
        {
            file.Error(fields.PlaceOf("by"), "an expectation has either 'within' (a duration) or 'by' (an attribute with the time); remove one");
        }
        else if (!fields.Has("within") && !fields.Has("by"))
        {
            file.Error(fields.Place, "an expectation needs 'within' (a duration, like 3 days) or 'by' (the attribute that holds the time)");
        }

        foreach (var ofBy in (string[])["share", "grace"])
        {
            if (fields.Has(ofBy) && fields.Has("within") && !fields.Has("by"))
            {
                file.Error(fields.PlaceOf(ofBy), $"'{ofBy}' goes with 'by'; with 'within', state the whole duration");
            }
        }

        var expectation = new ExpectationDefinition
        {
            Id = fields.Id(),
            Name = fields.Name(),
            After = Matches.Required(fields, "after"),
            Expect = Matches.Required(fields, "expect"),
            Within = fields.Duration("within", ExpectationDefinition.WithinMax),
            By = AttributeName(fields, "by"),
            Share = fields.Whole("share", 1, 100, 100),
            Grace = fields.Duration("grace", TimeSpan.FromSeconds(1), ExpectationDefinition.WithinMax, TimeSpan.Zero),
            Experience = fields.Number("experience", -1, 1, -0.5),
            Critical = fields.Flag("critical", false),
        };
        return (expectation, fields.PlaceOf("id"));
    }

    private static IEnumerable<ExperienceRule> Experience(SourceFile file, Node node)
    {
        if (Fields.Open(file, node, Shape.Experience) is not { } fields)
        {
            return [];
        }

        var on = Matches.Required(fields, "on");
        var value = fields.Required("value") is { } number ? fields.Number(number, "value", -1, 1) : null;
        var critical = fields.Flag("critical", false);
        var cause = fields.Text("cause", Fields.NameLengthMax);
        return on.Select(match => new ExperienceRule { Match = match, Value = value ?? 0, Critical = critical, Cause = cause });
    }

    // The core looks attributes up by their own names.
    private static string? AttributeName(Fields fields, string name) =>
        fields.Word(name) is { } word ? TouchpointFields.AttributeName(word) : null;

    private static ImmutableArray<T> Unique<T>(Fields fields, ImmutableArray<(T Item, Place Place)> read, Func<T, string> id, string what)
    {
        foreach (var same in read.GroupBy(r => id(r.Item), StringComparer.Ordinal).Where(g => g.Key.Length > 0))
        {
            foreach (var (_, place) in same.Skip(1))
            {
                fields.File.Error(place, $"the {what} '{same.Key}' is already defined on line {same.First().Place.Line}; give this one another id");
            }
        }

        return [.. read.Select(r => r.Item)];
    }

    // "first-answer" reads "First answer".
    private static string InWords(string id) =>
        id.Length == 0 ? "" : char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' ').Replace('_', ' ');
}
