using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Exports;

/// <summary>Every touchpoint that was applied, customer by customer.</summary>
internal static class TouchpointExport
{
    private const int PageMax = 1_000;

    public static ImmutableArray<ExportColumn<TouchpointRow>> Columns { get; } =
    [
        ExportColumn<TouchpointRow>.Text("customer", r => r.Customer),
        ExportColumn<TouchpointRow>.Whole("sequence", r => r.Sequence),
        ExportColumn<TouchpointRow>.Text("source", r => r.Touchpoint.Identity.Source),
        ExportColumn<TouchpointRow>.Text("id", r => r.Touchpoint.Identity.Id),
        ExportColumn<TouchpointRow>.Text("type", r => r.Touchpoint.Type),
        ExportColumn<TouchpointRow>.Text("channel", r => r.Touchpoint.Channel),
        ExportColumn<TouchpointRow>.Time("at", r => r.Touchpoint.At),
        ExportColumn<TouchpointRow>.Exact("value_amount", r => r.Touchpoint.Value is { } value ? decimal.Round(value.Amount, ExportColumn<TouchpointRow>.Scale) : null),
        ExportColumn<TouchpointRow>.Text("value_currency", r => r.Touchpoint.Value?.Currency),
        ExportColumn<TouchpointRow>.Whole("nps", r => r.Touchpoint.Feedback?.Nps),
        ExportColumn<TouchpointRow>.Whole("csat", r => r.Touchpoint.Feedback?.Csat),
        ExportColumn<TouchpointRow>.Whole("ces", r => r.Touchpoint.Feedback?.Ces),
        ExportColumn<TouchpointRow>.Real("sentiment", r => r.Touchpoint.Feedback?.Sentiment),
        ExportColumn<TouchpointRow>.Text("text", r => r.Touchpoint.Feedback?.Text),
        ExportColumn<TouchpointRow>.Text("language", r => r.Touchpoint.Feedback?.Lang),
        ExportColumn<TouchpointRow>.Text("attributes", r => r.Attributes),
        ExportColumn<TouchpointRow>.Text("identities", r => r.Identities),
    ];

    public static async IAsyncEnumerable<TouchpointRow> RowsAsync(IRecordedHistory history, ExportPeriod period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = RecordedPlace.Start;
        ImmutableArray<RecordedTouchpoint> page;
        do
        {
            page = await history.PageAsync(place, PageMax, cancellationToken);
            foreach (var recorded in page)
            {
                place = recorded.Place;
                if (TouchpointJson.Read(recorded.Body.Span, CustomerNaming.OrIdentities).Touchpoint is { } touchpoint && period.Has(touchpoint.At))
                {
                    yield return TouchpointRow.Of(CustomerKey.Parse(place.Key).Customer.Value, place.Sequence, touchpoint);
                }
            }
        }
        while (page.Length == PageMax);
    }
}
