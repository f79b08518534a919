using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using CxOrchestrator.EndToEnd.Processes;

namespace CxOrchestrator.EndToEnd.Cluster;

/// <summary>A broker that speaks Kafka's protocol, as a process of its own; what it holds is gone with it.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TcpClient _control;
    private readonly StreamReader _answers;
    private readonly StreamWriter _commands;

    private BrokerProcess(Process process, string servers, int controlPort)
    {
        (_process, Servers) = (process, servers);
        _control = new TcpClient("127.0.0.1", controlPort);
        _answers = new StreamReader(_control.GetStream());
        _commands = new StreamWriter(_control.GetStream()) { AutoFlush = true };
    }

    /// <summary>Where it listens, as clients are told.</summary>
    public string Servers { get; }

    public static async Task<BrokerProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.MockBroker]) { RedirectStandardOutput = true })!;
        var servers = await SaidAsync(process, "bootstrap.servers=");
        var control = await SaidAsync(process, "control=127.0.0.1:");
        return new BrokerProcess(process, servers, int.Parse(control, CultureInfo.InvariantCulture));
    }

    /// <summary>Has it do something: <c>topic NAME PARTITIONS</c>, <c>down</c>, <c>up</c>, <c>fail API ERROR TIMES</c> and others.</summary>
    public async Task CommandAsync(string command)
    {
        await _commands.WriteLineAsync(command);
        Assert.Equal("ok", await _answers.ReadLineAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _answers.Dispose();
        _control.Dispose();
    }

    private static async Task<string> SaidAsync(Process process, string start)
    {
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith(start, line, StringComparison.Ordinal);
        return line![start.Length..];
    }
}
