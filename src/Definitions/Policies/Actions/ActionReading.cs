using System.Collections.Immutable;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads what a policy does.</summary>
internal sealed class ActionReading(SourceFile file, References references, ConditionReading conditions)
{
    /// <summary>Most actions in one list.</summary>
    public const int Max = 20;

    /// <summary>Most actions of a policy, those of variants and after waits counted in.</summary>
    public const int AllMax = 100;

    /// <summary>Longest text that is sent, in characters.</summary>
    public const int TextLengthMax = 10_000;

    /// <summary>Longest text of one line, in characters.</summary>
    public const int LineLengthMax = 500;

    private const int WeightMax = 1_000;

    private readonly HashSet<string> _steps = new(StringComparer.Ordinal);
    private int _count;

    public SourceFile File => file;

    public References References => references;

    public ConditionReading Conditions => conditions;

    /// <summary>A message or an offer precedes the action that is being read, in its list or before the wait that the list follows.</summary>
    public bool FollowsSend { get; private set; }

    /// <summary>The actions of a field.</summary>
    public ImmutableArray<ActionTemplate> Required(Fields fields, string name) => Of(fields, fields.Required(name), name, 0);

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

    /// <summary>The actions of a node.</summary>
    /// <param name="fields">The group that has it.</param>
    /// <param name="node">One action or a list; null: none.</param>
    /// <param name="name">The name of its field.</param>
    /// <param name="level">Waits around it.</param>
    /// <param name="sends">A message or an offer precedes it.</param>
    public ImmutableArray<ActionTemplate> Of(Fields fields, Node? node, string name, int level, bool sends = false)
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

            // What a wait in this list can speak of: what precedes it here, else before the wait that this list follows.
            FollowsSend = sends || actions.Any(a => a.IsSend);
            if (Read(item, level) is { } action)
            {
                actions.Add(action);
            }
        }

        return actions.DrainToImmutable();
    }

    /// <summary>The id of a wait; null where it has none. Unique within the variant, since variant and step name where a customer waits.</summary>
    public string? StepId(Fields fields)
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

    /// <summary>Id of the template of a message or an offer; null where it has none.</summary>
    public string? TemplateOf(Fields fields, bool hasCode = false)
    {
        foreach (var name in (ReadOnlySpan<string>)["subject", "text"])
        {
            if (fields.Has("template") && fields.Has(name))
            {
                fields.File.Error(fields.PlaceOf(name), $"'{name}' is defined in the template; remove it here, or remove 'template'");
            }
        }

        var node = fields.Optional("template");
        var id = fields.Text(node, "template", Fields.IdLengthMax);
        if (id is not null)
        {
            references.Template(file, node!.Place, id, hasCode);
        }

        return id;
    }

    /// <summary>The queue that replies to a message or an offer go to; null where the action names none.</summary>
    /// <param name="fields">Of the action.</param>
    /// <param name="channel">Its channel; empty where it could not be read.</param>
    public string? ReplyQueueOf(Fields fields, string channel)
    {
        if (fields.Word("queue") is not { } queue)
        {
            return null;
        }

        if (channel.Length > 0 && channel != ChannelAddresses.Email)
        {
            fields.File.Error(fields.PlaceOf("queue"), $"only replies by e-mail can go to a queue, and the channel is '{Fields.Short(channel)}'; remove 'queue'");
        }
        else
        {
            references.ReplyQueue(file, fields.Optional("queue")!.Place, queue);
        }

        return queue;
    }

    private ActionTemplate? Read(Node node, int level)
    {
        if (node is MapNode { Entries: not [_] } map)
        {
            file.Error(map.Place, map.Entries.IsEmpty
                ? $"an action is one of {string.Join(", ", ActionWords.Shape.Fields)}"
                : $"one action each; begin '{Fields.Short(map.Entries[1].Key.Value)}' with a dash of its own, or indent it further");
            return null;
        }

        if (Fields.Open(file, node, ActionWords.Shape) is not { } fields)
        {
            return null;
        }

        foreach (var word in ActionWords.All)
        {
            if (fields.Has(word.Name))
            {
                return fields.Optional(word.Name) is { } body ? word.Read(this, fields, body, level) : null;
            }
        }

        return null;
    }
}
