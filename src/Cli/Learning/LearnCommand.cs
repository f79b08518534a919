using System.CommandLine;

namespace CxOrchestrator.Cli.Learning;

/// <summary><c>cx learn</c>: what recorded touchpoints say about the future.</summary>
internal static class LearnCommand
{
    public static Command Create() => new("learn", "Find in recorded touchpoints what warns of an outcome, days before it.") { SuggestCommand.Create() };
}
