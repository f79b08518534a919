using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Exports;

/// <summary>Decisions that fired, and those that something held back, newest first.</summary>
internal static class DecisionExport
{
    private const int PageMax = 500;

    public static ImmutableArray<ExportColumn<StoredDecisionRow>> Columns { get; } =
    [
        ExportColumn<StoredDecisionRow>.Text("customer", r => r.Key.Customer.Value),
        ExportColumn<StoredDecisionRow>.Whole("sequence", r => r.Sequence),
        ExportColumn<StoredDecisionRow>.Whole("ordinal", r => r.Ordinal),
        ExportColumn<StoredDecisionRow>.Text("policy", r => r.Decision.Policy),
        ExportColumn<StoredDecisionRow>.Whole("policy_version", r => r.Decision.PolicyVersion),
        ExportColumn<StoredDecisionRow>.Text("variant", r => r.Decision.Variant),
        ExportColumn<StoredDecisionRow>.Text("outcome", r => Word(r.Decision.Outcome)),
        ExportColumn<StoredDecisionRow>.Time("at", r => r.Decision.At),
        ExportColumn<StoredDecisionRow>.Text("cause", r => r.Decision.Cause),
        ExportColumn<StoredDecisionRow>.Text("because", r => r.Decision.Because),
        ExportColumn<StoredDecisionRow>.Text("journey", r => r.Decision.Journey),
        ExportColumn<StoredDecisionRow>.Text("correlation", r => r.Decision.Correlation),
        ExportColumn<StoredDecisionRow>.Text("reason", r => r.Decision.Reason == default ? null : Word(r.Decision.Reason)),
        ExportColumn<StoredDecisionRow>.Time("next_at", r => r.Decision.NextAt),
        ExportColumn<StoredDecisionRow>.Whole("actions", r => r.Decision.Actions),
    ];

    public static async IAsyncEnumerable<StoredDecisionRow> RowsAsync(IReadModel store, ExportPeriod period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await store.DecisionsAsync(new DecisionQuery { Cursor = cursor, Limit = PageMax }, cancellationToken);
            foreach (var row in page.Items.Where(r => period.Has(r.Decision.At)))
            {
                yield return row;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
