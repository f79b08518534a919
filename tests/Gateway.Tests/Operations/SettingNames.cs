using System.Reflection;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Log.Kafka;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>Settings that the programs read, by the names that they have in the environment.</summary>
internal static class SettingNames
{
    private static readonly Dictionary<string, Type[]> Sections = new[] { typeof(GatewayOptions), typeof(ClusterNodeOptions), typeof(LedgerOptions), typeof(EmbeddedOptions), typeof(PostgresOptions), typeof(KafkaOptions) }
        .Select(t => t.Assembly)
        .SelectMany(a => a.GetTypes())
        .Select(t => (Type: t, Section: t.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(t => t.Section is not null)
        .GroupBy(t => t.Section!, t => t.Type)
        .ToDictionary(g => g.Key, g => g.ToArray());

    /// <summary>Whether a program reads this: a property of the options of its section, or one of the few that stand alone.</summary>
    public static bool Has(string name)
    {
        if (name is "Mode" or SettingsFolder.Variable || name.StartsWith("DOTNET_", StringComparison.Ordinal))
        {
            return true;
        }

        var parts = name.Split("__");
        return parts.Length > 1 && Sections.TryGetValue(parts[0], out var types) && types.Any(t => t.GetProperty(parts[1]) is not null);
    }
}
