namespace CxOrchestrator.Silo.Policies;

/// <summary>What decides the conditions of policies.</summary>
public enum PolicyEngine
{
    /// <summary>Predicates, compiled at publication.</summary>
    Compiled,

    /// <summary>NRules, where it was built in.</summary>
    NRules,
}

/// <summary>How policies are decided.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policies";

    /// <summary>The engine for conditions; the same on every silo. Default: Compiled.</summary>
    public PolicyEngine Engine { get; set; } = PolicyEngine.Compiled;

    /// <summary>Files of assemblies with NRules rule classes. Default: none.</summary>
    public IList<string> RuleAssemblies { get; } = [];
}
