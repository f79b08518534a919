using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.EndToEnd.Processes;

/// <summary>What keeps a program from starting is one line that names the cure, and an exit code; never a stack.</summary>
public sealed class StartErrorTests : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-start-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Gateway_DataFolderIsAFile_SaysSo()
    {
        await File.WriteAllTextAsync(Data, "");
        await RefusesAsync(Repository.Gateway, ["--data", Data], $"The data folder {Data} is a file. Name a folder with --data.");
    }

    [Fact]
    public async Task Gateway_DataFolderBelowAFile_SaysSo()
    {
        await File.WriteAllTextAsync(Data, "");
        await RefusesAsync(Repository.Gateway, ["--data", Path.Combine(Data, "below")], "The data folder", "below cannot be made", "Name another with --data.");
    }

    [Fact]
    public async Task Gateway_DataFolderThatNobodyMayMake_SaysSo()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "Needs /proc, in which nobody makes folders.");
        await RefusesAsync(Repository.Gateway, ["--data", "/proc/cx-data"], "The data folder /proc/cx-data cannot be", "with --data.");
    }

    [Fact]
    public async Task Gateway_DamagedStore_SaysHowToRestore()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "cx.db"), new string('x', 8_192));
        await RefusesAsync(Repository.Gateway, ["--data", Data], "is damaged, or no store", "cx restore");
    }

    [Fact]
    public async Task Gateway_StoreOfANewerVersion_SaysWhich()
    {
        await using (var gateway = await GatewayProcess.NewAsync(data: Data))
        {
            await gateway.StopAsync();
        }

        // Only the version in the file's header is changed.
        using (var file = File.Open(Path.Combine(Data, "cx.db"), FileMode.Open))
        {
            file.Position = 60;
            file.Write([0, 0, 0x27, 0x0F]);
        }

        await RefusesAsync(Repository.Gateway, ["--data", Data], "written by a newer version (schema 9999", "Start that version, or use another folder.");
    }

    [Fact]
    public async Task Gateway_SettingOutOfBoundsOrMalformed_NamesItself()
    {
        await RefusesAsync(Repository.Gateway, ["--data", Data, "--Embedded:Partitions=0"], "Embedded:Partitions", "CX_SETTINGS");
        await RefusesAsync(Repository.Gateway, ["--data", Data, "--Embedded:LogRetention=soon"], "Embedded:LogRetention", "'soon'");
    }

    [Fact]
    public async Task Gateway_FolderOfSettingsIsMissing_NamesIt() =>
        await RefusesAsync(Repository.Gateway, ["--data", Data], [("CX_SETTINGS", Path.Combine(_folder.FullName, "none"))], "CX_SETTINGS names", "there is no such folder");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_PortInUse_SaysWhich(bool silo)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        if (silo)
        {
            Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
            await using var database = await PostgresServer.StartAsync();
            await database.CreateDatabaseAsync("cx");
            await RefusesAsync(Repository.Silo, [.. SiloSettings(database.ConnectionString("cx")), "--urls", url], url, "--urls");
        }
        else
        {
            await RefusesAsync(Repository.Gateway, ["--data", Data, "--urls", url], url, "--urls");
        }
    }

    [Fact]
    public async Task Silo_SettingsMissing_NameThemselves()
    {
        const string Database = "--Postgres:ConnectionString=Host=127.0.0.1;Port=1;Username=cx";
        await RefusesAsync(Repository.Silo, [Database, "--Kafka:BootstrapServers=127.0.0.1:1"], "Kafka:Topics needs at least one value");
        await RefusesAsync(Repository.Silo, ["--Kafka:BootstrapServers=127.0.0.1:1", "--Kafka:Topics:0=t"], "Postgres:ConnectionString");
        await RefusesAsync(Repository.Silo, [Database, "--Kafka:BootstrapServers=127.0.0.1:1", "--Kafka:Topics:0=t"], "Webhooks:Secret is empty");
    }

    [Fact]
    public async Task Silo_CertificateMissing_NamesItsSettings() => await RefusesAsync(
        Repository.Silo,
        [.. SiloSettings("Host=127.0.0.1;Port=1"), "--Cluster:Tls:CertificateFile=/none.pem", "--Cluster:Tls:KeyFile=/none.key", "--Cluster:Tls:AuthorityFile=/none.ca"],
        "Cluster:Tls",
        "/none");

    [Fact]
    public async Task Start_DatabaseAway_SaysWhatToCheck()
    {
        var settings = (string[])[.. SiloSettings($"Host=127.0.0.1;Port={Ports.Free()};Database=cx;Username=cx"), "--Postgres:StartWithin=00:00:01"];
        await RefusesAsync(Repository.Silo, settings, "PostgreSQL cannot be reached", "Postgres:ConnectionString");
        await RefusesAsync(Repository.Gateway, ["--Mode=Cluster", "--Access:OpenOnPurpose=true", .. settings], "PostgreSQL cannot be reached", "Postgres:ConnectionString");
    }

    [Fact]
    public async Task Silo_DatabaseMissingOrPasswordWrong_SaysSo()
    {
        Assert.SkipWhen(Requires.Postgres() is not null, Requires.Postgres() ?? "");
        await using var database = await PostgresServer.StartAsync();
        await RefusesAsync(Repository.Silo, SiloSettings(database.ConnectionString("nowhere")), "PostgreSQL has no such database", "\"nowhere\"", "createdb");

        var other = new NpgsqlConnectionStringBuilder(database.ConnectionString("postgres")) { Username = "nobody-here", Password = "topsecret" }.ConnectionString;
        var line = await RefusesAsync(Repository.Silo, SiloSettings(other), "PostgreSQL refuses the user or the password", "Postgres:ConnectionString");
        Assert.DoesNotContain("topsecret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cx_DamagedStoreOrDatabaseAway_SaysSo()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "cx.db"), new string('x', 8_192));
        await RefusesAsync(Repository.Cli, ["backup", "--data", Data, "--to", Path.Combine(_folder.FullName, "b")], "cx: ", "damaged");
        await RefusesAsync(Repository.Cli, ["migrate", "--to", $"Host=127.0.0.1;Port={Ports.Free()};Username=cx"], "cx: PostgreSQL cannot be reached");
    }

    private static string[] SiloSettings(string database) =>
    [
        $"--Postgres:ConnectionString={database}", "--Kafka:BootstrapServers=127.0.0.1:1", "--Kafka:Topics:0=touchpoints", "--Cluster:Address=127.0.0.1",
        $"--Cluster:SiloPort={Ports.Free()}", $"--Cluster:GatewayPort={Ports.Free()}", "--Webhooks:Secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ];

    private static Task<string> RefusesAsync(string program, string[] arguments, params string[] says) => RefusesAsync(program, arguments, [], says);

    private static async Task<string> RefusesAsync(string program, string[] arguments, (string Name, string Value)[] environment, params string[] says)
    {
        string[] all = program == Repository.Cli || arguments.Contains("--urls") ? arguments : [.. arguments, "--urls", $"http://127.0.0.1:{Ports.Free()}"];
        var start = new ProcessStartInfo("dotnet", [program, .. all]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Within);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        var (said, wrong) = (await output, await errors);
        var line = Assert.Single(wrong.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(says, s => Assert.Contains(s, line, StringComparison.Ordinal));
        Assert.NotEqual(0, process.ExitCode);
        Assert.DoesNotContain("   at ", said + wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception:", said + wrong, StringComparison.Ordinal);
        return line;
    }
}
