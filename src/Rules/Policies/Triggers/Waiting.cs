namespace CxOrchestrator.Rules.Policies;

/// <summary>Bounds of what policies wait for.</summary>
public static class Waiting
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(180);
}
