using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Guardrails;
using CxOrchestrator.Definitions.Journeys;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>schedule: {segment: loyal, at: "09:00", weekdays: [monday]}</c>.</summary>
internal sealed class ScheduleWord() : FieldsTrigger(
    new("schedule", "A time comes", "each day, week or month, for those in a segment", GroupValue.Of(("segment", SingleValue.Of("")), ("at", SingleValue.Of("09:00")))),
    new Shape("schedule", "a schedule", "segment", "at", "weekdays", "dayOfMonth", "date", "timeZone"),
    "say when and for whom: 'schedule: {segment: loyal, at: \"09:00\", weekdays: [monday]}'")
{
    private static readonly string[] DayFields = ["weekdays", "dayOfMonth", "date"];

    protected override Trigger? Read(TriggerReading reading, Fields fields)
    {
        if (fields.Required("segment") is { } segment && fields.Text(segment, "segment", Fields.IdLengthMax) is { } id)
        {
            reading.References.Segment(reading.File, segment.Place, id);
        }
        else
        {
            id = "";
        }

        var days = DayFields.Where(fields.Has).ToList();
        if (days.Count > 1)
        {
            fields.File.Error(fields.PlaceOf(days[1]), $"'{days[1]}' and '{days[0]}' both say on which days; keep one");
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

    private static ImmutableArray<DayOfWeek> Weekdays(Fields fields)
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
                fields.File.Error(item.Place, $"'{Fields.Short(name)}' {why}");
            }
            else if (days.Contains(TimeForms.DayOf(name)))
            {
                fields.File.Error(item.Place, $"'{name}' appears twice; keep one");
            }
            else
            {
                days.Add(TimeForms.DayOf(name));
            }
        }

        return days.DrainToImmutable();
    }

    private static DateOnly? DateOf(Fields fields)
    {
        if (fields.Optional("date") is not { } node || fields.Text(node, "date", Fields.IdLengthMax) is not { } text)
        {
            return null;
        }

        if (TimeForms.Date(text) is { } why)
        {
            fields.File.Error(node.Place, $"'{Fields.Short(text)}' {why}");
            return null;
        }

        return DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
