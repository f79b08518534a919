using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Grains.Runtime.Definitions;

/// <summary>The published documents on this silo.</summary>
public interface IDefinitions
{
    /// <summary>Read once per decision.</summary>
    CompiledDefinitions Current { get; }
}
