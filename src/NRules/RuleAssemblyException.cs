namespace CxOrchestrator.NRules;

/// <summary>An assembly with rule classes cannot be used; the message says why, for the person who set it.</summary>
public sealed class RuleAssemblyException : Exception
{
    public RuleAssemblyException()
    {
    }

    public RuleAssemblyException(string message)
        : base(message)
    {
    }

    public RuleAssemblyException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
