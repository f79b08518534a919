using System.Collections.Immutable;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Lists of actions, waits between them, and what changes the customer alone.</summary>
internal sealed partial class ActionReading
{
    /// <summary>Most actions of a policy, those of variants and after waits counted in.</summary>
    public const int AllMax = 100;

    private const int WeightMax = 1_000;

    private static readonly HashSet<string> OwnNames = ["id", "name", "language", "timeZone", "segment", "lifetimeValue", "currency", "touchpoints", "silentDays", "consent"];

    private readonly HashSet<string> _steps = new(StringComparer.Ordinal);
    private int _count;
    private bool _sends;

    /// <summary>The actions of a field.</summary>
    public ImmutableArray<ActionTemplate> Required(Fields fields, string name, int level = 0) => Of(fields, fields.Required(name), name, level);

    public ImmutableArray<PolicyVariant> Variants(Fields fields)
    {
        var variants = ImmutableArray.CreateBuilder<PolicyVariant>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var nodes = fields.Groups(fields.Optional("variants"), "variants", PolicyVariant.Max);
        foreach (var node in nodes)
        {
            if (Fields.Open(file, node, Shape.Variant) is not { } variant)
            {
                continue;
            }

            var id = variant.Id();
            if (id.Length > 0 && !ids.Add(id))
            {
                file.Error(variant.PlaceOf("id"), $"there are two variants '{Fields.Short(id)}'; give this one another id");
            }

            _steps.Clear();
            variants.Add(new PolicyVariant { Id = id, Weight = variant.Whole("weight", 1, WeightMax, 1), Actions = Required(variant, "do") });
        }

        if (nodes.Length == 1)
        {
            file.Error(fields.PlaceOf("variants"), "one variant is no choice; write its actions under do:, or add another");
        }

        return variants.DrainToImmutable();
    }

    private ImmutableArray<ActionTemplate> Of(Fields fields, Node? node, string name, int level, bool sends = false)
    {
        var items = fields.Items(node, name, Max);
        var actions = ImmutableArray.CreateBuilder<ActionTemplate>(items.Length);
        foreach (var item in items)
        {
            if (++_count == AllMax + 1)
            {
                file.Error(item.Place, $"more than {AllMax} actions in one policy; make several policies of it");
            }

            if (actions.Count > 0 && actions[^1] is WaitTemplate)
            {
                file.Error(item.Place, "this comes after a wait and would not wait for it; put it under then:, otherwise: or unsent: of the wait, or before it");
            }

            // What a wait in this list can speak of: what stands before it here, else before the wait that this list follows.
            _sends = sends || actions.Any(a => a is MessageTemplate or OfferTemplate);
            if (Read(item, level) is { } action)
            {
                actions.Add(action);
            }
        }

        return actions.DrainToImmutable();
    }

    private WaitTemplate? Wait(Fields fields, int level)
    {
        if (level == WaitTemplate.LevelsMax)
        {
            file.Error(fields.Place, $"waits stand within waits {WaitTemplate.LevelsMax} deep at most; go on in another policy");
            return null;
        }

        var until = Matches.Optional(fields, "until");
        if (until.IsEmpty && fields.Has("then"))
        {
            file.Error(fields.PlaceOf("then"), "'then' follows what 'until' waits for, and there is none; write until:, or put these under otherwise:");
        }

        if (!fields.Has("then") && !fields.Has("otherwise") && !fields.Has("unsent"))
        {
            file.Error(fields.Place, "a wait after which nothing is done; write then: or otherwise:");
        }

        if (fields.Has("unsent") && !_sends)
        {
            file.Error(fields.PlaceOf("unsent"), "'unsent' follows messages and offers that could not be sent, and there is none before this wait; put one before it, or write otherwise:");
        }

        var sends = _sends;

        return new WaitTemplate
        {
            Id = StepId(fields),
            For = fields.Duration(fields.Required("for"), "for", TimeSpan.FromSeconds(1), Waiting.LongestWait) ?? Waiting.LongestWait,
            Until = until,
            Check = fields.Optional("check") is { } check ? conditions.Read(check) : Condition.Always,
            Then = Of(fields, fields.Optional("then"), "then", level + 1, sends: false),
            Otherwise = Of(fields, fields.Optional("otherwise"), "otherwise", level + 1, sends),
            Unsent = Of(fields, fields.Optional("unsent"), "unsent", level + 1, sends: false),
        };
    }

    // Unique within the variant, since variant and step name where a customer waits.
    private string? StepId(Fields fields)
    {
        if (fields.Optional("id") is not { } node || fields.Id(node) is not { Length: > 0 } id)
        {
            return null;
        }

        if (!_steps.Add(id))
        {
            file.Error(node.Place, $"there are two waits '{Fields.Short(id)}' in one list of actions; give this one another id");
        }

        return id;
    }

    private SetAttributeTemplate SetAttribute(Fields fields)
    {
        var name = fields.Word("name", required: true) ?? "";
        if (OwnNames.Contains(name) || name.StartsWith("consent.", StringComparison.Ordinal))
        {
            file.Error(fields.Optional("name")!.Place, $"'{name}' is what upstream systems say of the customer; choose another name, like apologised");
        }

        var value = Scalar.Of("");
        switch (fields.Required("value"))
        {
            case TextNode text:
                value = Scalars.Of(text);
                if (value.Kind == ScalarKind.Text)
                {
                    Texts.Of(fields, text, "value", LineLengthMax);
                }

                break;
            case null:
                break;
            case var node:
                file.Error(node.Place, $"'value' is a single value, not {node.Kind}");
                break;
        }

        return new SetAttributeTemplate { Name = name, Value = value };
    }

    private SegmentTemplate? List(Fields action, string name, Node body)
    {
        if (action.Text(body, name, Fields.IdLengthMax) is not { } segment)
        {
            return null;
        }

        references.List(file, body.Place, segment);
        return new SegmentTemplate { Segment = segment, Add = name == "addToSegment" };
    }
}
