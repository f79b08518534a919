using System.Security.Cryptography;
using CxOrchestrator.Gateway.Tests.Operations;
using CxOrchestrator.Testing;

[assembly: AssemblyFixture(typeof(CxOrchestrator.Gateway.Tests.Clients.NodeFixture))]

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>
/// Node with the npm packages of <c>Clients/node</c>: clients that others write against the API. The packages are installed once a machine, in a
/// folder named after the lock file.
/// </summary>
public sealed class NodeFixture : IAsyncDisposable
{
    private static readonly string Sources = Path.Combine(DeployFiles.Root, "tests", "Gateway.Tests", "Clients", "node");

    private readonly Lazy<Task<string?>> _installed;
    private readonly string _folder;
    private int _works;

    public NodeFixture()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Sources, "package-lock.json"))))[..16];
        _folder = Path.Combine(Path.GetTempPath(), $"cx-node-{hash}");
        _installed = new(InstallAsync);
    }

    /// <summary>Skips the test where npm cannot be reached; fails it where it was promised.</summary>
    public async Task RequireAsync()
    {
        if (Requires.Npm(await _installed.Value) is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    /// <summary>A folder of its own for a program, in which the packages are found.</summary>
    public DirectoryInfo Work() => Directory.CreateDirectory(Path.Combine(_folder, $"work-{Environment.ProcessId}-{Interlocked.Increment(ref _works)}"));

    /// <summary>Starts a script of the sources, or one in the work folder.</summary>
    public static RunningProgram Start(DirectoryInfo work, string script, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        if (File.Exists(Path.Combine(Sources, script)))
        {
            File.Copy(Path.Combine(Sources, script), Path.Combine(work.FullName, script), overwrite: true);
        }

        return RunningProgram.Start("node", work.FullName, environment, [script, .. arguments]);
    }

    /// <summary>Runs a package's program.</summary>
    public RunningProgram StartTool(DirectoryInfo work, string tool, params string[] arguments) =>
        RunningProgram.Start(Path.Combine(_folder, "node_modules", ".bin", tool), work.FullName, null, arguments);

    public static string Source(string name) => File.ReadAllText(Path.Combine(Sources, name));

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(_folder))
        {
            foreach (var work in new DirectoryInfo(_folder).EnumerateDirectories("work-*").Where(w => w.CreationTimeUtc < TimeProvider.System.GetUtcNow().AddHours(-1)))
            {
                work.Delete(recursive: true);
            }
        }

        return ValueTask.CompletedTask;
    }

    // Null: it is installed; else why not.
    private async Task<string?> InstallAsync()
    {
        var done = Path.Combine(_folder, "installed");
        if (File.Exists(done))
        {
            return null;
        }

        Directory.CreateDirectory(_folder);
        foreach (var name in (string[])["package.json", "package-lock.json"])
        {
            File.Copy(Path.Combine(Sources, name), Path.Combine(_folder, name), overwrite: true);
        }

        try
        {
            await using var npm = RunningProgram.Start("npm", _folder, null, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]);
            if (await npm.EndAsync() is not 0 and var code)
            {
                return $"npm ci ended with {code}: {npm.Output}";
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not installed";
        }

        await File.WriteAllTextAsync(done, "");
        return null;
    }
}
