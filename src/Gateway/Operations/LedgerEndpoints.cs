using CxOrchestrator.Api;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Operations;

/// <summary><c>/v1/ledger</c>.</summary>
internal static class LedgerEndpoints
{
    // The ledger and the log may be two readings; between them something may be written.
    private const int ReadingsMax = 5;

    public static void MapLedger(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/ledger", GetAsync)
            .WithName("GetLedger").WithTags("Operations").WithSummary("The ledger: received touchpoints and their results")
            .WithDescription("received = applied + duplicate + rejected + erased + waiting, in total and per source; waiting is compared with the log. Records that no reader has read yet are unread: they are in received and waiting, but in no source's line. Sources beyond Ledger:SourcesMax are counted together as other.")
            .Produces<LedgerView>();

    private static async Task<IResult> GetAsync(IReadModel store, Figures figures, CancellationToken cancellationToken)
    {
        var ledger = await store.LedgerAsync(cancellationToken);
        for (var reading = 1; reading < ReadingsMax && ledger.Difference != 0; reading++)
        {
            ledger = await store.LedgerAsync(cancellationToken);
        }

        return TypedResults.Json(View(ledger, figures.Totals.LedgerBalanced), ApiJson.Default.LedgerView);
    }

    private static LedgerView View(Ledger ledger, bool steady) => new()
    {
        Received = ledger.Received,
        Applied = ledger.Sources.Sum(s => s.Applied),
        Duplicate = ledger.Sources.Sum(s => s.Duplicate),
        Rejected = ledger.Sources.Sum(s => s.Rejected),
        Erased = ledger.Sources.Sum(s => s.Erased),
        Waiting = ledger.Waiting,
        Unread = ledger.Unread,
        Conflicting = ledger.Sources.Sum(s => s.Conflicting),
        // Under load the two readings differ for a moment; what the figures saw stay is wrong.
        Balanced = steady || ledger.Difference == 0,
        LogWaiting = ledger.LogWaiting,
        SourcesNotice = LedgerViews.Notice(ledger),
        Sources =
        [
            .. ledger.Sources.Select(s => new LedgerSourceView
            {
                Source = s.Source,
                Received = s.Received,
                Applied = s.Applied,
                Duplicate = s.Duplicate,
                Rejected = s.Rejected,
                Erased = s.Erased,
                Waiting = s.Waiting,
                Conflicting = s.Conflicting,
                LastReceivedAt = s.LastReceivedAt,
            }),
        ],
    };
}
