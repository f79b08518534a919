using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Kinds;

namespace CxOrchestrator.Cli.Sources;

/// <summary>The source document that a command names: a built-in one by its id, or a file.</summary>
internal static class KindReading
{
    /// <summary>Null, and why among the errors, where there is none.</summary>
    public static SourceDefinition? Of(string name, TextWriter errors)
    {
        if (!File.Exists(name))
        {
            var builtIn = BuiltInSources.All.FirstOrDefault(s => s.Id == name);
            if (builtIn is null)
            {
                errors.WriteLine($"cx: there is no file and no built-in source {name}. Built in are {string.Join(", ", BuiltInSources.All.Select(s => s.Id).Order(StringComparer.Ordinal))}.");
            }

            return builtIn;
        }

        var read = DefinitionReader.Read(Documents.Read([name], errors));
        foreach (var error in read.Errors)
        {
            errors.WriteLine(error);
        }

        if (read.Errors.IsEmpty && read.Set!.Sources is not [_])
        {
            errors.WriteLine($"cx: {name} is not a source document; it begins with 'kind: source'.");
        }

        return read.Errors.IsEmpty ? read.Set!.Sources.FirstOrDefault() : null;
    }
}
