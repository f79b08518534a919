namespace CxOrchestrator.Rules.Conditions;

/// <summary>What is made of a field's values within a time before now.</summary>
public enum Aggregate
{
    /// <summary>0 where there are none.</summary>
    Sum,

    /// <summary>Not known where there are none, like those below.</summary>
    Average,
    Min,
    Max,

    /// <summary>The value of the latest touchpoint that carries the field.</summary>
    Last,
}
