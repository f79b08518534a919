using System.Collections.Immutable;
using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>webhook</c>: an HTTP call with named values.</summary>
internal sealed class WebhookWord() : FieldsAction(
    new(
        "webhook", "Call another system", "an HTTP call with values of your choice",
        GroupValue.Of(("url", SingleValue.Of("https://example.com/hook")), ("data", GroupValue.Of(("customer", SingleValue.Of("{customer.id}"))))))
    {
        Noun = "the call to another system",
    },
    new Shape("webhook", "a webhook", "url", "data"))
{
    /// <summary>Most named values in the body.</summary>
    private const int DataMax = 50;

    private const int UrlLengthMax = 2_000;

    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level) => new WebhookTemplate { Url = Url(fields), Data = Data(fields) };

    private static Uri Url(Fields fields)
    {
        var nowhere = new Uri("https://invalid.invalid/");
        var node = fields.Required("url");
        if (fields.Text(node, "url", UrlLengthMax) is not { } text)
        {
            return nowhere;
        }

        var why = !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0
            ? "is no web address; write it whole, beginning with https:// or http://"
            : url.UserInfo.Length > 0 ? "holds a user name or password; leave them out, calls are signed"
            : text.AsSpan().ContainsAny('{', '}') ? "holds braces; the address stays the same, put what changes under data:"
            : text.Any(char.IsWhiteSpace) ? "holds a space; remove it, or write %20"
            : null;
        if (why is null)
        {
            return url!;
        }

        fields.File.Error(node!.Place, $"'{Fields.Short(text)}' {why}");
        return nowhere;
    }

    private static ImmutableArray<KeyValuePair<string, string>> Data(Fields fields)
    {
        switch (fields.Optional("data"))
        {
            case null:
                return [];
            case MapNode map:
                var data = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
                foreach (var (key, value) in Fields.Distinct(fields.File, map, DataMax, "keep one"))
                {
                    if (fields.Id(key) is { Length: > 0 } name && Texts.Of(fields, value, name, ActionReading.TextLengthMax) is { } text)
                    {
                        data.Add(new(name, text));
                    }
                }

                return data.DrainToImmutable();
            case var node:
                fields.File.Error(node.Place, "'data' is a group of named values, like {order: \"{journey.correlation}\"}");
                return [];
        }
    }
}
