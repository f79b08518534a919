using System.Text;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>
/// The rows of some commits, made beforehand, and the few statements that write them in one transaction. No customer twice. Of its own on
/// purpose: were it the product's writer, a slower one would lower the limit that it is held against.
/// </summary>
internal sealed class CommitRows
{
    private const string History = "key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome";

    private readonly (string Key, HistoryEntry Entry)[] _history;
    private readonly List<(string Sql, object[] Columns)> _statements = [];

    public CommitRows(IEnumerable<CustomerCommit> some)
    {
        var commits = some.OrderBy(c => c.Key.ToString(), StringComparer.Ordinal).ToArray();
        Count = commits.Length;
        _history = [.. commits.SelectMany(c => c.History, (c, entry) => (c.Key.ToString(), entry))];
        var (made, changed) = (commits.Where(c => c.ExpectedVersion == 0).ToArray(), commits.Where(c => c.ExpectedVersion > 0).ToArray());
        Add(
            changed,
            "UPDATE customers c SET version = d.version + 1, positions = d.positions, state = d.state FROM unnest($1, $2, $3, $4) AS d (key, version, positions, state) WHERE c.key = d.key AND c.version = d.version",
            Customers);
        Add(made, "INSERT INTO customers (key, version, positions, state) SELECT key, version + 1, positions, state FROM unnest($1, $2, $3, $4) AS d (key, version, positions, state)", Customers);
        Add(made, "INSERT INTO directory (key, id_folded) SELECT * FROM unnest($1, $2)", c => [Keys(c), c.Select(x => x.Key.Customer.Value.ToUpperInvariant()).ToArray()]);
        Add(
            commits.Where(c => c is { NextDueChanged: true, NextDueAt: not null }).ToArray(),
            "INSERT INTO timers (key, shard, due_at, not_before) SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, not_before = excluded.not_before",
            c => [Keys(c), c.Select(x => (short)KeyHash.Shard(x.Key.ToString(), 256)).ToArray(), c.Select(x => x.NextDueAt!.Value.UtcDateTime).ToArray(), c.Select(_ => DateTime.UnixEpoch).ToArray()]);
        Add(
            commits.Where(c => c is { AtRiskChanged: true, AtRisk: not null }).ToArray(),
            "INSERT INTO at_risk (key, risk) SELECT * FROM unnest($1, $2) ON CONFLICT (key) DO UPDATE SET risk = excluded.risk",
            c => [Keys(c), c.Select(x => x.AtRisk!.Risk).ToArray()]);
        AddDecisions([.. commits.SelectMany(c => c.Decisions, (c, d) => (c, d))]);
        AddActions([.. commits.SelectMany(c => c.Actions, (c, a) => (c.Key.ToString(), a))]);
    }

    public int Count { get; }

    public void Write(NpgsqlConnection connection, int lane)
    {
        using (var first = new NpgsqlBatch(connection))
        {
            first.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
            foreach (var (sql, columns) in _statements)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var column in columns)
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = column });
                }

                first.BatchCommands.Add(command);
            }

            first.ExecuteNonQuery();
        }

        Copy(connection);
        using var last = new NpgsqlBatch(connection);
        var ledger = new NpgsqlBatchCommand(
            """
            INSERT INTO ledger AS l (source, lane, received, applied, duplicate, rejected, conflicting) VALUES ('bench', $1, 0, $2, 0, 0, 0)
            ON CONFLICT (source, lane) DO UPDATE SET applied = l.applied + excluded.applied
            """);
        ledger.Parameters.Add(new NpgsqlParameter<int> { TypedValue = lane });
        ledger.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Count });
        last.BatchCommands.Add(ledger);
        last.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        last.ExecuteNonQuery();
    }

    private void Copy(NpgsqlConnection connection)
    {
        using var copy = connection.BeginBinaryImport($"COPY history ({History}) FROM STDIN (FORMAT BINARY)");
        foreach (var (key, entry) in _history)
        {
            copy.StartRow();
            copy.Write(key, NpgsqlDbType.Text);
            copy.Write(entry.Sequence, NpgsqlDbType.Bigint);
            copy.Write((short)entry.Kind, NpgsqlDbType.Smallint);
            copy.Write(entry.EffectiveAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(entry.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(entry.DefinitionsVersion, NpgsqlDbType.Integer);
            copy.Write(entry.At.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(entry.Source, NpgsqlDbType.Text);
            copy.Write(entry.Id, NpgsqlDbType.Text);
            copy.Write(unchecked((long)entry.IdentityHash), NpgsqlDbType.Bigint);
            copy.Write(entry.Type, NpgsqlDbType.Text);
            copy.Write(entry.Channel!, NpgsqlDbType.Text);
            copy.Write(entry.Input, NpgsqlDbType.Bytea);
            copy.Write(entry.Outcome, NpgsqlDbType.Bytea);
        }

        copy.Complete();
    }

    private void Add(CustomerCommit[] commits, string sql, Func<CustomerCommit[], object[]> columns)
    {
        if (commits.Length > 0)
        {
            _statements.Add((sql, columns(commits)));
        }
    }

    private void AddDecisions((CustomerCommit Commit, StoredDecision Stored)[] decisions)
    {
        if (decisions.Length > 0)
        {
            _statements.Add((
                "INSERT INTO decisions (key, sequence, ordinal, received_at, policy, outcome, decision) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
                [
                    decisions.Select(d => d.Commit.Key.ToString()).ToArray(),
                    decisions.Select(d => d.Stored.Sequence).ToArray(),
                    decisions.Select(d => d.Stored.Ordinal).ToArray(),
                    decisions.Select(d => d.Commit.History[0].ReceivedAt.UtcDateTime).ToArray(),
                    decisions.Select(d => d.Stored.Decision.Policy).ToArray(),
                    decisions.Select(d => (short)d.Stored.Decision.Outcome).ToArray(),
                    decisions.Select(d => Encoding.UTF8.GetString(StoreJson.Of(d.Stored.Decision))).ToArray(),
                ]));
        }
    }

    private void AddActions((string Key, Rules.Actions.DecidedAction Action)[] actions)
    {
        if (actions.Length > 0)
        {
            _statements.Add((
                "INSERT INTO outbox (id, key, kind, policy, status, status_at, decided_at, action) SELECT id, key, kind, policy, 1, decided_at, decided_at, action FROM unnest($1, $2, $3, $4, $5, $6) AS d (id, key, kind, policy, decided_at, action) ON CONFLICT (id) DO NOTHING",
                [
                    actions.Select(a => a.Action.Id).ToArray(),
                    actions.Select(a => a.Key).ToArray(),
                    actions.Select(a => (short)a.Action.Kind).ToArray(),
                    actions.Select(a => a.Action.Policy).ToArray(),
                    actions.Select(a => a.Action.DecidedAt.UtcDateTime).ToArray(),
                    actions.Select(a => Encoding.UTF8.GetString(StoreJson.Of(a.Action))).ToArray(),
                ]));
        }
    }

    private static object[] Customers(CustomerCommit[] commits) =>
    [
        Keys(commits),
        commits.Select(c => c.ExpectedVersion).ToArray(),
        commits.Select(c => Encoding.UTF8.GetString(StoreJson.Of(c.Positions))).ToArray(),
        commits.Select(c => c.State.ToArray()).ToArray(),
    ];

    private static string[] Keys(CustomerCommit[] commits) => [.. commits.Select(c => c.Key.ToString())];
}
