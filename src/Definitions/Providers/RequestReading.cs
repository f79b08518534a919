using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Reads the requests of a provider document.</summary>
internal static partial class RequestReading
{
    /// <summary>Most headers of a request.</summary>
    public const int HeadersMax = 30;

    /// <summary>Most fields of a form.</summary>
    public const int FormFieldsMax = 100;

    // Set by the connection itself: another value would break it, or have the request read differently on its way.
    private static readonly ImmutableArray<string> Reserved = ["Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Expect", "Upgrade", "TE", "Trailer", "Cookie"];

    public static SendDefinition Send(ProviderScope scope, Fields fields)
    {
        var auth = ProviderReading.Open(fields, "auth", ProviderShapes.Auth, required: false) is { } group ? AuthReading.Read(scope, group) : null;
        var idempotency = fields.Text("idempotency", Fields.IdLengthMax);
        if (idempotency is not null)
        {
            CheckName(fields.File, fields.PlaceOf("idempotency"), idempotency);
        }

        return new SendDefinition
        {
            Method = Method(fields, "POST", "PUT", "PATCH", "GET"),
            Url = scope.Text(fields, fields.Required("url"), "url", isUrl: true) ?? "",
            Headers = Headers(scope, fields, idOnly: false),
            HeadersFrom = scope.Setting(fields, fields.Optional("headersFrom"), "headersFrom", json: true),
            Auth = auth,
            Body = Body(scope, fields),
            Idempotency = idempotency,
            IdempotentByBody = fields.Flag("recognizesRepeats", false),
        };
    }

    /// <summary>A request without a body.</summary>
    public static RequestDefinition Plain(ProviderScope scope, Fields fields, bool idOnly) => Get(scope, fields, idOnly) with { Method = Method(fields, "GET", "POST") };

    /// <summary>A request without a body, of a group that names no method.</summary>
    public static RequestDefinition Get(ProviderScope scope, Fields fields, bool idOnly) => new()
    {
        Method = "GET",
        Url = scope.Text(fields, fields.Required("url"), "url", isUrl: true, idOnly) ?? "",
        Headers = Headers(scope, fields, idOnly),
    };

    /// <summary>Reports a header that requests may not have.</summary>
    public static bool CheckName(SourceFile file, Place place, string name)
    {
        var wrong = !NameForm().IsMatch(name) ? $"'{Fields.Short(name)}' is no name of a header; it has letters, digits and dashes"
            : Reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"the header {name} is set by itself; remove it{(name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? ", or write 'contentType' beside 'text'" : "")}"
            : null;
        if (wrong is not null)
        {
            file.Error(place, wrong);
        }

        return wrong is null;
    }

    /// <summary>Whether requests may have the header, wherever its name is from.</summary>
    public static bool IsAllowed(string name) => NameForm().IsMatch(name) && !Reserved.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Named texts, such as the fields of a form.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Texts(ProviderScope scope, Fields fields, string name, int max, bool idOnly = false, Func<MapEntry, bool>? check = null)
    {
        switch (fields.Optional(name))
        {
            case null:
                return [];
            case MapNode map:
                var texts = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
                foreach (var entry in Fields.Distinct(fields.File, map, max, "keep one"))
                {
                    if ((check?.Invoke(entry) ?? true) && scope.Text(fields, entry.Value, Fields.Short(entry.Key.Value), idOnly: idOnly) is { } text)
                    {
                        texts.Add(new(entry.Key.Value, text));
                    }
                }

                return texts.DrainToImmutable();
            case var node:
                fields.File.Error(node.Place, $"'{name}' is a group of names and texts");
                return [];
        }
    }

    private static string Method(Fields fields, params ReadOnlySpan<string> methods)
    {
        var choices = new (string Word, string Value)[methods.Length];
        for (var i = 0; i < methods.Length; i++)
        {
            choices[i] = (methods[i], methods[i]);
        }

        return fields.Choice("method", methods[0], choices);
    }

    private static ImmutableArray<KeyValuePair<string, string>> Headers(ProviderScope scope, Fields fields, bool idOnly) =>
        Texts(scope, fields, "headers", HeadersMax, idOnly, e => CheckName(fields.File, e.Key.Place, e.Key.Value));

    private static RequestBody? Body(ProviderScope scope, Fields fields)
    {
        string[] ways = ["json", "jsonFrom", "form", "text"];
        var given = ways.Where(fields.Has).ToList();
        if (given.Count > 1)
        {
            fields.File.Error(fields.PlaceOf(given[1]), $"a request has one body; keep '{given[0]}' or '{given[1]}'");
            return null;
        }

        if (fields.Has("contentType") && !fields.Has("text"))
        {
            fields.File.Error(fields.PlaceOf("contentType"), "'contentType' goes with 'text'; the other bodies have theirs");
        }

        switch (given.FirstOrDefault())
        {
            case "json":
                return fields.Optional("json") is { } node && BodyReading.Read(scope, fields, node) is { } value ? new JsonBody(value) : null;
            case "jsonFrom":
                return scope.Setting(fields, fields.Optional("jsonFrom"), "jsonFrom", json: true) is { } setting ? new JsonSettingBody(setting) : null;
            case "form":
                return new FormBody(Texts(scope, fields, "form", FormFieldsMax));
            case "text":
                var text = scope.Text(fields, fields.Optional("text"), "text");
                var type = fields.Text("contentType", Fields.NameLengthMax) ?? "text/plain";
                if (!TypeForm().IsMatch(type))
                {
                    fields.File.Error(fields.PlaceOf("contentType"), $"'{Fields.Short(type)}' is no content type; write it like text/xml");
                }

                return text is null ? null : new TextBody(text, type);
            default:
                return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeForm();
}
