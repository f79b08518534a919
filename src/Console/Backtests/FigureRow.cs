using CxOrchestrator.Api.Backtests;

namespace CxOrchestrator.Console.Backtests;

/// <summary>One figure of both sets.</summary>
/// <param name="Name">With its unit.</param>
/// <param name="Before">Published.</param>
/// <param name="After">Tried.</param>
internal sealed record FigureRow(string Name, decimal Before, decimal After)
{
    public static IReadOnlyList<FigureRow> Of(BacktestReport report)
    {
        var (before, after) = (report.Before, report.After);
        return
        [
            new("Customers reached", before.Reached, after.Reached),
            new("Times it acted", before.Fired, after.Fired),
            .. before.ActionsByKind.Keys.Union(after.ActionsByKind.Keys)
                .Select(k => new FigureRow($"{Words.Kind(k)}, sent or done", before.ActionsByKind.GetValueOrDefault(k), after.ActionsByKind.GetValueOrDefault(k))),
            .. before.OfferCost.Concat(after.OfferCost).Select(c => c.Currency).Distinct()
                .Select(c => new FigureRow($"Cost of offers, {Words.Currency(c)}", Cost(before, c), Cost(after, c))),
            new("Decisions held back", before.Held, after.Held),
            .. before.ControlGroup + after.ControlGroup > 0 ? new[] { new FigureRow("Control group, would have acted", before.ControlGroup, after.ControlGroup) } : [],
        ];
    }

    private static decimal Cost(BacktestFigures figures, string currency) => figures.OfferCost.FirstOrDefault(c => c.Currency == currency)?.Amount ?? 0;
}
