using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Sources;
using DevLab.JmesPath;
using DevLab.JmesPath.Expressions;
using Newtonsoft.Json.Linq;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>A JMESPath expression of a provider document. Safe from many threads; never throws on what it is asked about.</summary>
public sealed partial class ProviderQuery
{
    /// <summary>Longest expression, in characters.</summary>
    public const int LengthMax = 1_000;

    // Functions keep their arguments between checking and running: one evaluation at a time, each with an expression and functions of its own.
    private readonly ConcurrentBag<JmesPathExpression> _idle = [];
    private readonly string _text;

    private ProviderQuery(string text, JmesPathExpression expression)
    {
        _text = text;
        _idle.Add(expression);
    }

    /// <summary>The expression, or null with the reason and the character it is about.</summary>
    public static ProviderQuery? Parse(string text, out string why, out int at)
    {
        (why, at) = ("", 0);
        if (text.Length > LengthMax)
        {
            why = $"has {text.Length} characters; the most are {LengthMax:N0}";
            return null;
        }

        try
        {
            return new ProviderQuery(text, Parsed(text));
        }
#pragma warning disable CA1031 // The parser throws plain exceptions.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            (why, at) = Reason(exception.Message, text);
            return null;
        }
    }

    /// <summary>The value as text: a number or flag as JSON writes it, anything larger as JSON; null where there is none.</summary>
    public string? Text(QueryDocument document) => Evaluate(document) is { } token ? QueryDocument.TextOf(token) : null;

    /// <summary>The value as text; null where there is none, and for false and an empty text: <c>a &amp;&amp; b</c> is one of them where a does not hold.</summary>
    public string? Stated(QueryDocument document) => Evaluate(document) is { } token && token is not JValue { Value: false } && QueryDocument.TextOf(token)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>As <see cref="Stated"/>, of each item of a list.</summary>
    public IEnumerable<string> AllStated(QueryDocument document) =>
        Items(document).Where(i => i.Token is not JValue { Value: false }).Select(i => QueryDocument.TextOf(i.Token)?.Trim()).OfType<string>().Where(t => t.Length > 0);

    /// <summary>Whether the value counts as true: neither missing, nor false, nor empty.</summary>
    public bool Holds(QueryDocument document) => Evaluate(document) switch
    {
        null or JValue { Value: null } or JValue { Value: false } or JValue { Value: "" } => false,
        JContainer { HasValues: false } => false,
        _ => true,
    };

    /// <summary>The items of a list, or the value alone; empty where there is none.</summary>
    public ImmutableArray<QueryDocument> Items(QueryDocument document) => Evaluate(document) switch
    {
        null or JValue { Value: null } => [],
        JArray list => [.. list.Where(i => i.Type != JTokenType.Null).Select(i => new QueryDocument(i))],
        var single => [new QueryDocument(single)],
    };

    /// <summary>As <see cref="Items"/>, as texts.</summary>
    public ImmutableArray<string> Texts(QueryDocument document) => [.. Items(document).Select(i => QueryDocument.TextOf(i.Token)).OfType<string>()];

    /// <summary>The value as an attribute can have it; null where there is none, or it is an object.</summary>
    public PlainValue? Plain(QueryDocument document) => Evaluate(document) is { } token ? PlainOf(token, inList: false) : null;

    /// <summary>The members of an object that attributes can have, in their order; empty where it is none.</summary>
    public IEnumerable<(string Name, PlainValue Value)> Members(QueryDocument document) => Evaluate(document) is JObject group
        ? group.Properties().Select(p => (p.Name, Value: PlainOf(p.Value, inList: false))).Where(p => p.Value is not null).Select(p => (p.Name, p.Value!))
        : [];

    private static PlainValue? PlainOf(JToken token, bool inList) => token switch
    {
        JValue { Value: string text } => new PlainText(text),
        JValue { Value: bool flag } => new PlainFlag(flag),
        JValue { Value: double number } => double.IsFinite(number) ? new PlainNumber(number) : null,
        // Beyond 2^53 a number is an id, and a double would change it.
        JValue { Value: long whole } when Math.Abs((double)whole) > 9_007_199_254_740_992 => new PlainText(whole.ToString(CultureInfo.InvariantCulture)),
        JValue { Value: long or int or decimal or float } number => new PlainNumber(number.Value<double>()),
        JValue { Value: not null } other => new PlainText(other.ToString(CultureInfo.InvariantCulture)),
        JArray list when !inList => new PlainList([.. list.Select(i => PlainOf(i, inList: true)).OfType<PlainValue>()]),
        _ => null,
    };

    private JToken? Evaluate(QueryDocument document)
    {
        if (!_idle.TryTake(out var expression))
        {
            expression = Parsed(_text);
        }

        try
        {
            return expression.Transform(document.Token).AsJToken();
        }
#pragma warning disable CA1031 // A function that is given another kind of value than it takes throws: then there is no value.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
        finally
        {
            _idle.Add(expression);
        }
    }

    private static JmesPathExpression Parsed(string text)
    {
        var language = new JmesPath();
        language.FunctionRepository.Register("parse_json", new ParseJsonFunction());
        language.FunctionRepository.Register("base64_decode", new Base64DecodeFunction());
        language.FunctionRepository.Register("plain_text", new PlainTextFunction());
        language.FunctionRepository.Register("rescale", new RescaleFunction());
        return language.Parse(text);
    }

    private static (string Why, int At) Reason(string message, string text)
    {
        var place = Place().Match(message);
        if (!place.Success)
        {
            var name = Unknown().Match(message);
            return name.Success
                ? ($"has no function '{name.Groups[1].Value}'", Math.Max(0, text.IndexOf(name.Groups[1].Value, StringComparison.Ordinal)))
                : ($"cannot be read as JMESPath: {message.Replace("Error: ", "", StringComparison.Ordinal).TrimEnd('.')}", 0);
        }

        var near = place.Groups["near"].Value;
        var at = near.Length > 0 ? int.Parse(place.Groups["column"].Value, CultureInfo.InvariantCulture) : text.Length;
        return ($"cannot be read as JMESPath{(near.Length > 0 ? $", near '{near}'" : ": it ends too early")}", Math.Clamp(at, 0, text.Length));
    }

    [GeneratedRegex(@"^Error\((?<line>\d{1,9}), (?<column>\d{1,9})\): syntax, near '(?<near>.*)'\.$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex(@"no function named (\S+) has been", RegexOptions.CultureInvariant)]
    private static partial Regex Unknown();
}
