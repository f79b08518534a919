using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Entries of the history. Many are copied, which costs the server half of what an insert does; few go with the other statements, which saves two round trips.</summary>
internal sealed class HistoryRows
{
    /// <summary>From this many rows on they are copied.</summary>
    private const int CopyMin = 24;

    private const string Columns = "key, sequence, kind, effective_at, received_at, definitions, at, source, id, hash, type, channel, input, outcome";

    private readonly List<(string Key, HistoryEntry Entry)> _entries = [];

    public void Clear() => _entries.Clear();

    public void Add(string key, CustomerCommit commit)
    {
        foreach (var entry in commit.History)
        {
            _entries.Add((key, entry));
        }
    }

    public void Copy(NpgsqlConnection connection)
    {
        if (_entries.Count < CopyMin)
        {
            return;
        }

        using var copy = connection.BeginBinaryImport($"COPY history ({Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var (key, entry) in _entries)
        {
            copy.StartRow();
            copy.Write(StorableText.Of(key), NpgsqlDbType.Text);
            copy.Write(entry.Sequence, NpgsqlDbType.Bigint);
            copy.Write((short)entry.Kind, NpgsqlDbType.Smallint);
            copy.Write(entry.EffectiveAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(entry.ReceivedAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(entry.DefinitionsVersion, NpgsqlDbType.Integer);
            copy.Write(entry.At.UtcDateTime, NpgsqlDbType.TimestampTz);
            copy.Write(StorableText.Of(entry.Source), NpgsqlDbType.Text);
            copy.Write(StorableText.Of(entry.Id), NpgsqlDbType.Text);
            copy.Write(unchecked((long)entry.IdentityHash), NpgsqlDbType.Bigint);
            copy.Write(StorableText.Of(entry.Type), NpgsqlDbType.Text);
            if (entry.Channel is { } channel)
            {
                copy.Write(StorableText.Of(channel), NpgsqlDbType.Text);
            }
            else
            {
                copy.WriteNull();
            }

            copy.Write(entry.Input, NpgsqlDbType.Bytea);
            copy.Write(entry.Outcome, NpgsqlDbType.Bytea);
        }

        copy.Complete();
    }

    public void AddTo(NpgsqlBatch batch)
    {
        if (_entries.Count >= CopyMin)
        {
            return;
        }

        foreach (var (key, entry) in _entries)
        {
            var command = new NpgsqlBatchCommand($"INSERT INTO history ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
            var p = command.Parameters;
            p.Add(new NpgsqlParameter<string> { TypedValue = StorableText.Of(key) });
            p.Add(new NpgsqlParameter<long> { TypedValue = entry.Sequence });
            p.Add(new NpgsqlParameter<short> { TypedValue = (short)entry.Kind });
            p.Add(new NpgsqlParameter<DateTime> { TypedValue = entry.EffectiveAt.UtcDateTime });
            p.Add(new NpgsqlParameter<DateTime> { TypedValue = entry.ReceivedAt.UtcDateTime });
            p.Add(new NpgsqlParameter<int> { TypedValue = entry.DefinitionsVersion });
            p.Add(new NpgsqlParameter<DateTime> { TypedValue = entry.At.UtcDateTime });
            p.Add(new NpgsqlParameter<string> { TypedValue = StorableText.Of(entry.Source) });
            p.Add(new NpgsqlParameter<string> { TypedValue = StorableText.Of(entry.Id) });
            p.Add(new NpgsqlParameter<long> { TypedValue = unchecked((long)entry.IdentityHash) });
            p.Add(new NpgsqlParameter<string> { TypedValue = StorableText.Of(entry.Type) });
            p.Add(new NpgsqlParameter { Value = entry.Channel is { } channel ? StorableText.Of(channel) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            p.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = entry.Input });
            p.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = entry.Outcome });
            batch.BatchCommands.Add(command);
        }
    }
}
