using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>Reads how the events of a source are enriched.</summary>
internal static partial class EnrichReading
{
    /// <summary>Most values of an event.</summary>
    public const int ValuesMax = 20;

    private static readonly TimeSpan WithinMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryForMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan TryForMax = TimeSpan.FromDays(14);

    /// <param name="scope">Of the document.</param>
    /// <param name="source">The document.</param>
    /// <param name="fields">Its <c>enrich</c>.</param>
    public static SourceEnrichment Read(ProviderScope scope, Fields source, Fields fields)
    {
        if (!source.Has("webhook"))
        {
            source.File.Error(fields.Place, "'enrich' is for delivered events, and this source has no 'webhook'");
        }

        if (fields.Has("within") != fields.Has("calls"))
        {
            fields.File.Error(fields.Place, "'calls' and 'within' belong together: how many calls, in what time");
        }

        var values = Values(scope, fields);
        var named = scope.WithValues([.. values.Select(v => v.Key)]);
        var plain = new SourceEnrichment { Request = RequestReading.Plain(named, fields, idOnly: false) };
        CheckHost(fields, plain.Request.Url);
        return plain with
        {
            When = scope.Query(fields, fields.Optional("when"), "when", MappingReading.EventRoots),
            Values = values,
            Query = RequestReading.Texts(named, fields, "query", PullReading.QueryMax),

            // Who asks is the same for all events, and so is where a token comes from.
            Auth = ProviderReading.Open(fields, "auth", ProviderShapes.Auth, required: false) is { } auth ? AuthReading.Read(scope.WithValues([]), auth) : null,
            Calls = fields.Whole("calls", 1, PullReading.CallsMax, plain.Calls),
            Within = fields.Duration("within", WithinMin, Day, plain.Within),
            Cache = fields.Duration("cache", TimeSpan.Zero, Day, plain.Cache),
            MapsMissing = fields.Choice("missing", true, ("map", true), ("deadLetter", false)),
            TryFor = fields.Duration("tryFor", TryForMin, TryForMax, plain.TryFor),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Values(ProviderScope scope, Fields fields)
    {
        switch (fields.Optional("values"))
        {
            case null:
                return [];
            case MapNode map:
                var values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
                foreach (var entry in Fields.Distinct(fields.File, map, ValuesMax, "keep one"))
                {
                    var name = entry.Key.Value;
                    if (!NameForm().IsMatch(name))
                    {
                        fields.File.Error(entry.Key.Place, $"'{Fields.Short(name)}' is no name of a value; it begins with a letter and has letters, digits and '_'");
                    }
                    else if (scope.Query(fields, entry.Value, name, MappingReading.EventRoots) is { } query)
                    {
                        values.Add(KeyValuePair.Create(name, query));
                    }
                }

                return values.DrainToImmutable();
            case var node:
                fields.File.Error(node.Place, "'values' is a group of names, each with an expression, like {order: event.order.id}");
                return [];
        }
    }

    // The sender of an event chooses its values, and must not choose where the secret is sent as well.
    private static void CheckHost(Fields fields, string url)
    {
        // One that begins with a value is no address, which is said already.
        if ((url.StartsWith("http", StringComparison.Ordinal) || Named().IsMatch(url)) && ValueName().IsMatch(url) && !FixedHost().IsMatch(url) && fields.Optional("url") is TextNode node)
        {
            fields.File.Error(node.Place, "'url' names the host before any value of an event: begin with https:// and the host, or with a setting that holds both, and a slash");
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,59}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\bvalues\b", RegexOptions.CultureInvariant)]
    private static partial Regex ValueName();

    [GeneratedRegex(@"^\{\{-?\s*(?:settings|secrets)\.", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:https?://(?:[^/{}?#]|\{\{-?\s*settings\.[A-Za-z0-9_]+\s*-?\}\})+/|\{\{-?\s*(?:settings|secrets)\.[A-Za-z0-9_]+\s*-?\}\}/)(?!/)", RegexOptions.CultureInvariant)]
    private static partial Regex FixedHost();
}
