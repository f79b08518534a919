using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Reads of fields whose names are looked at once. A field that is not listed is read by <see cref="Facts.Read"/>.</summary>
internal static class FieldReaders
{
    /// <summary>Fields that are texts.</summary>
    public static Func<Facts, string?>? Text(FieldPath field) => (field.Root, field.Name) switch
    {
        (FieldRoot.Customer, "id") => static f => f.State.Customer.Value,
        (FieldRoot.Customer, "name") => static f => f.State.Profile.Name,
        (FieldRoot.Customer, "language") => static f => f.State.Profile.Language,
        (FieldRoot.Customer, "timeZone") => static f => f.State.Profile.TimeZone,
        (FieldRoot.Customer, "segment") => static f => f.State.Profile.Segment,
        (FieldRoot.Customer, "currency") => static f => f.State.Profile.Currency,
        (FieldRoot.Touchpoint, "type") => static f => f.Touchpoint?.Type,
        (FieldRoot.Touchpoint, "source") => static f => f.Touchpoint?.Identity.Source,
        (FieldRoot.Touchpoint, "channel") => static f => f.Touchpoint?.Channel,
        (FieldRoot.Touchpoint, "currency") => static f => f.Touchpoint?.Value?.Currency,
        (FieldRoot.Touchpoint, "text") => static f => f.Touchpoint?.Feedback?.Text,
        (FieldRoot.Touchpoint, "lang") => static f => f.Touchpoint?.Feedback?.Lang,
        (FieldRoot.Journey, "id") => static f => f.Instance?.Journey,
        (FieldRoot.Journey, "correlation") => static f => f.Instance?.Correlation,
        (FieldRoot.Journey, "stage") => static f => f.Instance?.Stage,
        (FieldRoot.LowPoint, "cause") => static f => f.LowPoint?.Causes[0].Text,
        _ => null,
    };

    /// <summary>Fields that are numbers, each with its price.</summary>
    public static (Func<Facts, double?> Read, int Price)? Number(FieldPath field) => (field.Root, field.Name) switch
    {
        (FieldRoot.Customer, "lifetimeValue") => (static f => f.State.Profile.LifetimeValue, 1),
        (FieldRoot.Customer, "touchpoints") => (static f => f.State.Touchpoints, 1),
        (FieldRoot.Touchpoint, "amount") => (static f => (double?)f.Touchpoint?.Value?.Amount, 2),
        (FieldRoot.Touchpoint, "nps") => (static f => f.Touchpoint?.Feedback?.Nps, 1),
        (FieldRoot.Touchpoint, "csat") => (static f => f.Touchpoint?.Feedback?.Csat, 1),
        (FieldRoot.Touchpoint, "ces") => (static f => f.Touchpoint?.Feedback?.Ces, 1),
        (FieldRoot.Touchpoint, "sentiment") => (static f => f.Touchpoint?.Feedback?.Sentiment, 1),
        (FieldRoot.Touchpoint, "experience") => (static f => f.Experience, 1),
        (FieldRoot.LowPoint, "depth") => (static f => f.LowPoint?.Depth, 1),
        (FieldRoot.Mood, _) => (static f => f.MoodOnce.Mood, 5),
        (FieldRoot.Pressure, _) => (static f => f.MoodOnce.Pressure, 5),
        (FieldRoot.Risk, _) => (static f => f.RiskOnce, 15),
        _ => null,
    };

    /// <summary>Any field.</summary>
    public static Func<Facts, Scalar> Any(FieldPath field)
    {
        var name = field.Name;
        if (Text(field) is { } text)
        {
            return facts => text(facts) is { } value ? Scalar.Of(value) : Scalar.None;
        }

        if (Number(field) is { Read: var number })
        {
            return facts => number(facts) is { } value ? Scalar.Of(value) : Scalar.None;
        }

        // Without the prefix a name may be a field of its own that is not listed above.
        var attribute = TouchpointFields.AttributeName(name);
        var prefixed = attribute.Length < name.Length;
        return field.Root switch
        {
            FieldRoot.Customer when prefixed => facts => facts.State.Profile.Attributes[attribute],
            FieldRoot.Touchpoint when prefixed => facts => facts.Touchpoint is { } touchpoint ? touchpoint.Attributes[attribute] : Scalar.None,
            FieldRoot.Consent => facts => facts.State.Profile.ConsentTo(name),
            _ => facts => facts.Read(field),
        };
    }
}
