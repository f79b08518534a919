using System.Collections.Concurrent;

namespace CxOrchestrator.Storage;

/// <summary>
/// Sources that this process knows to be named in the ledger. The store decides, in the transaction that counts: the first
/// <see cref="LedgerOptions.SourcesMax"/> to come have a name, and keep it, so a touchpoint is received and applied under the same one, by whichever
/// process and after any restart. Only names are remembered here, as many as the store has; what is not named is looked up each time.
/// </summary>
public sealed class LedgerSources
{
    /// <summary>What all sources without a name are counted as; a source that calls itself so is counted with them.</summary>
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, bool> _named = new(StringComparer.Ordinal);

    /// <summary>What the source is counted as; right for one that the store has counted.</summary>
    public string NameOf(string source) => Storable(source) is var storable && IsNamed(storable) ? storable : Other;

    /// <summary>Whether the source, in its storable form, is known to have a name.</summary>
    public bool IsNamed(string source) => source == Other || _named.ContainsKey(source);

    /// <summary>As every store can hold it: what differs only beyond that is one source.</summary>
    public static string Storable(string source) => StorableText.Of(source);

    /// <summary>They are named, and stored.</summary>
    public void Named(IEnumerable<string> sources)
    {
        foreach (var source in sources)
        {
            _named.TryAdd(source, true);
        }
    }
}
