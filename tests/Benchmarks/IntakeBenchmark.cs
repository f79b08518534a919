using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CxOrchestrator.Api.Operations;
using Microsoft.Data.Sqlite;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// Touchpoints a second from HTTP to the stored state of their customers, with gateway and sender on the same machine; against the same rows
/// written to SQLite by a bare loop with nothing around it.
/// </summary>
internal static class IntakeBenchmark
{
    private const int Customers = 20_000;
    private const int Rounds = 10;
    private const int Batch = 500;
    private const int Senders = 4;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cx-bench-");
        var total = Customers * Rounds;
        var (process, http) = await BuiltProgram.GatewayAsync(folder.FullName);
        try
        {
            // Part by customer, so that each customer's order holds over several senders.
            var lanes = Stream.Lines(Customers, Rounds).Select((line, i) => (line, lane: i % Customers % Senders)).GroupBy(l => l.lane, l => l.line).ToList();
            var watch = Stopwatch.StartNew();
            await Task.WhenAll(lanes.Select(lane => Task.Run(() => SendAsync(http, lane))));
            var acknowledged = watch.Elapsed;
            LedgerView ledger;
            do
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                ledger = JsonSerializer.Deserialize<LedgerView>(await http.GetStringAsync(new Uri("/v1/ledger", UriKind.Relative)), Web)!;
            }
            while (ledger.Applied < total);
            var applied = watch.Elapsed;
            process.Refresh();
            var bare = BareRowsPerSecond(folder.FullName, total);
            return new Dictionary<string, double>
            {
                ["touchpoints"] = total,
                ["touchpointsPerSecond"] = total / applied.TotalSeconds,
                ["acknowledgedPerSecond"] = total / acknowledged.TotalSeconds,
                ["bareSqlitePerSecond"] = bare,
                ["againstBareSqlite"] = total / applied.TotalSeconds / bare,
                ["gatewayMegabytes"] = process.WorkingSet64 / 1e6,
            };
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
            http.Dispose();
            folder.Delete(recursive: true);
        }
    }

    private static async Task SendAsync(HttpClient http, IEnumerable<byte[]> lines)
    {
        foreach (var batch in lines.Chunk(Batch))
        {
            var body = new MemoryStream();
            foreach (var line in batch)
            {
                body.WriteByte((byte)(body.Length == 0 ? '[' : ','));
                body.Write(line);
            }

            body.WriteByte((byte)']');
            while (true)
            {
                using var content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content);
                if (answer.IsSuccessStatusCode)
                {
                    break;
                }

                await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    // A log row, a customer's row and a history row for each, 200 to a transaction, made durable.
    private static double BareRowsPerSecond(string folder, int total)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE log(p INTEGER PRIMARY KEY, b BLOB); CREATE TABLE customers(k TEXT PRIMARY KEY, v INTEGER, s BLOB) WITHOUT ROWID; CREATE TABLE history(k TEXT, q INTEGER, b BLOB, PRIMARY KEY(k, q)) WITHOUT ROWID;");
        var (body, state) = (new byte[350], new byte[600]);
        using var log = connection.CreateCommand();
        log.CommandText = "INSERT INTO log VALUES ($p, $b)";
        using var customer = connection.CreateCommand();
        customer.CommandText = "INSERT INTO customers VALUES ($k, 1, $s) ON CONFLICT(k) DO UPDATE SET v = v + 1, s = excluded.s";
        using var history = connection.CreateCommand();
        history.CommandText = "INSERT INTO history VALUES ($k, $q, $b)";
        var (p, b) = (log.Parameters.AddWithValue("$p", 0), log.Parameters.AddWithValue("$b", body));
        var (k, s) = (customer.Parameters.AddWithValue("$k", ""), customer.Parameters.AddWithValue("$s", state));
        var (hk, hq, hb) = (history.Parameters.AddWithValue("$k", ""), history.Parameters.AddWithValue("$q", 0), history.Parameters.AddWithValue("$b", body));
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < total; i += 200)
        {
            using var transaction = connection.BeginTransaction();
            (log.Transaction, customer.Transaction, history.Transaction) = (transaction, transaction, transaction);
            for (var j = i; j < i + 200; j++)
            {
                p.Value = j;
                k.Value = hk.Value = $"default/c-{j % Customers}";
                hq.Value = j / Customers;
                log.ExecuteNonQuery();
                customer.ExecuteNonQuery();
                history.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        GC.KeepAlive((b, s, hb));
        return total / watch.Elapsed.TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
