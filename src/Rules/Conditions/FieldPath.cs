namespace CxOrchestrator.Rules.Conditions;

/// <summary>Whose field a condition reads.</summary>
public enum FieldRoot
{
    /// <summary><c>customer.id|name|language|timeZone|segment|lifetimeValue|currency|touchpoints</c>, else an attribute: <c>customer.attributes.tier</c> or <c>customer.tier</c>.</summary>
    Customer,

    /// <summary><c>consent.email</c>: true, false, or missing where the customer never said.</summary>
    Consent,

    /// <summary><c>touchpoint.type|source|channel|amount|currency|nps|csat|ces|text|lang|sentiment|reasons|experience</c>, else an attribute: <c>touchpoint.attributes.reason</c> or <c>touchpoint.reason</c>.</summary>
    Touchpoint,

    /// <summary><c>journey.id|correlation|stage|days</c> of the instance that the trigger is about.</summary>
    Journey,

    /// <summary><c>stage.order</c>: the stage of the customer's newest open instance of that journey.</summary>
    Stage,

    /// <summary><c>mood</c>, -1 to 1.</summary>
    Mood,

    /// <summary><c>pressure</c>, 0 and up.</summary>
    Pressure,

    /// <summary><c>risk</c>, 0 to 100.</summary>
    Risk,

    /// <summary><c>lowPoint.cause|depth|open|days</c> of the low point that the trigger is about, else the customer's worst open one.</summary>
    LowPoint,

    /// <summary><c>highPoint.cause|height|open|days</c> of the customer's newest open high point.</summary>
    HighPoint,

    /// <summary><c>remembered</c>, -1 to 1: half the peak and half the last experience.</summary>
    Remembered,

    /// <summary><c>time.ofDay|weekday|date|month</c>: now, where the customer lives; UTC where their time zone is not known.</summary>
    Time,

    /// <summary><c>offer.code</c>, in texts of an offer whose codes come from a pool: the code, put in as the offer is admitted.</summary>
    Offer,

    /// <summary><c>preferences</c>, in texts of messages and offers: the address of the customer's preference centre, put in as the message goes out.</summary>
    Preferences,

    /// <summary><c>unsubscribe</c>, in texts of messages and offers: the address that unsubscribes the customer, put in as the message goes out.</summary>
    Unsubscribe,
}

/// <summary>A field of the facts: a root and, where the root has several, a name.</summary>
public readonly record struct FieldPath(FieldRoot Root, string Name)
{
    private const int LengthMax = 200;

    private static readonly (string Text, FieldRoot Root, bool Named)[] Roots =
    [
        ("customer", FieldRoot.Customer, true),
        ("consent", FieldRoot.Consent, true),
        ("touchpoint", FieldRoot.Touchpoint, true),
        ("journey", FieldRoot.Journey, true),
        ("stage", FieldRoot.Stage, true),
        ("mood", FieldRoot.Mood, false),
        ("pressure", FieldRoot.Pressure, false),
        ("risk", FieldRoot.Risk, false),
        ("lowPoint", FieldRoot.LowPoint, true),
        ("highPoint", FieldRoot.HighPoint, true),
        ("remembered", FieldRoot.Remembered, false),
        ("time", FieldRoot.Time, true),
        ("offer", FieldRoot.Offer, true),
        ("preferences", FieldRoot.Preferences, false),
        ("unsubscribe", FieldRoot.Unsubscribe, false),
    ];

    /// <summary>The words a path can begin with.</summary>
    public static IEnumerable<string> RootNames => Roots.Select(r => r.Text);

    /// <summary>An address that is the customer's own once the message goes out: only texts of messages and offers have it.</summary>
    public bool IsLink => Root is FieldRoot.Preferences or FieldRoot.Unsubscribe;

    public static bool TryParse(string text, out FieldPath path)
    {
        path = default;
        if (text.Length > LengthMax)
        {
            return false;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        var (head, name) = dot < 0 ? (text, "") : (text[..dot], text[(dot + 1)..]);
        foreach (var (word, root, named) in Roots)
        {
            if (string.Equals(word, head, StringComparison.Ordinal))
            {
                if (named != (name.Length > 0) || name.Any(c => char.IsWhiteSpace(c) || c is '{' or '}' or '|'))
                {
                    return false;
                }

                path = new(root, name);
                return true;
            }
        }

        return false;
    }

    public override string ToString()
    {
        var root = Root;
        var word = Array.Find(Roots, r => r.Root == root).Text;
        return Name.Length == 0 ? word : $"{word}.{Name}";
    }
}
