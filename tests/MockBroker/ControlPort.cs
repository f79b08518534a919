using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CxOrchestrator.MockBroker;

/// <summary>Takes commands for a cluster on a TCP port of loopback, a line each, and answers <c>ok</c> or <c>error: why</c>.</summary>
internal sealed class ControlPort(MockCluster cluster, int port) : IDisposable
{
    public const string Help =
        "servers | down | up | topic NAME PARTITIONS | drop NAME | fail API ERROR [TIMES] | heal API | leader TOPIC PARTITION BROKER|none | trim TOPIC PARTITION BEFORE | delay MILLISECONDS | quit";

    private readonly TcpListener _listener = new(IPAddress.Loopback, port);

    public int Port { get; private set; }

    public void Start()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>Serves one connection after the other, until one says <c>quit</c>.</summary>
    public async Task RunAsync()
    {
        var open = true;
        while (open)
        {
            using var connection = await _listener.AcceptTcpClientAsync();
            try
            {
                open = await ServeAsync(connection.GetStream());
            }
            catch (IOException)
            {
                // The commander is gone; the next may connect.
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task<bool> ServeAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Trim() == "quit")
            {
                await writer.WriteLineAsync("ok");
                return false;
            }

            await writer.WriteLineAsync(Answer(line));
        }

        return true;
    }

    private string Answer(string line)
    {
        try
        {
            return Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            return $"error: {exception.Message}";
        }
    }

    private string Run(string[] words)
    {
        switch (words)
        {
            case ["servers"]:
                return cluster.BootstrapServers;
            case ["down"]:
                cluster.Down();
                break;
            case ["up"]:
                cluster.Up();
                break;
            case ["topic", var topic, var partitions]:
                cluster.CreateTopic(topic, Number(partitions));
                break;
            case ["drop", var topic]:
                cluster.DeleteTopic(topic);
                break;
            case ["fail", var api, var error]:
                cluster.Fail(Enum.Parse<KafkaApi>(api, ignoreCase: true), Number(error));
                break;
            case ["fail", var api, var error, var times]:
                cluster.Fail(Enum.Parse<KafkaApi>(api, ignoreCase: true), Number(error), Number(times));
                break;
            case ["heal", var api]:
                cluster.Heal(Enum.Parse<KafkaApi>(api, ignoreCase: true));
                break;
            case ["leader", var topic, var partition, var broker]:
                cluster.SetLeader(topic, Number(partition), broker == "none" ? null : Number(broker));
                break;
            case ["trim", var topic, var partition, var before]:
                cluster.DeleteRecords(topic, Number(partition), Number(before));
                break;
            case ["delay", var milliseconds]:
                cluster.Delay(TimeSpan.FromMilliseconds(Number(milliseconds)));
                break;
            default:
                return $"error: commands are {Help}";
        }

        return "ok";
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
