using System.Reflection;

namespace CxOrchestrator.Architecture.Tests;

/// <summary>The page of settings is the one that the code makes.</summary>
public class SettingsDocumentTests
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(Gateway.Hosting.GatewayOptions).Assembly,
        typeof(Silo.Dispatch.DispatchOptions).Assembly,
        typeof(Storage.LedgerOptions).Assembly,
        typeof(Storage.Sqlite.EmbeddedOptions).Assembly,
        typeof(Storage.Postgres.PostgresOptions).Assembly,
        typeof(Log.Kafka.KafkaOptions).Assembly,
        typeof(Channels.Http.ChannelOptions).Assembly,
        typeof(Publishing.DefinitionHost).Assembly,
        typeof(Grains.Runtime.Customers.CustomerGrainOptions).Assembly,
    ];

    [Fact]
    public void Settings_All_SayWhatTheyAreFor() => Assert.Empty(SettingsDocument.Uncommented(Assemblies, Repository.Root));

    [Fact]
    public void Document_OfSettings_IsCurrent()
    {
        var file = Path.Combine(Repository.Root, "docs", "settings.md");
        var actual = SettingsDocument.Write(Assemblies, Repository.Root);
        if (Environment.GetEnvironmentVariable("CX_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, actual);
        }

        // After a change of settings: CX_WRITE_DOCS=1 dotnet test --project tests/Architecture.Tests
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), actual);
    }
}
