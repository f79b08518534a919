using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Guardrails;
using CxOrchestrator.Definitions.Journeys;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Triggers that wait for time or for several touchpoints.</summary>
internal sealed partial class TriggerReading
{
    private const int CentralMax = 1_000_000_000;

    private static readonly string[] DayFields = ["weekdays", "dayOfMonth", "date"];
    private static readonly string[] Orders = ["atLeast", "atMost", "above", "below"];

    private OnStageStayed StageStayed(Fields fields)
    {
        var (journey, stage) = Stage(fields);
        return new OnStageStayed { Journey = journey, Stage = stage, For = Time(fields, "for") };
    }

    private static OnAbsence Absence(Fields fields) => new()
    {
        Of = Matches.Required(fields, "of"),
        After = Matches.Required(fields, "after"),
        Within = Time(fields, "within"),
        SameBy = fields.Word("same"),
        Restart = fields.Flag("restart", false),
    };

    private static OnSequence Sequence(Fields fields)
    {
        var node = fields.Required("steps");
        var steps = Matches.Of(fields, node, "steps");
        var written = node is ListNode list ? list.Items.Length : 1;
        if (node is not (null or BrokenNode) && written is < 2 or > OnSequence.StepsMax)
        {
            fields.File.Error(node!.Place, $"'steps' has {written} touchpoint{(written == 1 ? "" : "s")}; a sequence has 2 to {OnSequence.StepsMax}");
        }

        return new OnSequence { Steps = steps, Within = Time(fields, "within"), SameBy = fields.Word("same") };
    }

    private static IEnumerable<Trigger> Count(Fields fields)
    {
        var match = Matches.One(fields, "of");
        var atLeast = fields.Whole(fields.Required("atLeast"), "atLeast", 1, CountIs.AtLeastMax);
        var within = fields.Duration(fields.Required("within"), "within", TimeSpan.FromSeconds(1), CountIs.WithinMax);
        return match is null ? [] : [new OnCount { Match = match, AtLeast = atLeast ?? 1, Within = within ?? CountIs.WithinMax }];
    }

    private OnSchedule Schedule(Fields fields)
    {
        if (fields.Required("segment") is { } segment && fields.Text(segment, "segment", Fields.IdLengthMax) is { } id)
        {
            references.Segment(file, segment.Place, id);
        }
        else
        {
            id = "";
        }

        var days = DayFields.Where(fields.Has).ToList();
        if (days.Count > 1)
        {
            file.Error(fields.PlaceOf(days[1]), $"'{days[1]}' and '{days[0]}' both say on which days; keep one");
        }

        return new OnSchedule
        {
            Segment = id,
            At = Times.Read(fields, "at") ?? default,
            Weekdays = Weekdays(fields),
            DayOfMonth = fields.Whole(fields.Optional("dayOfMonth"), "dayOfMonth", 1, 31),
            Date = DateOf(fields),
            Zone = TimeZones.Read(fields, "timeZone"),
        };
    }

    private ImmutableArray<DayOfWeek> Weekdays(Fields fields)
    {
        if (!fields.Has("weekdays"))
        {
            return [];
        }

        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        var items = fields.Items(fields.Optional("weekdays"), "weekdays", TimeForms.Weekdays.Length);
        foreach (var item in items)
        {
            if (fields.Text(item, "weekdays", Fields.IdLengthMax) is not { } name)
            {
                continue;
            }

            if (TimeForms.Weekday(name) is { } why)
            {
                file.Error(item.Place, $"'{Fields.Short(name)}' {why}");
            }
            else if (days.Contains(TimeForms.DayOf(name)))
            {
                file.Error(item.Place, $"'{name}' appears twice; keep one");
            }
            else
            {
                days.Add(TimeForms.DayOf(name));
            }
        }

        return days.DrainToImmutable();
    }

    private DateOnly? DateOf(Fields fields)
    {
        if (fields.Optional("date") is not { } node || fields.Text(node, "date", Fields.IdLengthMax) is not { } text)
        {
            return null;
        }

        if (TimeForms.Date(text) is { } why)
        {
            file.Error(node.Place, $"'{Fields.Short(text)}' {why}");
            return null;
        }

        return DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Trigger> Metric(Fields fields)
    {
        var given = Orders.Where(fields.Has).ToList();
        if (given.Count != 1)
        {
            fields.File.Error(fields.Place, $"a metric crosses one value; write one of {string.Join(", ", Orders)}");
        }

        if (fields.Required("of") is not { } node || fields.Text(node, "of", Fields.IdLengthMax) is not { } name)
        {
            return [];
        }

        if (KnownFields.Find(name, out var why) is not { } field)
        {
            fields.File.Error(node.Place, why);
            return [];
        }

        if (field.Root is not (FieldRoot.Mood or FieldRoot.Pressure or FieldRoot.Risk or FieldRoot.Remembered or FieldRoot.Customer) || field.Type is not (FieldType.Number or FieldType.Any))
        {
            fields.File.Error(node.Place, $"'{field.Path}' is no metric; there are mood, pressure, risk, remembered and numbers about the customer, like customer.lifetimeValue");
            return [];
        }

        if (given.Count != 1 || fields.Optional(given[0]) is not { } value
            || fields.Number(value, given[0], Math.Max(field.Min, -CentralMax), Math.Min(field.Max, CentralMax)) is not { } level)
        {
            return [];
        }

        var comparison = given[0] switch
        {
            "atLeast" => Comparison.AtLeast,
            "atMost" => Comparison.AtMost,
            "above" => Comparison.Above,
            _ => Comparison.Below,
        };
        return [new OnMetric { Crosses = new FieldIs { Field = field.Path, Comparison = comparison, Values = [Scalar.Of(level)] } }];
    }

    private static TimeSpan Time(Fields fields, string name) =>
        fields.Duration(fields.Required(name), name, TimeSpan.FromSeconds(1), Waiting.LongestWait) ?? Waiting.LongestWait;
}
