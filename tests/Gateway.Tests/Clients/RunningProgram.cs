using System.Diagnostics;
using System.Text;

namespace CxOrchestrator.Gateway.Tests.Clients;

/// <summary>A running program and what it prints.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private TaskCompletionSource _printed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningProgram(Process process) => _process = process;

    /// <summary>Everything that it printed so far, errors too.</summary>
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

    public static RunningProgram Start(string program, string folder, IReadOnlyDictionary<string, string>? environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var started = new RunningProgram(new Process { StartInfo = start });
        started._process.OutputDataReceived += (_, line) => started.Printed(line.Data);
        started._process.ErrorDataReceived += (_, line) => started.Printed(line.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits until it has printed the text.</summary>
    public async Task UntilAsync(string text)
    {
        while (true)
        {
            Task next;
            lock (_output)
            {
                if (Output.Contains(text, StringComparison.Ordinal))
                {
                    return;
                }

                next = _printed.Task;
            }

            var ended = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            var late = Task.Delay(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
            if (await Task.WhenAny(next, ended, late) != next && !Output.Contains(text, StringComparison.Ordinal))
            {
                Assert.Fail($"It {(_process.HasExited ? $"ended with {_process.ExitCode}" : $"ran for {Patience}")} and did not print \"{text}\":\n{Output}");
            }
        }
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Printed(string? line)
    {
        if (line is null)
        {
            return;
        }

        TaskCompletionSource printed;
        lock (_output)
        {
            _output.AppendLine(line);
            (printed, _printed) = (_printed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        printed.TrySetResult();
    }
}
