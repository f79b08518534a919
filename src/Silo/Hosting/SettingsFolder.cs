using CxOrchestrator.Storage;
using Microsoft.Extensions.Configuration;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// Settings in files, as Docker and Kubernetes mount secrets: the folder that <c>CX_SETTINGS</c> names has a file for each, called like the
/// setting with two underscores for the colon (<c>Webhooks__Secret</c>). They go before the environment, and the command line before them.
/// </summary>
public static class SettingsFolder
{
    public const string Variable = "CX_SETTINGS";

    /// <summary>Adds them; throws <see cref="StoreRefusedException"/> where the folder is named and not there.</summary>
    public static void AddSettingsFolder(this IConfigurationBuilder configuration, string? folder)
    {
        if (!string.IsNullOrEmpty(folder))
        {
            if (!Directory.Exists(folder))
            {
                throw new StoreRefusedException($"{Variable} names {Path.GetFullPath(folder)}, and there is no such folder. Mount it, or leave {Variable} away.");
            }

            configuration.AddKeyPerFile(Path.GetFullPath(folder), optional: false);
        }
    }
}
