using CxOrchestrator.Gateway.Views;
using CxOrchestrator.Silo.Catalogue;
using CxOrchestrator.Silo.Storage;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>Whether upstream systems send what documents can read. Looked up now and then; safe from many threads.</summary>
internal sealed class InputHealth(IEventCatalogue catalogue, JourneyClock clock)
{
    /// <summary>Share of the touchpoints with an attribute from which on it is worth a warning, while it goes on.</summary>
    private const double ShareMax = 0.05;

    private const int NamedMax = 3;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    private volatile Looked? _looked;

    private sealed record Looked(DateTimeOffset At, string? Problem);

    /// <summary>What cannot be read too often, in words; null where nothing is, or the store does not answer.</summary>
    public async Task<string?> ProblemAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } looked && clock.SystemNow - looked.At < KeptFor)
        {
            return looked.Problem;
        }

        try
        {
            var types = await catalogue.ListAsync(clock.Now, cancellationToken);
            return (_looked = new Looked(clock.SystemNow, Problem(types))).Problem;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The check of the store says so.
            return null;
        }
    }

    private string? Problem(IEnumerable<SeenType> types)
    {
        var unread = types.SelectMany(t => t.Detail.Attributes.Select(a => (Type: t, Field: a, Share: CatalogueViews.UnreadShare(t, a))))
            .Where(u => u.Share >= ShareMax && clock.Now - u.Field.UnreadAt < Recent)
            .OrderByDescending(u => u.Share).ToList();
        return unread.Count == 0
            ? null
            : string.Join("; ", unread.Take(NamedMax).Select(u => FormattableString.Invariant($"{u.Field.Name} of {u.Type.Type} could not be read in {u.Share:P0} of its touchpoints")))
                + (unread.Count > NamedMax ? $"; and {unread.Count - NamedMax} more" : "") + ". The page Events shows why.";
    }
}
