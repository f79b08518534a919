using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads what sets a policy off.</summary>
internal sealed partial class TriggerReading(SourceFile file, References references)
{
    /// <summary>Most triggers of a policy.</summary>
    public const int Max = 50;

    public IEnumerable<Trigger> Read(Node node)
    {
        if (node is TextNode { Value: var word })
        {
            return Bare(node, word);
        }

        if (node is MapNode { Entries: not [_] } map)
        {
            file.Error(map.Place, map.Entries.IsEmpty
                ? $"a trigger names what happens: {string.Join(", ", Shape.Trigger.Fields)}"
                : $"one trigger each; begin '{Fields.Short(map.Entries[1].Key.Value)}' with a dash of its own");
            return [];
        }

        if (Fields.Open(file, node, Shape.Trigger) is not { } fields)
        {
            return [];
        }

        foreach (var name in Shape.Trigger.Fields)
        {
            if (fields.Has(name) && fields.Optional(name) is { } value)
            {
                return Of(fields, name, value);
            }
        }

        return [];
    }

    private IEnumerable<Trigger> Bare(Node node, string word)
    {
        switch (word)
        {
            case "lowPointOpened":
                return [new OnLowPointOpened()];
            case "lowPointClosed":
                return [new OnLowPointClosed()];
            case "highPointOpened":
                return [new OnHighPointOpened()];
            case "lowPointDeepened":
                return [new OnLowPointDeepened()];
            case "highPointClosed":
                return [new OnHighPointClosed()];
            case "stageEntered" or "stageLeft":
                file.Error(node.Place, $"say which stage: '{word}: {{journey: order, stage: placed}}'");
                return [];
            case "stageStayed":
                file.Error(node.Place, "say which stage and how long: 'stageStayed: {journey: order, stage: placed, for: 3 days}'");
                return [];
            case "absence":
                file.Error(node.Place, "say what is missing, after what: 'absence: {of: order.placed, after: cart.updated, within: 1 hour}'");
                return [];
            case "sequence":
                file.Error(node.Place, "say the steps: 'sequence: {steps: [search.done, cart.updated, cart.cleared], within: 1 hour}'");
                return [];
            case "count":
                file.Error(node.Place, "say how many of what: 'count: {of: payment.failed, atLeast: 3, within: 1 day}'");
                return [];
            case "metric":
                file.Error(node.Place, "say which crosses what: 'metric: {of: mood, below: -0.2}'");
                return [];
            case "schedule":
                file.Error(node.Place, "say when and for whom: 'schedule: {segment: loyal, at: \"09:00\", weekdays: [monday]}'");
                return [];
            case "expectationMissed":
                file.Error(node.Place, "say of which journey: 'expectationMissed: {journey: order}'");
                return [];
            default:
                var near = Spelling.Suggest(word, Shape.Trigger.Fields);
                file.Error(node.Place, $"unknown trigger '{Fields.Short(word)}'{(near.Length > 0 ? near : $"; for a touchpoint write 'touchpoint: {Fields.Short(word)}'")}");
                return [];
        }
    }

    private IEnumerable<Trigger> Of(Fields fields, string name, Node value) => name switch
    {
        "touchpoint" => Matches.Of(fields, value, name).Select(match => new OnTouchpoint { Match = match }),
        "lowPointOpened" => Fields.Open(file, value, Shape.OfJourney) is { } f ? [new OnLowPointOpened { Journey = JourneyOf(f) }] : [],
        "highPointOpened" => Fields.Open(file, value, Shape.OfJourney) is { } f ? [new OnHighPointOpened { Journey = JourneyOf(f) }] : [],
        "lowPointClosed" => Fields.Open(file, value, Shape.LowPointClosed) is { } f
            ? [new OnLowPointClosed { Journey = JourneyOf(f), Outcome = f.Choice<LowPointOutcome?>("outcome", null, ("recovered", LowPointOutcome.Recovered), ("faded", LowPointOutcome.Faded)) }]
            : [],
        "lowPointDeepened" => Fields.Open(file, value, Shape.OfJourney) is { } f ? [new OnLowPointDeepened { Journey = JourneyOf(f) }] : [],
        "highPointClosed" => Fields.Open(file, value, Shape.OfJourney) is { } f ? [new OnHighPointClosed { Journey = JourneyOf(f) }] : [],
        "stageEntered" => Fields.Open(file, value, Shape.OfStage) is { } f && Stage(f) is var (journey, stage) ? [new OnStageEntered { Journey = journey, Stage = stage }] : [],
        "stageLeft" => Fields.Open(file, value, Shape.OfStage) is { } f && Stage(f) is var (journey, stage) ? [new OnStageLeft { Journey = journey, Stage = stage }] : [],
        "stageStayed" => Fields.Open(file, value, Shape.StageStayed) is { } f ? [StageStayed(f)] : [],
        "absence" => Fields.Open(file, value, Shape.Absence) is { } f ? [Absence(f)] : [],
        "sequence" => Fields.Open(file, value, Shape.Sequence) is { } f ? [Sequence(f)] : [],
        "count" => Fields.Open(file, value, Shape.Count) is { } f ? Count(f) : [],
        "schedule" => Fields.Open(file, value, Shape.Schedule) is { } f ? [Schedule(f)] : [],
        "metric" => Fields.Open(file, value, Shape.Metric) is { } f ? Metric(f) : [],
        _ => Fields.Open(file, value, Shape.ExpectationMissed) is { } f ? [ExpectationMissed(f)] : [],
    };

    private (string Journey, string Stage) Stage(Fields fields)
    {
        var journey = JourneyOf(fields, required: true);
        var stage = fields.Required("stage");
        var id = fields.Text(stage, "stage", Fields.IdLengthMax);
        if (journey is not null && id is not null)
        {
            references.Stage(file, stage!.Place, journey, id);
        }

        return (journey ?? "", id ?? "");
    }

    private OnExpectationMissed ExpectationMissed(Fields fields)
    {
        var journey = JourneyOf(fields, required: true);
        var expectation = fields.Optional("expectation");
        var id = fields.Text(expectation, "expectation", Fields.IdLengthMax);
        if (journey is not null && id is not null)
        {
            references.Expectation(file, expectation!.Place, journey, id);
        }

        return new OnExpectationMissed { Journey = journey ?? "", Expectation = id };
    }

    private string? JourneyOf(Fields fields, bool required = false)
    {
        var node = required ? fields.Required("journey") : fields.Optional("journey");
        var id = fields.Text(node, "journey", Fields.IdLengthMax);
        if (id is not null)
        {
            references.Journey(file, node!.Place, id);
        }

        return id;
    }
}
