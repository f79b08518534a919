using System.Reflection;

namespace CxOrchestrator.NRules;

/// <summary>Assemblies with rule classes, by file.</summary>
public static class RuleAssemblies
{
    /// <summary>An engine with the rule classes of the files.</summary>
    /// <param name="files">Paths of assemblies, relative ones from the working directory.</param>
    /// <exception cref="RuleAssemblyException">A file is missing or is no assembly, has no rule classes, or has some that cannot be used.</exception>
    public static NRulesEngine Load(IEnumerable<string> files) => new([.. files.Select(Load).Distinct()]);

    private static Assembly Load(string file)
    {
        if (!File.Exists(file))
        {
            throw new RuleAssemblyException($"'{file}': there is no such file.");
        }

        Assembly assembly;
        try
        {
            assembly = Assembly.LoadFrom(Path.GetFullPath(file));
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new RuleAssemblyException($"'{file}' is not a .NET assembly that this version can load: {exception.Message}", exception);
        }

        try
        {
            return assembly.GetTypes().Any(t => typeof(global::NRules.Fluent.Dsl.Rule).IsAssignableFrom(t) && !t.IsAbstract)
                ? assembly
                : throw new RuleAssemblyException($"'{file}' has no rule classes, that is, classes derived from NRules.Fluent.Dsl.Rule.");
        }
        catch (ReflectionTypeLoadException exception)
        {
            throw new RuleAssemblyException($"'{file}' needs what is not here: {exception.LoaderExceptions.FirstOrDefault()?.Message}", exception);
        }
    }
}
