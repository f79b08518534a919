using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CxOrchestrator.EndToEnd.Processes;

/// <summary>The whole product as a process of its own, on a port and a data folder that survive its death.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    private readonly string _arguments;
    private readonly StringBuilder _output = new();
    private readonly bool _ownsData;
    private Process? _process;

    private GatewayProcess(string data, int port, string arguments, bool ownsData)
    {
        Data = data;
        Address = new Uri($"http://127.0.0.1:{port}");
        _arguments = arguments;
        _ownsData = ownsData;
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Data { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static async Task<GatewayProcess> StartAsync(string arguments = "", string? data = null)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("cx-e2e-").FullName;
        var gateway = new GatewayProcess(folder, FreePort(), arguments, ownsData: data is null);
        await gateway.StartAsync();
        return gateway;
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", $"\"{Repository.Gateway}\" --urls {Address.OriginalString} --data \"{Data}\" {_arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Data,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ReadyAsync();
    }

    /// <summary>As a power cut would: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        Http.Dispose();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private async Task ReadyAsync()
    {
        await Waiting.UntilAsync(
            async () =>
            {
                if (_process!.HasExited)
                {
                    throw new InvalidOperationException($"The gateway ended with {_process.ExitCode}:\n{Output}");
                }

                try
                {
                    using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                    return answer.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            StartWithin,
            () => $"the gateway to be ready; it wrote:\n{Output}");
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
