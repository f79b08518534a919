using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads what fires a policy.</summary>
internal sealed class TriggerReading(SourceFile file, References references)
{
    /// <summary>Most triggers of a policy.</summary>
    public const int Max = 50;

    public SourceFile File => file;

    public References References => references;

    public IEnumerable<Trigger> Read(Node node)
    {
        if (node is TextNode { Value: var word })
        {
            return Alone(node, word);
        }

        if (node is MapNode { Entries: not [_] } map)
        {
            file.Error(map.Place, map.Entries.IsEmpty
                ? $"a trigger names what happens: {string.Join(", ", TriggerWords.Shape.Fields)}"
                : $"one trigger each; begin '{Fields.Short(map.Entries[1].Key.Value)}' with a dash of its own");
            return [];
        }

        if (Fields.Open(file, node, TriggerWords.Shape) is not { } fields)
        {
            return [];
        }

        foreach (var known in TriggerWords.All)
        {
            if (fields.Has(known.Name) && fields.Optional(known.Name) is { } value)
            {
                return known.Read(this, fields, value);
            }
        }

        return [];
    }

    /// <summary>The time of a field that has to be there, 1 second to <see cref="Waiting.LongestWait"/>.</summary>
    public static TimeSpan Time(Fields fields, string name) =>
        fields.Duration(fields.Required(name), name, TimeSpan.FromSeconds(1), Waiting.LongestWait) ?? Waiting.LongestWait;

    /// <summary>The stage and the journey of the fields; empty names where they are missing.</summary>
    public (string Journey, string Stage) StageOf(Fields fields)
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

    public string? JourneyOf(Fields fields, bool required = false)
    {
        var node = required ? fields.Required("journey") : fields.Optional("journey");
        var id = fields.Text(node, "journey", Fields.IdLengthMax);
        if (id is not null)
        {
            references.Journey(file, node!.Place, id);
        }

        return id;
    }

    private IEnumerable<Trigger> Alone(Node node, string word)
    {
        var known = TriggerWords.All.FirstOrDefault(w => w.Name == word);
        if (known?.Alone is { } trigger)
        {
            return [trigger];
        }

        var near = Spelling.Suggest(word, TriggerWords.Shape.Fields);
        file.Error(node.Place, known?.Usage ?? $"unknown trigger '{Fields.Short(word)}'{(near.Length > 0 ? near : $"; for a touchpoint write 'touchpoint: {Fields.Short(word)}'")}");
        return [];
    }
}
