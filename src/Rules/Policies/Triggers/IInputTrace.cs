using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>What the stored history of one input shows.</summary>
public interface IInputTrace
{
    /// <summary>The input, where it is a touchpoint.</summary>
    Touchpoint? Touchpoint { get; }

    /// <param name="kind">What happened.</param>
    /// <param name="journey">Only in this journey; null: in any or in none.</param>
    /// <param name="name">Only to this stage or expectation; null: to any.</param>
    bool Shows(TraceKind kind, string? journey, string? name = null);
}

/// <summary>What can show in the stored history of an input.</summary>
public enum TraceKind
{
    /// <summary>Also the first stage of an instance.</summary>
    StageEntered,

    /// <summary>The instance was taken out of its journey in the stage.</summary>
    StageExited,
    ExpectationMissed,
    LowPointOpened,
    LowPointDeepened,
    LowPointRecovered,
    LowPointFaded,
    HighPointOpened,
    HighPointClosed,
}
