namespace CxOrchestrator.Rules.Conditions;

/// <summary>Whose field a condition reads.</summary>
public enum FieldRoot
{
    /// <summary><c>customer.name|language|timeZone|segment|lifetimeValue</c>, else an attribute: <c>customer.attributes.tier</c> or <c>customer.tier</c>.</summary>
    Customer,

    /// <summary><c>consent.email</c>: true, false, or missing where the customer never said.</summary>
    Consent,

    /// <summary><c>touchpoint.type|source|channel|amount|currency|nps|csat|ces|text|lang|experience</c>, else an attribute: <c>touchpoint.attributes.reason</c> or <c>touchpoint.reason</c>.</summary>
    Touchpoint,

    /// <summary><c>journey.id|correlation|stage|days</c> of the instance that the trigger is about, else the text of an attribute it remembers.</summary>
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
}

/// <summary>A field of the facts: a root and, where the root has several, a name.</summary>
public readonly record struct FieldPath(FieldRoot Root, string Name)
{
    public override string ToString()
    {
        var root = Root switch
        {
            FieldRoot.LowPoint => "lowPoint",
            _ => Root.ToString().ToLowerInvariant(),
        };
        return Name.Length == 0 ? root : $"{root}.{Name}";
    }
}
