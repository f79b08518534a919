using System.Globalization;
using System.Text;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>Writes customers as the product would have stored them: ten touchpoints over two orders that are both open.</summary>
internal static class StoredCustomers
{
    private const int PerCopy = 5_000;

    private static readonly string[] Types =
        ["order.placed", "order.placed", "payment.approved", "payment.approved", "order.shipped", "order.shipped", "contact.email", "contact.chat", "page.viewed", "page.viewed"];

    /// <param name="connectionString">A migrated database.</param>
    /// <param name="definitions">Under which they came.</param>
    /// <param name="count">How many: c-0 and on.</param>
    /// <param name="expectedBy">The day both orders are promised for; with its end their delivery is due.</param>
    public static async Task WriteAsync(string connectionString, CompiledDefinitions definitions, int count, DateTimeOffset promised)
    {
        var from = promised.AddDays(-3);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count).Chunk(PerCopy),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (numbers, _) =>
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(CancellationToken.None);
                Copy(connection, [.. numbers.Select(n => Last(definitions, n, from, promised))]);
            });
    }

    public static IEnumerable<byte[]> Touchpoints(int customer, DateTimeOffset from, DateTimeOffset promised) => Types.Select((type, i) =>
    {
        var at = from.AddMinutes(i).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var order = $"o-{customer}-{i % 2}";
        var extra = type == "order.placed" ? $$""","expectedBy":"{{promised:yyyy-MM-dd}}","items":2},"value":{"amount":49.90,"currency":"EUR"}""" : "}";
        return Encoding.UTF8.GetBytes($$"""{"id":"{{order}}:{{i}}","type":"{{type}}","customer":"c-{{customer}}","at":"{{at}}","source":"bench","channel":"web","attributes":{"order":"{{order}}","state":"SP"{{extra}}}""");
    });

    private static CustomerCommit Last(CompiledDefinitions definitions, int number, DateTimeOffset from, DateTimeOffset promised)
    {
        var customer = new ShopCustomer($"c-{number}");
        CustomerCommit? last = null;
        foreach (var body in Touchpoints(number, from, promised))
        {
            last = customer.Apply(definitions, new LogPosition("bench", 0, 1), from, body);
        }

        return last!;
    }

    private static void Copy(NpgsqlConnection connection, CustomerCommit[] commits)
    {
        using (var rows = connection.BeginBinaryImport("COPY customers (key, version, positions, state) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var commit in commits)
            {
                rows.StartRow();
                rows.Write(commit.Key.ToString(), NpgsqlDbType.Text);
                rows.Write(commit.ExpectedVersion + 1, NpgsqlDbType.Bigint);
                rows.Write("[]", NpgsqlDbType.Text);
                rows.Write(commit.State, NpgsqlDbType.Bytea);
            }

            rows.Complete();
        }

        using var timers = connection.BeginBinaryImport("COPY timers (key, shard, due_at, not_before) FROM STDIN (FORMAT BINARY)");
        foreach (var commit in commits)
        {
            timers.StartRow();
            timers.Write(commit.Key.ToString(), NpgsqlDbType.Text);
            timers.Write((short)KeyHash.Shard(commit.Key.ToString(), ITimerStore.Shards), NpgsqlDbType.Smallint);
            timers.Write(commit.NextDueAt!.Value.UtcDateTime, NpgsqlDbType.TimestampTz);
            timers.Write(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
        }

        timers.Complete();
    }
}
