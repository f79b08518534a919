namespace CxOrchestrator.Rules.Policies;

public enum CasePriority
{
    Low,
    Normal,
    High,
}
