using System.CommandLine;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Cli;

/// <summary><c>cx check PATH...</c></summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("path") { Description = "Files, or folders whose *.yaml and *.yml files are checked together.", Arity = ArgumentArity.OneOrMore };
        var assemblies = new Option<string[]>("--rule-assemblies")
        {
            Description = "Assemblies with NRules rule classes: each class must compile and name a policy of the documents.",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("check", "Check journeys, segments, policies and settings; every error and warning with its file, line and column.") { paths, assemblies };
        command.SetAction(parsed => Run(Documents.Read(parsed.GetValue(paths)!, Console.Error), Console.Out, Console.Error, parsed.GetValue(assemblies)));
        return command;
    }

    internal static int Run(IReadOnlyCollection<DocumentSource> documents, TextWriter output, TextWriter errors, string[]? ruleAssemblies = null)
    {
        if (documents.Count == 0)
        {
            errors.WriteLine("cx: there are no *.yaml or *.yml files there.");
            return ExitCodes.Errors;
        }

        var read = DefinitionReader.Read(documents);
        foreach (var error in read.Errors)
        {
            output.WriteLine(error);
        }

        foreach (var warning in read.Warnings)
        {
            output.WriteLine(warning with { Message = $"warning: {warning.Message}" });
        }

        if (!read.Errors.IsEmpty)
        {
            errors.WriteLine($"{read.Errors.Length} {(read.Errors.Length == 1 ? "error" : "errors")} in {read.Errors.Select(e => e.File).Distinct().Count()} of {documents.Count} files.");
            return ExitCodes.Errors;
        }

        // The classes that know NRules are loaded only where they are asked for.
        if (ruleAssemblies is { Length: > 0 } && !RuleClassCheck.Run(ruleAssemblies, read.Set!, output, errors))
        {
            return ExitCodes.Errors;
        }

        var kinds = read.Documents.GroupBy(d => d.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        output.WriteLine($"No errors: {string.Join(", ", kinds)}.");
        return ExitCodes.Done;
    }
}
