using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>Reads a source document.</summary>
internal static class SourceReading
{
    /// <summary>Most ways to verify a delivery, and most challenges.</summary>
    public const int WaysMax = 5;

    /// <summary>Most paths of a system's own API.</summary>
    public const int PathsMax = 20;

    /// <summary>Most words that are dropped.</summary>
    public const int DropMax = 200;

    /// <summary>Longest answer, in characters.</summary>
    public const int AnswerLengthMax = 1_000;

    public static SourceDefinition Read(Fields fields, string id, string name, int version)
    {
        var (settings, secrets) = ProviderReading.Declared(fields);
        var scope = new ProviderScope(fields.File, settings, secrets);
        var roots = MappingReading.RootsOf(fields);
        return new SourceDefinition
        {
            Id = id,
            Name = name,
            Version = version,
            Settings = settings,
            Secrets = secrets,
            Webhook = ProviderReading.Open(fields, "webhook", SourceShapes.Webhook, required: false) is { } webhook ? Webhook(scope, webhook) : null,
            Pull = ProviderReading.Open(fields, "pull", SourceShapes.Pull, required: false) is { } pull ? PullReading.Read(scope.WithPage(SourcePull.PageNames), fields, pull) : null,
            Stream = ProviderReading.Open(fields, "stream", SourceShapes.Stream, required: false) is { } stream ? StreamReading.Read(scope.WithPage([]), fields, stream) : null,
            Enrich = ProviderReading.Open(fields, "enrich", SourceShapes.Enrich, required: false) is { } enrich ? EnrichReading.Read(scope, fields, enrich) : null,
            Events = scope.Query(fields, fields.Required("events"), "events", MappingReading.RequestRoots) ?? "",
            Type = scope.Query(fields, fields.Required("type"), "type", MappingReading.EventRoots) ?? "",
            EventId = scope.Query(fields, fields.Optional("eventId"), "eventId", roots),
            At = scope.Query(fields, fields.Optional("at"), "at", roots),
            Common = MappingReading.Parts(scope, fields, roots),
            Mappings = MappingReading.Mappings(scope, fields, roots),
            Drop = [.. fields.Items(fields.Optional("drop"), "drop", DropMax).Select(n => fields.Text(n, "drop", Fields.NameLengthMax)).OfType<string>()],
            Sample = ProviderReading.Open(fields, "sample", SourceShapes.Sample, required: false) is { } sample ? Sample(sample) : null,
            Generic = scope.Query(fields, fields.Optional("generic"), "generic", roots),
            DropsOthers = fields.Choice("others", false, ("generic", false), ("drop", true)),
        };
    }

    private static SourceWebhook Webhook(ProviderScope scope, Fields fields)
    {
        var node = fields.Required("verify");
        var ways = node is ListNode ? fields.Items(node, "verify", WaysMax) : node is null ? [] : [node];
        return new SourceWebhook
        {
            Ways = [.. ways.Select(w => Fields.Open(fields.File, w, ProviderShapes.Verify)).OfType<Fields>().Select(w => WebhookReading.Checks(scope, w))],
            Challenges =
            [
                .. fields.Items(fields.Optional("challenges"), "challenges", WaysMax).Select(n => Fields.Open(fields.File, n, SourceShapes.Challenge)).OfType<Fields>().Select(c => Challenge(scope, c)),
            ],
            Paths = [.. fields.Items(fields.Optional("paths"), "paths", PathsMax).Select(n => Path(fields, n)).OfType<SourcePath>()],
            Answers = Answers(scope, fields),
        };
    }

    private static SourceChallenge Challenge(ProviderScope scope, Fields fields)
    {
        if (fields.Has("token") != fields.Has("secret"))
        {
            fields.File.Error(fields.Place, "'token' and 'secret' belong together: where the secret is, and which it has to be");
        }

        return new SourceChallenge
        {
            When = scope.Query(fields, fields.Required("when"), "when", MappingReading.RequestRoots) ?? "",
            Token = scope.Query(fields, fields.Optional("token"), "token", MappingReading.RequestRoots),
            Secret = fields.Has("secret") ? scope.Secret(fields, "secret") : null,
            Answer = scope.Query(fields, fields.Optional("answer"), "answer", MappingReading.RequestRoots),
            SignedWith = fields.Has("signedWith") ? scope.Secret(fields, "signedWith") : null,
            Wrap = fields.Text("wrap", AnswerLengthMax),
        };
    }

    private static SourceSample Sample(Fields fields)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        if (fields.Optional("headers") is MapNode map)
        {
            foreach (var (key, node) in Fields.Distinct(fields.File, map, PathsMax, "keep one"))
            {
                headers.Add(KeyValuePair.Create(key.Value, fields.Text(node, key.Value, Fields.NameLengthMax) ?? ""));
            }
        }
        else if (fields.Optional("headers") is { } other)
        {
            fields.File.Error(other.Place, "'headers' is a group of names and values, like {X-Shop-Topic: orders/create}");
        }

        return new SourceSample(headers.DrainToImmutable(), fields.Text(fields.Required("body"), "body", ProviderScope.TextLengthMax) ?? "");
    }

    private static ImmutableArray<SourceAnswer> Answers(ProviderScope scope, Fields fields) => fields.Optional("answer") switch
    {
        null => [],
        ListNode list =>
        [
            .. fields.Items(list, "answer", WaysMax).Select(n => Fields.Open(fields.File, n, SourceShapes.Answer)).OfType<Fields>()
                .Select(a => new SourceAnswer(scope.Query(a, a.Optional("when"), "when", MappingReading.RequestRoots), a.Text(a.Required("text"), "text", AnswerLengthMax) ?? "")),
        ],
        _ => fields.Text("answer", AnswerLengthMax) is { } text ? [new SourceAnswer(null, text)] : [],
    };

    private static SourcePath? Path(Fields fields, Node node)
    {
        if (fields.Text(node, "paths", Fields.NameLengthMax) is not { } written)
        {
            return null;
        }

        var (method, path) = written.StartsWith("GET ", StringComparison.Ordinal) ? ("GET", written[4..]) : ("POST", written);
        if (!path.StartsWith('/') || path.Length < 2 || path.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('/' or '-' or '_' or '.')))
        {
            fields.File.Error(node.Place, $"'{Fields.Short(written)}' is no path; write one of letters, digits, dashes and slashes, like /v1/track, or GET /track where events come in the address");
        }

        return new SourcePath(method, path);
    }
}
