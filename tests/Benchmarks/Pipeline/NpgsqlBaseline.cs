using Confluent.Kafka;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using Npgsql;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>Without Orleans: a consumer that decides with the same core and writes each touchpoint's rows in a transaction of its own.</summary>
internal sealed class NpgsqlBaseline(string connectionString, CompiledDefinitions definitions, int workers)
{
    private readonly NpgsqlConnection?[] _connections = new NpgsqlConnection?[workers];
    private readonly Dictionary<string, ShopCustomer>[] _customers = [.. Enumerable.Range(0, workers).Select(_ => new Dictionary<string, ShopCustomer>(StringComparer.Ordinal))];

    public async Task ApplyAsync(int worker, string name, byte[] body, TopicPartitionOffset place)
    {
        var connection = _connections[worker] ??= await OpenAsync();
        if (!_customers[worker].TryGetValue(name, out var customer))
        {
            _customers[worker][name] = customer = new ShopCustomer(name);
        }

        var now = TimeProvider.System.GetUtcNow();
        var commit = customer.Apply(definitions, new LogPosition("kafka:touchpoints", place.Partition.Value, place.Offset.Value), now, body);
        await Rows(connection, commit).ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Max Auto Prepare=20;Auto Prepare Min Usages=2");
        await connection.OpenAsync();
        return connection;
    }

    private static NpgsqlBatch Rows(NpgsqlConnection connection, CustomerCommit commit)
    {
        var key = commit.Key.ToString();
        var batch = new NpgsqlBatch(connection);
        Add(batch, "BEGIN");
        Add(
            batch,
            "INSERT INTO customers (key, version, positions, state) VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE SET version = excluded.version, positions = excluded.positions, state = excluded.state",
            key, commit.ExpectedVersion + 1, "[]", commit.State.ToArray());
        foreach (var entry in commit.History)
        {
            Add(
                batch,
                "INSERT INTO history (key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
                key, entry.Sequence, (short)entry.Kind, entry.EffectiveAt.UtcDateTime, entry.ReceivedAt.UtcDateTime, entry.DefinitionsVersion, entry.At.UtcDateTime,
                entry.Source, entry.Id, unchecked((long)entry.IdentityHash), entry.Type, entry.Channel ?? "", entry.Input.ToArray(), entry.Outcome.ToArray());
        }

        if (commit is { NextDueChanged: true, NextDueAt: { } due })
        {
            Add(
                batch,
                "INSERT INTO timers (key, shard, due_at, not_before) VALUES ($1, 0, $2, 'epoch') ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at",
                key, due.UtcDateTime);
        }

        foreach (var action in commit.Actions)
        {
            Add(
                batch,
                "INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, action) VALUES ($1, $2, $3, $4, 1, $5, $5, '{}') ON CONFLICT (id) DO NOTHING",
                action.Id, key, (short)action.Kind, action.Policy, action.DecidedAt.UtcDateTime);
        }

        Add(batch, "COMMIT");
        return batch;
    }

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
