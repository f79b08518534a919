namespace CxOrchestrator.EndToEnd.Processes;

/// <summary>Where the built programs are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Gateway => Program("Gateway", "CxOrchestrator.Gateway.dll");

    public static string Silo => Program("Silo", "CxOrchestrator.Silo.dll");

    public static string Cli => Program("Cli", "cx.dll");

    public static string FaultySilo => Program("FaultySilo", "CxOrchestrator.FaultySilo.dll", "tests");

    public static string MockBroker => Program("MockBroker", "CxOrchestrator.MockBroker.dll", "tests");

    private static string Program(string project, string file, string folder = "src")
    {
        // bin/<configuration>/net10.0 of this test names the configuration of the others.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        return Path.Combine(Root, folder, project, "bin", configuration, "net10.0", file);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CxOrchestrator.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder was not found above the test's.");
        }

        return folder.FullName;
    }
}
