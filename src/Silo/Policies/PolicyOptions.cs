namespace CxOrchestrator.Silo.Policies;

/// <summary>What decides the conditions of policies.</summary>
public enum PolicyEngine
{
    /// <summary>NRules networks; rule classes take part.</summary>
    NRules,

    /// <summary>Predicates, compiled at publication; for installations with thousands of policies.</summary>
    Compiled,
}

/// <summary>How policies are decided.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policies";

    /// <summary>The engine for conditions; the same on every silo. Default: NRules.</summary>
    public PolicyEngine Engine { get; set; } = PolicyEngine.NRules;

    /// <summary>Files of assemblies with NRules rule classes. Default: none.</summary>
    public IList<string> RuleAssemblies { get; } = [];
}
