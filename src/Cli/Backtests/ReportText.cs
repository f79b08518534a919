using System.Globalization;
using CxOrchestrator.Api.Backtests;

namespace CxOrchestrator.Cli.Backtests;

/// <summary>A report as people read it in a terminal.</summary>
internal static class ReportText
{
    private const int PoliciesShown = 30;
    private const int ReasonsShown = 20;
    private const int ContestedShown = 10;

    public static void Write(BacktestReport report, TextWriter output)
    {
        output.WriteLine(Text($"{report.Touchpoints:N0} touchpoints of {report.Customers:N0} customers in {report.Seconds:F1} s ({report.Touchpoints / Math.Max(0.001, report.Seconds):N0}/s), {report.Refused:N0} refused, {report.Duplicates:N0} duplicates."));
        output.WriteLine(Text($"Counted from {Moment(report.From)} until {Moment(report.Until)}."));
        output.WriteLine();
        output.WriteLine(Text($"Policies in focus: {string.Join(", ", report.Focus)}"));
        output.WriteLine(Text($"{"",-28}{"before",12}{"after",12}"));
        Row("customers reached", report.Before.Reached, report.After.Reached);
        Row("times fired", report.Before.Fired, report.After.Fired);
        Row("decisions held back", report.Before.Held, report.After.Held);
        Row("control group", report.Before.ControlGroup, report.After.ControlGroup);
        foreach (var kind in report.Before.ActionsByKind.Keys.Union(report.After.ActionsByKind.Keys))
        {
            Row($"{kind} actions", report.Before.ActionsByKind.GetValueOrDefault(kind), report.After.ActionsByKind.GetValueOrDefault(kind));
        }

        foreach (var currency in report.Before.OfferCost.Concat(report.After.OfferCost).Select(c => c.Currency).Distinct())
        {
            Row($"offers, {currency}", Cost(report.Before, currency), Cost(report.After, currency));
        }

        output.WriteLine(Text($"{report.ReachedOnlyAfter:N0} customers are reached only after, {report.ReachedOnlyBefore:N0} only before, {report.ReachedBoth:N0} both."));
        Section("Held back", report.After.HeldBack.Take(ReasonsShown).Select(h => Text($"  {h.Customers,10:N0} customers, {h.Times:N0} times, {h.NeverSent:N0} never sent: {h.Limit ?? h.Reason}")));
        Section("Policies, fired before and after", report.Policies.OrderByDescending(p => p.FiredAfter).Take(PoliciesShown).Select(p => Text($"  {p.FiredBefore,10:N0}{p.FiredAfter,10:N0}  {p.Name}{(p.InFocus ? " *" : "")}")));
        Section("Also reached within a day by", report.Overlap.Select(o => Text($"  {o.Customers,10:N0} customers: {o.Name}")));
        Section("Callbacks", report.Queues.Select(q => Text($"  {q.Queue}: {q.Callbacks:N0}, at most {q.Peak:N0} an hour ({(q.PeakAt is { } at ? Moment(at) : "never")}){(q.PerHour is { } most ? $" of {most:N0} that the queue takes" : "")}")));
        Section("Contested, a forecast", report.Contested.Take(ContestedShown).Select(c => Text($"  {c.Period}: {c.Limit}: {c.Granted:N0} of {c.Asked:N0} got it")));
        Section("Left out", report.LeftOut.Select(l => $"  {l}"));

        void Row(string name, decimal before, decimal after) => output.WriteLine(Text($"{name,-28}{before,12:#,0.##}{after,12:#,0.##}"));

        void Section(string name, IEnumerable<string> lines)
        {
            var all = lines.ToList();
            if (all.Count > 0)
            {
                output.WriteLine();
                output.WriteLine($"{name}:");
                all.ForEach(output.WriteLine);
            }
        }
    }

    private static decimal Cost(BacktestFigures figures, string currency) => figures.OfferCost.FirstOrDefault(c => c.Currency == currency)?.Amount ?? 0;

    private static string Moment(DateTimeOffset at) => at == DateTimeOffset.MinValue ? "the first touchpoint" : at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
