using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>
/// Decides what sources are counted as. Names are claimed in a transaction of their own, alone and before anything is counted: a claim that is not used
/// names a source that did send. A transaction that counts one without a name holds the lock shared, so no name is given to it before that is stored.
/// </summary>
internal sealed class SourceNames(LedgerSources known, int namesMax)
{
    private const string Shared = "SELECT pg_advisory_xact_lock_shared(7272202, 5)";

    public LedgerSources Known => known;

    /// <summary>All of them are known here: nothing is to be asked.</summary>
    public bool AllNamed(IEnumerable<string> sources) => sources.All(s => known.IsNamed(LedgerSources.Storable(s)));

    /// <summary>Before the transaction: finds or claims names for those of these sources that are not known here; what remains has none.</summary>
    public async Task<string[]> ClaimAsync(NpgsqlConnection connection, IEnumerable<string> sources, CancellationToken cancellationToken)
    {
        var unknown = Unknown(sources);
        if (unknown.Length == 0 || (unknown = await LookAsync(connection, unknown, cancellationToken)).Length == 0)
        {
            return unknown;
        }

        // Most often there is none to be had, and nobody has to wait to learn that.
        if (await connection.ScalarAsync<bool>("SELECT ledger_names_are_closed($1)", [(long)namesMax], cancellationToken))
        {
            return unknown;
        }

        await connection.ExecuteAsync("SELECT claim_ledger_names($1, $2)", [unknown, (long)namesMax], cancellationToken);
        return await LookAsync(connection, unknown, cancellationToken);
    }

    /// <summary>Within the transaction, for sources that got no name: that does not change until the transaction ends.</summary>
    public async Task SettleAsync(NpgsqlConnection connection, string[] nameless, CancellationToken cancellationToken)
    {
        if (nameless.Length > 0)
        {
            await connection.ExecuteAsync(Shared, [], cancellationToken);
            await LookAsync(connection, nameless, cancellationToken);
        }
    }

    private string[] Unknown(IEnumerable<string> sources) => [.. sources.Select(LedgerSources.Storable).Where(s => !known.IsNamed(s)).Distinct(StringComparer.Ordinal)];

    private async Task<string[]> LookAsync(NpgsqlConnection connection, string[] sources, CancellationToken cancellationToken)
    {
        known.Named(await connection.RowsAsync("SELECT source FROM ledger_sources WHERE source = ANY ($1)", [sources], r => r.GetString(0), cancellationToken));
        return Unknown(sources);
    }
}
