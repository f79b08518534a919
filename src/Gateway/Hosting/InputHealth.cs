using CxOrchestrator.Gateway.Catalogue;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>Whether upstream systems send what documents can read. Looked up now and then; safe from many threads.</summary>
internal sealed class InputHealth(IEventCatalogue catalogue, IDeadLetters letters, IWebhookEndpoints endpoints, JourneyClock clock)
{
    /// <summary>Share of the touchpoints with an attribute from which on it is worth a warning, while it goes on.</summary>
    private const double ShareMax = 0.05;

    private const int NamedMax = 3;
    private const int TimersMax = 100;

    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    private volatile Looked? _looked;

    private sealed record Looked(DateTimeOffset At, string? Problem, string? Timers, string? Webhooks);

    /// <summary>What cannot be read too often, timers that were put aside, and webhook addresses that are disabled, in words; null where there is none, or the store does not answer.</summary>
    public async Task<(string? Unread, string? Timers, string? Webhooks)> ProblemsAsync(CancellationToken cancellationToken)
    {
        if (_looked is { } looked && clock.SystemNow - looked.At < KeptFor)
        {
            return (looked.Problem, looked.Timers, looked.Webhooks);
        }

        try
        {
            var types = await catalogue.ListAsync(clock.Now, cancellationToken);
            var timers = await letters.ListAsync(DeadLetter.Timer, null, TimersMax, cancellationToken);
            var disabled = (await endpoints.ListAsync(cancellationToken)).Length;
            looked = new Looked(clock.SystemNow, Problem(types), Timers(timers.Items.Count(t => t.ReplayedAt is null)), Webhooks(disabled));
            _looked = looked;
            return (looked.Problem, looked.Timers, looked.Webhooks);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The check of the store says so.
            return (null, null, null);
        }
    }

    private static string? Webhooks(int count) => count == 0
        ? null
        : $"{count}{(count == IWebhookEndpoints.ListMax ? " or more" : "")} webhook addresses answered 410 Gone and are disabled. The page Health lists them and enables them again.";

    private static string? Timers(int count) => count == 0
        ? null
        : $"{count}{(count == TimersMax ? " or more" : "")} timers failed three times and were put aside. They are among the dead letters, where they can be tried again.";

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
