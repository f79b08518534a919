using System.Diagnostics;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Benchmarks;

/// <summary>The product's programs as they were built beside this one.</summary>
internal static class BuiltProgram
{
    public static string Gateway => PathOf("Gateway", "CxOrchestrator.Gateway.dll");

    public static string Silo => PathOf("Silo", "CxOrchestrator.Silo.dll");

    public static string Cli => PathOf("Cli", "cx.dll");

    public static Process Start(string program, string arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", $"\"{program}\" {arguments}") { RedirectStandardOutput = true, RedirectStandardError = true })!;

    /// <summary>Starts a gateway on a new data folder and waits until it is ready.</summary>
    public static async Task<(Process Process, HttpClient Http)> GatewayAsync(string data, string arguments = "")
    {
        var port = Ports.Free();
        var process = Start(Gateway, $"--urls http://127.0.0.1:{port} --data \"{data}\" {arguments}");
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var i = 0; i < 600; i++)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    return (process, http);
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        process.Kill(entireProcessTree: true);
        throw new TimeoutException("The gateway was not ready within 60 s.");
    }

    private static string PathOf(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var folder = own;
        while (!File.Exists(Path.Combine(folder.FullName, "CxOrchestrator.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder was not found.");
        }

        return Path.Combine(folder.FullName, "src", project, "bin", own.Parent!.Name, "net10.0", file);
    }
}
