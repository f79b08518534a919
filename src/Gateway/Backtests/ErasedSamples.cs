using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Backtests;

/// <summary>A report without customers who were erased while the backtest ran: their recorded touchpoints may have been read before.</summary>
internal static class ErasedSamples
{
    public static async Task<BacktestReport> WithoutAsync(BacktestReport report, IErasureStore erasures, CancellationToken cancellationToken)
    {
        var keptOut = await erasures.KeptOutAsync([.. report.Samples.Select(KeyOf)], cancellationToken);
        return keptOut.IsEmpty ? report : report with { Samples = [.. report.Samples.Where(s => !keptOut.Contains(KeyOf(s)))] };
    }

    private static CustomerKey KeyOf(BacktestSample sample) => CustomerKey.For(new(sample.Customer));
}
