using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Conditions;

/// <summary>What a field's values are.</summary>
internal enum FieldType
{
    /// <summary>An attribute: whatever upstream sends.</summary>
    Any,
    Text,
    Number,
    Flag,

    /// <summary>Several texts, such as reasons.</summary>
    List,
}

/// <summary>A field that conditions and texts can name, and what its values can be.</summary>
internal sealed record KnownField(FieldRoot Root, string Name, FieldType Type, double Min = double.NegativeInfinity, double Max = double.PositiveInfinity)
{
    public FieldPath Path => new(Root, Name);

    /// <summary>What is wrong with a text as a value of it, null where nothing is; null: any text will do.</summary>
    public Func<string, string?>? Form { get; init; }
}

/// <summary>The fields by their paths.</summary>
internal static class KnownFields
{
    public static ImmutableArray<KnownField> All { get; } =
    [
        new(FieldRoot.Customer, "id", FieldType.Text),
        new(FieldRoot.Customer, "name", FieldType.Text),
        new(FieldRoot.Customer, "language", FieldType.Text),
        new(FieldRoot.Customer, "timeZone", FieldType.Text),
        new(FieldRoot.Customer, "segment", FieldType.Text),
        new(FieldRoot.Customer, "lifetimeValue", FieldType.Number),
        new(FieldRoot.Customer, "currency", FieldType.Text),
        new(FieldRoot.Customer, "touchpoints", FieldType.Number, 0),
        new(FieldRoot.Customer, "silentDays", FieldType.Number, 0),
        new(FieldRoot.Touchpoint, "type", FieldType.Text),
        new(FieldRoot.Touchpoint, "source", FieldType.Text),
        new(FieldRoot.Touchpoint, "channel", FieldType.Text),
        new(FieldRoot.Touchpoint, "amount", FieldType.Number),
        new(FieldRoot.Touchpoint, "currency", FieldType.Text),
        new(FieldRoot.Touchpoint, "nps", FieldType.Number, 0, 10),
        new(FieldRoot.Touchpoint, "csat", FieldType.Number, 1, 5),
        new(FieldRoot.Touchpoint, "ces", FieldType.Number, 1, 7),
        new(FieldRoot.Touchpoint, "text", FieldType.Text),
        new(FieldRoot.Touchpoint, "lang", FieldType.Text),
        new(FieldRoot.Touchpoint, "sentiment", FieldType.Number, -1, 1),
        new(FieldRoot.Touchpoint, "reasons", FieldType.List),
        new(FieldRoot.Touchpoint, "experience", FieldType.Number, -1, 1),
        new(FieldRoot.Journey, "id", FieldType.Text),
        new(FieldRoot.Journey, "correlation", FieldType.Text),
        new(FieldRoot.Journey, "stage", FieldType.Text),
        new(FieldRoot.Journey, "days", FieldType.Number, 0),
        new(FieldRoot.Mood, "", FieldType.Number, -1, 1),
        new(FieldRoot.Pressure, "", FieldType.Number, 0),
        new(FieldRoot.Risk, "", FieldType.Number, 0, 100),
        new(FieldRoot.LowPoint, "cause", FieldType.Text),
        new(FieldRoot.LowPoint, "depth", FieldType.Number, 0, 1),
        new(FieldRoot.LowPoint, "open", FieldType.Flag),
        new(FieldRoot.LowPoint, "days", FieldType.Number, 0),
        new(FieldRoot.HighPoint, "cause", FieldType.Text),
        new(FieldRoot.HighPoint, "height", FieldType.Number, 0, 1),
        new(FieldRoot.HighPoint, "open", FieldType.Flag),
        new(FieldRoot.HighPoint, "days", FieldType.Number, 0),
        new(FieldRoot.Remembered, "", FieldType.Number, -1, 1),
        new(FieldRoot.Time, "ofDay", FieldType.Text) { Form = TimeForms.OfDay },
        new(FieldRoot.Time, "weekday", FieldType.Text) { Form = TimeForms.Weekday },
        new(FieldRoot.Time, "date", FieldType.Text) { Form = TimeForms.Date },
        new(FieldRoot.Time, "month", FieldType.Number, 1, 12),
        new(FieldRoot.Offer, "code", FieldType.Text),
        new(FieldRoot.Preferences, "", FieldType.Text),
        new(FieldRoot.Unsubscribe, "", FieldType.Text),
    ];

    /// <summary>The field of that path, or null with the reason.</summary>
    public static KnownField? Find(string text, out string why)
    {
        why = "";
        if (Yaml.Characters.FirstHidden(text, joins: false) is { } code)
        {
            why = $"'{Reading.Fields.Short(text)}' holds an invisible character ({code}); remove it";
            return null;
        }

        if (!FieldPath.TryParse(text, out var path))
        {
            why = WhyNoPath(text);
            return null;
        }

        if (All.FirstOrDefault(f => f.Path == path) is { } known)
        {
            return known;
        }

        var names = All.Where(f => f.Root == path.Root).Select(f => f.Path.ToString()).ToArray();
        switch (path.Root)
        {
            case FieldRoot.Consent:
                return new(path.Root, path.Name, FieldType.Flag);
            case FieldRoot.Stage:
                return new(path.Root, path.Name, FieldType.Text);
            case FieldRoot.Customer or FieldRoot.Touchpoint:
                // Any other name is an attribute, save one that differs from a field only in its capitals.
                if (names.FirstOrDefault(n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase)) is { } meant)
                {
                    why = $"unknown field '{text}'; did you mean '{meant}'? An attribute of that name is {path with { Name = $"attributes.{path.Name}" }}";
                    return null;
                }

                return new(path.Root, path.Name, FieldType.Any);
            default:
                var near = Reading.Spelling.Suggest(text, names);
                why = $"unknown field '{text}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", names)}")}";
                return null;
        }
    }

    private static string WhyNoPath(string text)
    {
        var shown = Reading.Fields.Short(text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var head = dot < 0 ? text : text[..dot];
        if (!FieldPath.RootNames.Contains(head))
        {
            var all = All.Select(f => f.Path.ToString()).Concat(ConditionWords.All.Select(w => w.Name));
            var near = Reading.Spelling.Suggest(text, all);
            near = near.Length > 0 || dot < 0 ? near : Reading.Spelling.Nearest(head, FieldPath.RootNames) is { } root ? $"; did you mean '{root}{text[dot..]}'?" : "";
            return $"unknown field '{shown}'{(near.Length > 0 ? near : $"; fields begin with {string.Join(", ", FieldPath.RootNames)}")}";
        }

        if (head is "preferences" or "unsubscribe")
        {
            return $"'{head}' is an address; write '{head}' alone";
        }

        return head is "mood" or "pressure" or "risk" or "remembered"
            ? $"'{head}' is a single number; write '{head}' alone"
            : dot < 0
                ? $"'{head}' needs a name after a dot, like '{head switch { "customer" => "customer.name", "consent" => "consent.email", "stage" => "stage.order", "journey" => "journey.correlation", "lowPoint" => "lowPoint.cause", "highPoint" => "highPoint.cause", "time" => "time.ofDay", "offer" => "offer.code", _ => "touchpoint.amount" }}'"
                : $"'{shown}' is no field; a field has no spaces and no braces";
    }
}
