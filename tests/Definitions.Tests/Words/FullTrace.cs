using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Tests.Words;

/// <summary>A history that shows whatever it is asked for.</summary>
internal sealed class FullTrace(Touchpoint touchpoint) : IInputTrace
{
    public Touchpoint? Touchpoint => touchpoint;

    public bool Shows(TraceKind kind, string? journey, string? name = null) => true;
}

/// <summary>A history of an input that did nothing.</summary>
internal sealed class EmptyTrace : IInputTrace
{
    public Touchpoint? Touchpoint => null;

    public bool Shows(TraceKind kind, string? journey, string? name = null) => false;
}
