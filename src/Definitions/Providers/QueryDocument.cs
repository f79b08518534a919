using System.Collections.Immutable;
using System.Globalization;
using DevLab.JmesPath;
using Newtonsoft.Json.Linq;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>What expressions are asked about: an answer, a webhook's request, or one of its events. Immutable to its users.</summary>
public sealed class QueryDocument
{
    private readonly JToken _token;

    internal QueryDocument(JToken token) => _token = token;

    internal JToken Token => _token;

    /// <summary>The same for the same content, however it was spaced.</summary>
    public string Canonical => _token.ToString(Newtonsoft.Json.Formatting.None);

    /// <summary>An answer: <c>status</c>, <c>headers</c> by small letters, and <c>body</c>: JSON where it is that, else text.</summary>
    public static QueryDocument Answer(int status, IEnumerable<KeyValuePair<string, string>> headers, string body) =>
        new(new JObject { ["status"] = status, ["headers"] = Names(headers), ["body"] = Content(body) });

    /// <summary>A webhook's request: <c>method</c>, <c>headers</c> by small letters, <c>query</c>, <c>form</c> and <c>body</c>.</summary>
    /// <param name="method">Of HTTP.</param>
    /// <param name="headers">Of the request.</param>
    /// <param name="query">Of its address.</param>
    /// <param name="form">Of its body, where that is a form.</param>
    /// <param name="body">Of the request, where it is no form.</param>
    /// <param name="lines">The body is JSON per line: a list.</param>
    public static QueryDocument Request(
        string method, IEnumerable<KeyValuePair<string, string>> headers, IEnumerable<KeyValuePair<string, string>> query, IEnumerable<KeyValuePair<string, string>> form, string body,
        bool lines = false) =>
        new(new JObject
        {
            ["method"] = method,
            ["headers"] = Names(headers),
            ["query"] = Names(query, keepCase: true),
            ["form"] = Names(form, keepCase: true),
            ["body"] = (lines ? Lines(body) : null) ?? Content(body),
        });

    /// <summary>A request whose body is neither empty nor JSON.</summary>
    public bool BodyIsText => _token is JObject request && request["body"] is JValue { Value: string };

    /// <summary>JSON; null where it is none.</summary>
    public static QueryDocument? Json(string text) => Parse(text) is { } token ? new QueryDocument(token) : null;

    /// <summary>Its values as texts, where it is an object: the claims of a token.</summary>
    public ImmutableDictionary<string, string> Texts() => _token is JObject claims
        ? claims.Properties().Where(p => p.Value is JValue).ToImmutableDictionary(p => p.Name, p => TextOf(p.Value) ?? "", StringComparer.Ordinal)
        : [];

    internal static JToken? Parse(string text)
    {
        try
        {
            return JmesPath.ParseJson(text);
        }
        catch (Newtonsoft.Json.JsonException)
        {
            return null;
        }
        catch (Exception unfit) when (unfit is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A value as text; null where there is none.</summary>
    internal static string? TextOf(JToken token) => token switch
    {
        JValue { Value: null } => null,
        JValue { Value: string text } => text,
        JValue { Value: bool flag } => flag ? "true" : "false",
        JValue { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        _ => token.ToString(Newtonsoft.Json.Formatting.None),
    };

    // Null where a line is no JSON.
    private static JArray? Lines(string body)
    {
        var list = new JArray();
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Parse(line) is not { } item)
            {
                return null;
            }

            list.Add(item);
        }

        return list;
    }

    private static JToken Content(string body) => body.Length == 0 ? JValue.CreateNull() : Parse(body) ?? new JValue(body);

    private static JObject Names(IEnumerable<KeyValuePair<string, string>> values, bool keepCase = false)
    {
        var names = new JObject();
        foreach (var (name, value) in values)
        {
            // The first of a name counts: a second one is none of the provider's.
            names.TryAdd(keepCase ? name : name.ToLowerInvariant(), new JValue(value));
        }

        return names;
    }
}
