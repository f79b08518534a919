using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Guardrails;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads what a policy does.</summary>
internal sealed partial class ActionReading(SourceFile file, References references, ConditionReading conditions)
{
    /// <summary>Most actions in one list.</summary>
    public const int Max = 20;

    /// <summary>Most named values in a webhook's body.</summary>
    public const int DataMax = 50;

    /// <summary>Largest amount of an offer.</summary>
    public const double AmountMax = 1_000_000;

    private const int UrlLengthMax = 2_000;
    private const int TextLengthMax = 10_000;
    private const int LineLengthMax = 500;

    private static readonly TimeSpan DueMax = TimeSpan.FromDays(366);
    private static readonly TimeSpan ValidForMax = TimeSpan.FromDays(1_830);

    private ActionTemplate? Read(Node node, int level)
    {
        if (node is MapNode { Entries: not [_] } map)
        {
            file.Error(map.Place, map.Entries.IsEmpty
                ? $"an action is one of {string.Join(", ", Shape.Action.Fields)}"
                : $"one action each; begin '{Fields.Short(map.Entries[1].Key.Value)}' with a dash of its own, or indent it further");
            return null;
        }

        if (Fields.Open(file, node, Shape.Action) is not { } fields)
        {
            return null;
        }

        foreach (var name in Shape.Action.Fields)
        {
            if (fields.Has(name))
            {
                return fields.Optional(name) is { } body ? Of(fields, name, body, level) : null;
            }
        }

        return null;
    }

    private ActionTemplate? Of(Fields action, string name, Node body, int level) => name switch
    {
        "message" => Fields.Open(file, body, Shape.Message) is { } f ? Message(f) : null,
        "offer" => Fields.Open(file, body, Shape.Offer) is { } f ? Offer(f) : null,
        "callback" => Fields.Open(file, body, Shape.Callback) is { } f ? Callback(f) : null,
        "webhook" => Fields.Open(file, body, Shape.Webhook) is { } f ? Webhook(f) : null,
        "wait" => Fields.Open(file, body, Shape.Wait) is { } f ? Wait(f, level) : null,
        "setAttribute" => Fields.Open(file, body, Shape.SetAttribute) is { } f ? SetAttribute(f) : null,
        "mute" => Fields.Open(file, body, Shape.Mute) is { } f
            ? new MuteTemplate { For = f.Duration(f.Required("for"), "for", TimeSpan.FromMinutes(1), MuteTemplate.ForMax) ?? MuteTemplate.ForMax }
            : null,
        _ => List(action, name, body),
    };

    private MessageTemplate Message(Fields fields)
    {
        var template = TemplateOf(fields);
        return new MessageTemplate
        {
            Channel = fields.Word("channel", required: true) ?? "",
            Subject = Texts.Optional(fields, "subject", LineLengthMax),
            Text = template is null && !fields.Has("template") ? Texts.Required(fields, "text", TextLengthMax) : "",
            Template = template,
        };
    }

    private string? TemplateOf(Fields fields, bool hasCode = false)
    {
        foreach (var name in (ReadOnlySpan<string>)["subject", "text"])
        {
            if (fields.Has("template") && fields.Has(name))
            {
                fields.File.Error(fields.PlaceOf(name), $"'{name}' is defined in the template; remove it here, or remove 'template'");
            }
        }

        var node = fields.Optional("template");
        var id = fields.Text(node, "template", Fields.IdLengthMax);
        if (id is not null)
        {
            references.Template(file, node!.Place, id, hasCode);
        }

        return id;
    }

    private OfferTemplate Offer(Fields fields)
    {
        var amount = fields.Optional("amount") is { } node ? fields.Number(node, "amount", 0.01, AmountMax) : null;
        var code = Currencies.Read(fields, "currency");
        if (fields.Has("amount") != fields.Has("currency"))
        {
            var (there, missing) = fields.Has("amount") ? ("amount", "currency") : ("currency", "amount");
            fields.File.Error(fields.PlaceOf(there), $"'{missing}' is missing; an amount and its currency go together");
        }

        return new OfferTemplate
        {
            Channel = fields.Word("channel", required: true) ?? "",
            Offer = fields.Word("offer", required: true) ?? "",
            Amount = amount is { } a ? (decimal)a : null,
            Currency = code,
            ValidFor = fields.Duration("validFor", ValidForMax),
            Codes = fields.Word("codes"),
            Template = TemplateOf(fields, fields.Has("codes")),
            Text = fields.Has("template") ? null : Texts.Optional(fields, "text", TextLengthMax, fields.Has("codes")),
        };
    }

    private static CallbackTemplate Callback(Fields fields) => new()
    {
        Queue = fields.Word("queue", required: true) ?? "",
        Priority = fields.Choice("priority", CasePriority.Normal, ("low", CasePriority.Low), ("normal", CasePriority.Normal), ("high", CasePriority.High)),
        Due = fields.Duration("due", DueMax) ?? TimeSpan.FromHours(24),
        Reason = Texts.Required(fields, "reason", LineLengthMax),
    };

    private static WebhookTemplate Webhook(Fields fields) => new() { Url = Url(fields), Data = Data(fields) };

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
                    if (fields.Id(key) is { Length: > 0 } name && Texts.Of(fields, value, name, TextLengthMax) is { } text)
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
