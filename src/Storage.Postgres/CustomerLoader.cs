using System.Text;
using System.Threading.Channels;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Erasure;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Loads of many grains in one statement: while one is read the next gathers.</summary>
internal sealed class CustomerLoader : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly PostgresErasureKey _erasures;
    private readonly int _loadMax;
    private readonly Channel<Load> _waiting;
    private readonly Task[] _loops;

    public CustomerLoader(PostgresDatabase database, PostgresErasureKey erasures, PostgresOptions options)
    {
        (_database, _erasures, _loadMax) = (database, erasures, options.LoadMax);
        _waiting = Channel.CreateBounded<Load>(options.LoadQueueMax);
        _loops = [.. Enumerable.Range(0, options.LoadConnections).Select(_ => LoopAsync())];
    }

    public async Task<StoredCustomer?> LoadAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var load = new Load(key.ToString());
        await _waiting.Writer.WriteAsync(load, cancellationToken).ConfigureAwait(false);
        return await load.Loaded.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await Task.WhenAll(_loops);
    }

    internal static StoredCustomer Read(NpgsqlDataReader r, int column) => new()
    {
        Version = r.GetInt64(column),
        Positions = StoreJson.Positions(Encoding.UTF8.GetBytes(r.GetString(column + 1))),
        State = r.Bytes(column + 2),
        AtRisk = r.IsDBNull(column + 3) ? null : new AtRiskRow { Risk = r.GetDouble(column + 3), LowPointOpenedAt = r.TimeOrNull(column + 4) },
        MergedInto = r.TextOrNull(column + 5) is { } into ? CustomerKey.Parse(into).Customer : null,
    };

    private async Task LoopAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var loads = new List<Load>();
            while (loads.Count < _loadMax && _waiting.Reader.TryRead(out var load))
            {
                loads.Add(load);
            }

            await LoadAsync(loads).ConfigureAwait(false);
        }
    }

    private async Task LoadAsync(List<Load> loads)
    {
        try
        {
            var hash = await _erasures.HashAsync(CancellationToken.None).ConfigureAwait(false);
            loads.ForEach(l => l.Hash = hash.Of(l.Key));
            var (rows, marks) = await _database.RunAsync(
                async connection => (await RowsAsync(connection, loads), await PostgresErasures.MarksAsync(connection, [.. loads.Select(l => l.Hash)], CancellationToken.None)),
                CancellationToken.None).ConfigureAwait(false);
            loads.ForEach(l => l.Loaded.TrySetResult(With(rows.GetValueOrDefault(l.Key), marks.GetValueOrDefault(l.Hash))));
        }
#pragma warning disable CA1031 // Each caller gets the error; the loop continues.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            loads.ForEach(l => l.Loaded.TrySetException(exception));
        }
    }

    private static async Task<Dictionary<string, StoredCustomer>> RowsAsync(NpgsqlConnection connection, List<Load> loads)
    {
        var rows = await connection.RowsAsync(
            """
            SELECT c.key, c.version, c.positions, c.state, r.risk, r.low_point_opened_at, c.merged_into
            FROM customers c LEFT JOIN at_risk r ON r.key = c.key WHERE c.key = ANY($1)
            """,
            [loads.Select(l => l.Key).ToArray()],
            r => KeyValuePair.Create(r.GetString(0), Read(r, 1)),
            CancellationToken.None).ConfigureAwait(false);
        return new Dictionary<string, StoredCustomer>(rows, StringComparer.Ordinal);
    }

    private static StoredCustomer? With(StoredCustomer? stored, ErasureMark? mark) => mark is null ? stored
        : stored is not null ? stored with { Erased = mark }
        : new StoredCustomer { Version = 0, State = default, Positions = mark.Positions, Erased = mark };

    private sealed record Load(string Key)
    {
        /// <summary>By which it is known where it was erased.</summary>
        public string Hash { get; set; } = "";

        public TaskCompletionSource<StoredCustomer?> Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
