using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Reads a JSON body: its texts are templates, everything else is as written.</summary>
internal static class BodyReading
{
    /// <summary>Most entries of a group or list.</summary>
    public const int EntriesMax = 200;

    public static BodyValue? Read(ProviderScope scope, Fields fields, Node node) => node switch
    {
        MapNode map => new BodyObject([.. Entries(scope, fields, map)]),
        ListNode { Items.Length: > EntriesMax } => TooMany(scope, node),
        ListNode list => new BodyList([.. list.Items.Select(i => Read(scope, fields, i)).OfType<BodyValue>()]),
        TextNode text when Scalars.Of(text) is { Kind: ScalarKind.Number } number => new BodyNumber(number.Number),
        TextNode text when Scalars.Of(text) is { Kind: ScalarKind.Flag } flag => new BodyFlag(flag.Flag),
        TextNode { IsEmpty: true } => Nothing(scope, node),
        TextNode { Value: "" } => new BodyText(""),
        TextNode => scope.Text(fields, node, "json") is { } template ? new BodyText(template) : null,
        _ => null,
    };

    private static IEnumerable<KeyValuePair<string, BodyValue>> Entries(ProviderScope scope, Fields fields, MapNode map)
    {
        foreach (var (key, node) in Fields.Distinct(scope.File, map, EntriesMax, "keep one"))
        {
            if (Read(scope, fields, node) is { } value)
            {
                yield return new(key.Value, value);
            }
        }
    }

    private static BodyList? TooMany(ProviderScope scope, Node node)
    {
        scope.File.Error(node.Place, $"a list of a body has at most {EntriesMax} items");
        return null;
    }

    private static BodyText? Nothing(ProviderScope scope, Node node)
    {
        scope.File.Error(node.Place, "a part of the body has no value; write one after the colon, or remove the line");
        return null;
    }
}
