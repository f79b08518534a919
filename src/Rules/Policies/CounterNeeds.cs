using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Rules.Policies;

/// <summary>What the counts and sums of documents need in the state of every customer: they are never trimmed, so a set that needs too much is refused.</summary>
public static class CounterNeeds
{
    /// <summary>Most bytes that all counters together may take in a customer's state.</summary>
    public const int BytesMax = StateBounds.CounterBytesMax;

    /// <summary>
    /// The document with which, in the order of segments and then policies, the set needs more than <see cref="BytesMax"/>, and what the set needs in
    /// bytes; null where it does not.
    /// </summary>
    public static (string Kind, string Id, int Bytes)? Beyond(DefinitionSet set)
    {
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        var total = 0;
        (string Kind, string Id)? first = null;
        foreach (var (kind, id, alone) in Documents(set))
        {
            foreach (var counter in CounterDefinition.Of(alone))
            {
                var size = StateBounds.CounterSize(counter.Name, counter.Keep, counter.Field is not null);
                var had = sizes.GetValueOrDefault(counter.Name);
                if (size > had)
                {
                    sizes[counter.Name] = size;
                    total += size - had;
                }
            }

            first ??= total > BytesMax ? (kind, id) : null;
        }

        return first is { } document ? (document.Kind, document.Id, total) : null;
    }

    private static IEnumerable<(string Kind, string Id, DefinitionSet Alone)> Documents(DefinitionSet set) =>
        set.Segments.Select(s => ("segment", s.Id, new DefinitionSet { Segments = [s] }))
            .Concat(set.Policies.Select(p => ("policy", p.Id, new DefinitionSet { Policies = [p] })));
}
