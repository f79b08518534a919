using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Storage.Erasure;

/// <summary>Values of a customer's touchpoints that the event catalogue may show as examples, and the catalogue without them.</summary>
public sealed class ErasedExamples
{
    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> _types = new(StringComparer.Ordinal);

    public IEnumerable<string> Types => _types.Keys;

    public void Add(string type, ReadOnlySpan<byte> body)
    {
        if (TouchpointJson.ReadStored(body).Touchpoint is not { } touchpoint)
        {
            return;
        }

        if (!_types.TryGetValue(type, out var fields))
        {
            _types[type] = fields = new(StringComparer.Ordinal);
        }

        foreach (var (name, value) in touchpoint.Attributes.Values.Select(a => (a.Name, a.Value.ToString())))
        {
            if (!fields.TryGetValue(name, out var values))
            {
                fields[name] = values = new(StringComparer.Ordinal);
            }

            values.Add(value.Length > SeenField.ExampleLengthMax ? value[..SeenField.ExampleLengthMax] : value);
        }
    }

    /// <summary>What is kept of the type without the customer's values; null: none of them is in it.</summary>
    public SeenDetail? Without(string type, SeenDetail detail)
    {
        if (!_types.TryGetValue(type, out var fields))
        {
            return null;
        }

        var changed = false;
        var attributes = new List<SeenField>(detail.Attributes.Count);
        foreach (var field in detail.Attributes)
        {
            if (!fields.TryGetValue(field.Name, out var values))
            {
                attributes.Add(field);
                continue;
            }

            // What was wrong with a value may quote it.
            var quoted = field.UnreadWhy is { } why && values.Any(v => v.Length > 0 && why.Contains(v, StringComparison.Ordinal));
            List<string> examples = [.. field.Examples.Where(e => !values.Contains(e))];
            changed |= quoted || examples.Count < field.Examples.Count;
            attributes.Add(field with { Examples = examples, UnreadWhy = quoted ? null : field.UnreadWhy });
        }

        return changed ? detail with { Attributes = attributes } : null;
    }
}
