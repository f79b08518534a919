using System.Diagnostics;
using System.Globalization;
using System.Net;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Testing;
using Npgsql;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>A database that waits for its disk, a broker, and silos as processes, for one run; gone when it is disposed.</summary>
internal sealed class PipelineBed : IAsyncDisposable
{
    public const string Topic = "touchpoints";
    public const string ActionsTopic = "actions";
    public const int Partitions = 8;
    public const int FewPartitions = 4;
    public const string DatabaseSettings = "-c shared_buffers=512MB -c max_wal_size=8GB -c checkpoint_timeout=30min";

    private const string Database = "bench";

    /// <summary>The engine for conditions of the silos: <c>NRules</c> or <c>Compiled</c>.</summary>
    public static string Engine { get; set; } = "NRules";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);

    private readonly PostgresServer _server;
    private readonly MockCluster _broker;
    private readonly DirectoryInfo _definitions = Directory.CreateTempSubdirectory("cx-bench-");
    private readonly List<Process> _silos = [];
    private readonly CancellationTokenSource _stop = new();
    private NpgsqlConnection? _looking;
    private Task _look = Task.CompletedTask;
    private long _applied;

    private PipelineBed(PostgresServer server, MockCluster broker) => (_server, _broker) = (server, broker);

    public string Servers => _broker.BootstrapServers;

    public string ConnectionString => _server.ConnectionString(Database);

    /// <summary>Touchpoints whose customers are stored, as a look at the ledger every 50 ms has it.</summary>
    public long Applied => Volatile.Read(ref _applied);

    public IReadOnlyList<Process> Silos => _silos;

    public static async Task<PipelineBed> StartAsync(string definitions, int partitions = Partitions)
    {
        var server = await PostgresServer.StartAsync(durable: true, DatabaseSettings);
        await server.CreateDatabaseAsync(Database);
        var broker = new MockCluster();
        broker.CreateTopic(Topic, partitions);
        broker.CreateTopic(ActionsTopic, partitions);
        var bed = new PipelineBed(server, broker);
        await File.WriteAllTextAsync(Path.Combine(bed._definitions.FullName, "shop.yaml"), definitions);
        await PostgresMigrations.RunAsync(bed.ConnectionString);
        bed._looking = new NpgsqlConnection(bed.ConnectionString + ";Pooling=false");
        await bed._looking.OpenAsync();
        bed._look = bed.LookAsync();
        return bed;
    }

    /// <summary>What a silo needs to be one of this bed's, with ports of its own.</summary>
    public string[] SiloSettings() =>
    [
        $"--Postgres:ConnectionString={ConnectionString}",
        $"--Kafka:BootstrapServers={Servers}",
        $"--Kafka:Topics:0={Topic}",
        $"--Kafka:ActionsTopic={ActionsTopic}",
        "--Kafka:SessionTimeout=00:00:06",

        // A real broker answers a fetch as soon as something is there; this one only once the wait is over.
        "--Kafka:Consumer:fetch.wait.max.ms=5",
        "--Kafka:Consumer:heartbeat.interval.ms=500",
        "--Cluster:Address=127.0.0.1",
        $"--Cluster:SiloPort={Ports.Free()}",
        $"--Cluster:GatewayPort={Ports.Free()}",
        $"--Definitions:Folder={_definitions.FullName}",
        "--Webhooks:Secret=secret",
        $"--Policies:Engine={Engine}",
    ];

    /// <summary>What a gateway needs to be in front of this bed's silos.</summary>
    public string[] GatewaySettings =>
    [
        "--Mode=Cluster",
        "--Access:OpenOnPurpose=true",
        $"--Postgres:ConnectionString={ConnectionString}",
        $"--Kafka:BootstrapServers={Servers}",
        $"--Kafka:Topics:0={Topic}",
        $"--Kafka:ActionsTopic={ActionsTopic}",
        "--Cluster:Address=127.0.0.1",
    ];

    /// <summary>Starts one more silo and waits until it is ready; where it answers.</summary>
    public async Task<Uri> AddSiloAsync(params string[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        string[] all = [$"--urls={address.OriginalString}", .. SiloSettings(), .. settings];
        var silo = BuiltProgram.Start(BuiltProgram.Silo, string.Join(' ', all.Select(s => $"\"{s}\"")));
        _silos.Add(silo);
        silo.OutputDataReceived += (_, line) => Tell(line.Data);
        silo.ErrorDataReceived += (_, line) => Tell(line.Data);
        silo.BeginOutputReadLine();
        silo.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = address };
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < ReadyWithin)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return address;
                }
            }
            catch (HttpRequestException) when (!silo.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }

        throw new TimeoutException($"A silo was not ready within {ReadyWithin}.");
    }

    /// <summary>Returns once that many are applied.</summary>
    public async Task AppliedAsync(long count, TimeSpan within)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (Applied < count)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > within)
            {
                throw new TimeoutException($"{Applied:N0} of {count:N0} touchpoints were applied within {within}.");
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    /// <summary>Touchpoints a second from now on until that many are applied, and what the processes took meanwhile.</summary>
    public async Task<PipelineRate> MeasureAsync(long until, TimeSpan within)
    {
        var (from, silos, own, machine) = (Applied, SiloTime(), OwnTime(), MachineTime());
        var watch = Stopwatch.StartNew();
        await AppliedAsync(until, within);
        var (seconds, count) = (watch.Elapsed.TotalSeconds, Applied - from);
        var (siloTime, ownTime, machineTime) = (SiloTime() - silos, OwnTime() - own, MachineTime() - machine);
        return new PipelineRate
        {
            PerSecond = count / seconds,
            SiloMicroseconds = siloTime.TotalMicroseconds / count,
            GeneratorAndBrokerMicroseconds = ownTime.TotalMicroseconds / count,
            DatabaseMicroseconds = (machineTime - siloTime - ownTime).TotalMicroseconds / count,
            CoresBusy = machineTime.TotalSeconds / seconds,
        };
    }

    public void AddTopic(string topic) => _broker.CreateTopic(topic, Partitions);

    public Task SqlAsync(string sql) => _server.SqlAsync(sql, Database);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            silo.Kill(entireProcessTree: true);
            await silo.WaitForExitAsync();
            silo.Dispose();
        }

        await _stop.CancelAsync();
        await _look.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _looking!.DisposeAsync();
        _broker.Dispose();
        await _server.DisposeAsync();
        _definitions.Delete(recursive: true);
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(sum(applied + duplicate + rejected), 0)::bigint FROM ledger", _looking);
        while (!_stop.IsCancellationRequested)
        {
            Volatile.Write(ref _applied, (long)(await command.ExecuteScalarAsync(_stop.Token))!);
            await Task.Delay(LookEvery, TimeProvider.System, _stop.Token);
        }
    }

    private TimeSpan SiloTime() => _silos.Aggregate(TimeSpan.Zero, (sum, silo) =>
    {
        silo.Refresh();
        return sum + silo.TotalProcessorTime;
    });

    private static TimeSpan OwnTime()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime;
    }

    // user, nice, system, idle, iowait, irq, softirq in hundredths of a second.
    private static TimeSpan MachineTime()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var busy = fields.Skip(1).Take(3).Concat(fields.Skip(6).Take(2)).Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
        return TimeSpan.FromMilliseconds(busy * 10);
    }

    private static void Tell(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            Console.Error.WriteLine(line);
        }
    }
}

/// <summary>What a run came to; times are of all cores, a touchpoint.</summary>
internal sealed record PipelineRate
{
    public required double PerSecond { get; init; }

    public required double SiloMicroseconds { get; init; }

    public required double GeneratorAndBrokerMicroseconds { get; init; }

    public required double DatabaseMicroseconds { get; init; }

    public required double CoresBusy { get; init; }
}
