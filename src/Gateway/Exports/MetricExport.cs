using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Exports;

/// <summary>What policies did, hour by hour. No personal data.</summary>
internal static class MetricExport
{
    public static ImmutableArray<ExportColumn<PolicyHour>> Columns { get; } =
    [
        ExportColumn<PolicyHour>.Time("hour", r => r.Hour),
        ExportColumn<PolicyHour>.Text("policy", r => r.Policy),
        ExportColumn<PolicyHour>.Whole("fired", r => r.Fired),
        ExportColumn<PolicyHour>.Whole("held", r => r.Held),
    ];

    public static async IAsyncEnumerable<PolicyHour> RowsAsync(IPolicyFigures figures, ExportPeriod period, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var hour in await figures.HoursAsync(period.From is { } from ? PolicyHour.Of(from) : DateTimeOffset.UnixEpoch, null, cancellationToken))
        {
            if (period.Has(hour.Hour))
            {
                yield return hour;
            }
        }
    }
}
