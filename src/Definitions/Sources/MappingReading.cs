using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>Reads how a source's events become touchpoints.</summary>
internal static class MappingReading
{
    /// <summary>Most words, and most touchpoints of one word.</summary>
    public const int WordsMax = 300;

    /// <summary>Most touchpoints of one word.</summary>
    public const int OfWordMax = 10;

    /// <summary>Most attributes, and most identities.</summary>
    public const int PartsMax = 60;

    /// <summary>Names that a request has.</summary>
    public static readonly ImmutableArray<string> RequestRoots = [.. ProviderScope.RequestRoots, "settings"];

    /// <summary>Names that an event has.</summary>
    public static readonly ImmutableArray<string> EventRoots = [.. RequestRoots, "event"];

    private static readonly ImmutableArray<string> EnrichedRoots = [.. EventRoots, "enriched"];

    /// <summary>Names that a mapping has.</summary>
    public static ImmutableArray<string> RootsOf(Fields source) => source.Has("enrich") ? EnrichedRoots : EventRoots;

    public static ImmutableArray<EventMapping> Mappings(ProviderScope scope, Fields fields, ImmutableArray<string> roots)
    {
        switch (fields.Optional("touchpoints"))
        {
            case null:
                return [];
            case MapNode map:
                var mappings = ImmutableArray.CreateBuilder<EventMapping>();
                foreach (var (key, node) in Fields.Distinct(fields.File, map, WordsMax, "write a list of mappings under one"))
                {
                    var items = node is ListNode ? fields.Items(node, key.Value, OfWordMax) : [node];
                    foreach (var item in items.Select(i => Fields.Open(fields.File, i, SourceShapes.Mapping)).OfType<Fields>())
                    {
                        mappings.Add(Like(item, Mapping(scope, key.Value, item, roots), mappings));
                    }
                }

                return mappings.DrainToImmutable();
            case var node:
                fields.File.Error(node.Place, "'touchpoints' is a group of the system's words, each with a mapping, like orders/create: {as: order.placed}");
                return [];
        }
    }

    public static MappedParts Parts(ProviderScope scope, Fields fields, ImmutableArray<string> roots)
    {
        var value = ProviderReading.Open(fields, "value", SourceShapes.Value, required: false);
        var feedback = ProviderReading.Open(fields, "feedback", SourceShapes.Feedback, required: false);
        return new MappedParts
        {
            Customer = Query(fields, "customer"),
            Identities = Named(scope, fields, "identities", roots),
            Channel = Query(fields, "channel"),
            Attributes = Named(scope, fields, "attributes", roots),
            Rest = Query(fields, "rest"),
            Amount = value is null ? null : scope.Query(value, value.Required("amount"), "amount", roots),
            Currency = value is null ? null : scope.Query(value, value.Required("currency"), "currency", roots),
            MinorUnits = value?.Flag("minorUnits", false) == true,
            Nps = Query(feedback, "nps"),
            Csat = Query(feedback, "csat"),
            Ces = Query(feedback, "ces"),
            Text = Query(feedback, "text"),
            Language = Query(feedback, "language"),
        };

        string? Query(Fields? of, string name) => of is null ? null : scope.Query(of, of.Optional(name), name, roots);
    }

    // With the parts of the first mapping of that word where it has none of its own.
    private static EventMapping Like(Fields fields, EventMapping mapping, IReadOnlyList<EventMapping> earlier)
    {
        if (fields.Text("like", Fields.NameLengthMax) is not { } word)
        {
            return mapping;
        }

        if (earlier.FirstOrDefault(m => m.Word == word) is { } other)
        {
            return mapping with { Parts = mapping.Parts.Over(other.Parts) };
        }

        var near = Spelling.Suggest(word, [.. earlier.Select(m => m.Word).Distinct()]);
        fields.File.Error(fields.PlaceOf("like"), $"no mapping of '{Fields.Short(word)}' is above{near}; name a word that is mapped before this one");
        return mapping;
    }

    private static EventMapping Mapping(ProviderScope scope, string word, Fields fields, ImmutableArray<string> ofEvent)
    {
        ImmutableArray<string> roots = fields.Has("each") ? [.. ofEvent, "item"] : ofEvent;
        return new EventMapping
        {
            Word = word,
            As = fields.Word("as", required: true) ?? "",
            When = scope.Query(fields, fields.Optional("when"), "when", roots),
            Each = scope.Query(fields, fields.Optional("each"), "each", ofEvent),
            Key = scope.Query(fields, fields.Optional("key"), "key", roots),
            At = scope.Query(fields, fields.Optional("at"), "at", roots),
            Parts = Parts(scope, fields, roots),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Named(ProviderScope scope, Fields fields, string name, ImmutableArray<string> roots)
    {
        switch (fields.Optional(name))
        {
            case null:
                return [];
            case MapNode map:
                return
                [
                    .. Fields.Distinct(fields.File, map, PartsMax, "keep one")
                        .Select(e => KeyValuePair.Create(e.Key.Value, scope.Query(fields, e.Value, e.Key.Value, roots)))
                        .Where(e => e.Value is not null)
                        .Select(e => KeyValuePair.Create(e.Key, e.Value!)),
                ];
            case var node:
                fields.File.Error(node.Place, $"'{name}' is a group of names, each with an expression, like {{email: event.email}}");
                return [];
        }
    }
}
