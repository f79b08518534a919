using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>A gateway whose documents live in a folder.</summary>
public sealed class WatchedFolderFixture : BrowserFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cx-e2e-documents-").FullName;

    private protected override Task<GatewayProcess> StartGatewayAsync()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "samples", "retail"), "*.yaml"))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        return GatewayProcess.NewAsync(_folder);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
