using System.Diagnostics;
using System.Net;
using System.Text;
using CxOrchestrator.Testing;

namespace CxOrchestrator.EndToEnd.Processes;

/// <summary>One of the product's programs as a process, on an address that survives its death.</summary>
internal class ProductProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;
    private readonly StringBuilder _output = new();
    private Process? _process;

    public ProductProcess(string program, params IEnumerable<string> arguments)
        : this(program, FreeAddress(), arguments)
    {
    }

    /// <summary>On an address that its arguments name as well.</summary>
    public ProductProcess(string program, Uri address, params IEnumerable<string> arguments)
    {
        (_program, _arguments) = (program, [.. arguments]);
        Address = address;
        Http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
    }

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

    /// <summary>It was started and has not ended.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>An address of this machine that nothing else has.</summary>
    public static Uri FreeAddress() => new($"http://127.0.0.1:{Ports.Free()}");

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("dotnet", [_program, "--urls", Address.OriginalString, .. _arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
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
        await EndedAsync();
    }

    /// <summary>As an operator would: it is asked to end, and finishes what it does.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await EndedAsync().WaitAsync(StopWithin);
    }

    /// <summary>Sends it a signal by its name: STOP, CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself; gives its exit code, 128 and more where a signal ended it.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        await _process!.WaitForExitAsync().WaitAsync(within);
        return _process.ExitCode;
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        _process?.Dispose();
        _process = null;

        Http.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task EndedAsync()
    {
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private Task ReadyAsync() => Waiting.UntilAsync(
        async () =>
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"{Path.GetFileName(_program)} ended with {_process.ExitCode}:\n{Output}");
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
        () => $"{Path.GetFileName(_program)} to be ready; it wrote:\n{Output}");

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
