using System.Diagnostics;
using System.Globalization;

namespace CxOrchestrator.Testing;

/// <summary>A PostgreSQL server of its own: data in a temporary folder, a free port of the loopback, trust for everyone there. Gone when it is disposed.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>As who the server runs where the tests run as root, which it refuses.</summary>
    private const string ServerUser = "postgres";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _bin;
    private readonly string _settings;
    private readonly DirectoryInfo _folder;
    private readonly bool _ownsFolder;
    private bool _running;

    private PostgresServer(string bin, string settings, DirectoryInfo? folder)
    {
        (_bin, _settings, _ownsFolder) = (bin, settings, folder is null);
        _folder = folder ?? Directory.CreateTempSubdirectory("cx-postgres-");
        Port = Ports.Free();
    }

    public int Port { get; }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>Where the newest installed server's programs are; null where there is none.</summary>
    public static string? Find() => !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql")
            .OrderByDescending(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(d => Path.Combine(d, "bin"))
            .FirstOrDefault(b => File.Exists(Path.Combine(b, "initdb")));

    /// <param name="durable">Whether it waits for the disk; tests that lose no power need not.</param>
    /// <param name="settings">Further settings, as <c>-c name=value</c>.</param>
    /// <param name="folder">Where its data goes, and stays; null: a temporary folder.</param>
    public static async Task<PostgresServer> StartAsync(bool durable = false, string settings = "", DirectoryInfo? folder = null)
    {
        var bin = Find() ?? throw new InvalidOperationException("No PostgreSQL server is installed under /usr/lib/postgresql.");
        var server = new PostgresServer(bin, (durable ? "" : "-c fsync=off -c full_page_writes=off -c synchronous_commit=on ") + settings, folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.StopNow();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ServerUser, server._folder.FullName);
        }

        await server.RunAsServerAsync("sh", "-c", "exec \"$@\" >/dev/null", "initdb", Path.Combine(bin, "initdb"), "-D", server.Data, "-U", "cx", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        await server.StartAgainAsync();
        return server;
    }

    public string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=cx;Database={database}");

    public Task CreateDatabaseAsync(string name, string template = "template1") => SqlAsync($"CREATE DATABASE {name} TEMPLATE {template}");

    public Task DropDatabaseAsync(string name) => SqlAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>Runs statements in a database as its owner.</summary>
    public Task SqlAsync(string sql, string database = "postgres") => RunAsync(
        Path.Combine(_bin, "psql"), "-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "cx", "-d", database, "-c", sql);

    /// <summary>Writes a database's tables and rows into a file, as they are at one moment; rows of tables whose names begin so are left out.</summary>
    public Task DumpAsync(string database, string file, string withoutRowsOf) => RunAsync(
        Path.Combine(_bin, "pg_dump"), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "cx", $"--exclude-table-data={withoutRowsOf}*", "-f", file, database);

    /// <summary>Makes a database of such a file.</summary>
    public async Task RestoreAsync(string file, string database)
    {
        await CreateDatabaseAsync(database, "template0");
        await RunAsync(
            Path.Combine(_bin, "psql"), "-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "cx", "-d", database, "-f", file);
    }

    /// <summary>Stops it as a crash would: connections break, and what was not committed is gone.</summary>
    public async Task StopAsync()
    {
        _running = false;
        await RunAsServerAsync("pg_ctl", "-D", Data, "-s", "-w", "-m", "immediate", "stop");
    }

    /// <summary>Starts it on the same data and port.</summary>
    public async Task StartAgainAsync()
    {
        await RunAsServerAsync(
            "pg_ctl", "-D", Data, "-s", "-w", "-l", Path.Combine(_folder.FullName, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {Port} -c listen_addresses=127.0.0.1 -k {_folder.FullName} -c max_connections=300 {_settings}"),
            "start");
        _running = true;
    }

    /// <summary>False where it was stopped or ended by itself.</summary>
    public async Task<bool> IsRunningAsync()
    {
        using var status = Start(AsServer("sh", "-c", "exec \"$@\" >/dev/null 2>&1", "pg_ctl", Path.Combine(_bin, "pg_ctl"), "-D", Data, "status"));
        await status.WaitForExitAsync();
        return status.ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running && await IsRunningAsync())
        {
            await StopAsync();
        }

        if (_ownsFolder)
        {
            _folder.Delete(recursive: true);
        }
    }

    // The process ends without having disposed of it.
    private void StopNow()
    {
        if (_running)
        {
            _running = false;
            using var stop = Start(AsServer("pg_ctl", "-D", Data, "-s", "-m", "immediate", "stop"));
            stop.WaitForExit(Patience);
        }
    }

    private Task RunAsServerAsync(string program, params string[] arguments) => RunAsync(AsServer(program, arguments));

    private ProcessStartInfo AsServer(string program, params string[] arguments)
    {
        var path = program == "sh" ? program : Path.Combine(_bin, program);
        return Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("setpriv", [$"--reuid={ServerUser}", $"--regid={ServerUser}", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
    }

    private static Task RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Start(start);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.");
        }
    }

    // Its output is not read, for a server that was started would hold the pipe open; what goes wrong it says on the test's own.
    private static Process Start(ProcessStartInfo start)
    {
        start.WorkingDirectory = "/";
        return Process.Start(start)!;
    }
}
