using System.Globalization;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Cli.Publish;

/// <summary>Changes of documents as people read them: what came, changed and went, each with the lines that differ.</summary>
internal static class ChangeText
{
    public static void Write(IReadOnlyList<DocumentChange> changes, TextWriter output)
    {
        foreach (var change in changes)
        {
            output.WriteLine($"{change.Change} {change.Kind} {change.Id}");
            int? before = null;
            foreach (var line in change.Lines)
            {
                // A gap between the lines that are shown.
                var at = line.From ?? line.To;
                if (before is { } last && line.Kind == LineDiff.Same && at > last + 1)
                {
                    output.WriteLine("  ...");
                }

                var sign = line.Kind switch { LineDiff.Added => '+', LineDiff.Removed => '-', _ => ' ' };
                output.WriteLine($"  {sign} {line.Text}");
                before = line.Kind == LineDiff.Added ? before : line.From;
            }
        }

        output.WriteLine(Sum(changes));
    }

    private static string Sum(IReadOnlyList<DocumentChange> changes) => changes.Count == 0
        ? "No differences."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{changes.Count(c => c.Change == "added")} added, {changes.Count(c => c.Change == "changed")} changed, {changes.Count(c => c.Change == "removed")} removed.");
}
