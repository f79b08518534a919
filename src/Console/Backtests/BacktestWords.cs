using System.Globalization;
using CxOrchestrator.Api.Backtests;

namespace CxOrchestrator.Console.Backtests;

/// <summary>What a backtest found, in words from the customers' side.</summary>
internal static class BacktestWords
{
    public static string State(string state) => state switch
    {
        "waiting" => "· waits its turn",
        "running" => "▸ runs",
        "done" => "✓ done",
        "cancelled" => "‖ cancelled",
        "failed" => "! failed",
        _ => state,
    };

    public static string StateStyle(string state) => state switch { "done" => "good", "failed" => "bad", _ => "" };

    public static string Step(BacktestProgress progress) => progress.Step switch
    {
        "waiting" => "Waits until another backtest is done",
        "reading" => "Reads through the file",
        "running" => "Simulates customers",
        "limits" => "Settles who gets contested budgets and queues",
        "samples" => "Picks customers to show",
        _ => "Done",
    };

    /// <summary>One sentence: the answer to what somebody came for.</summary>
    public static string Headline(BacktestReport report)
    {
        var days = Math.Max(1, (int)Math.Round((report.Until - report.From).TotalDays));
        var period = report.From == DateTimeOffset.MinValue || days > 3650 ? "over the whole file" : days == 1 ? "in one day" : $"in {days} days";
        var (before, after) = (report.Before.Reached, report.After.Reached);
        var difference = (before, after - before) switch
        {
            (0, _) => "",
            (_, 0) => ", the same as the published version",
            (_, > 0 and var more) => $", {Number(more)} more than the published version",
            (_, var less) => $", {Number(-less)} fewer than the published version",
        };
        return after == 0
            ? $"Nobody would have been reached {period}{(before > 0 ? $"; the published version reaches {Number(before)}" : "")}."
            : $"{Many(after, "customer")} would have been reached {period}{difference}.";
    }

    public static string Reason(string reason) => reason switch
    {
        "cooldown" => "The policy rested after acting for them",
        "consent" => "They did not agree to the channel",
        "expired" => "It was too old to be sent",
        "openLowPoint" => "A low point was open",
        "quietHours" => "It was night where they live",
        "frequencyCap" => "They had got as many messages as they may",
        "budget" => "The policy's budget of the day was used up",
        "queue" => "The queue took no more callbacks",
        "group" => "Another policy of the group acted",
        "controlGroup" => "They are in the policy's control group",
        "globalControlGroup" => "They are in the global control group",
        "rollout" => "The policy is not yet on for them",
        "channelSuppressed" => "The channel is suppressed for them",
        "customerSuppressed" => "They were suppressed",
        "codes" => "The pool of codes was empty",
        _ => reason,
    };

    /// <summary>Quiet hours of many time zones in one line: each customer lives in one of them.</summary>
    public static IEnumerable<HeldBack> Together(IReadOnlyList<HeldBack> held) => held
        .GroupBy(h => (h.Reason, Limit: h.Reason == "quietHours" ? null : h.Limit))
        .Select(g => g.First() with { Limit = g.Key.Limit, Customers = g.Sum(h => h.Customers), Times = g.Sum(h => h.Times), NeverSent = g.Sum(h => h.NeverSent) })
        .OrderByDescending(h => h.Customers);

    public static string Held(HeldBack held)
    {
        var waited = held.Times - held.NeverSent;
        return (waited, held.NeverSent) switch
        {
            ( <= 0, var never) => $"{Many(never, "time")}, never made up for",
            (_, 0) => $"{Many(waited, "time")}, sent later",
            var (later, never) => $"{Many(later, "time")} sent later, {Number(never)} never",
        };
    }

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Many(long number, string one) => $"{Number(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>"+12", "−3", "±0".</summary>
    public static string Difference(decimal before, decimal after) => (after - before) switch
    {
        > 0 and var more => $"+{more.ToString("#,0.##", CultureInfo.InvariantCulture)}",
        < 0 and var less => $"−{(-less).ToString("#,0.##", CultureInfo.InvariantCulture)}",
        _ => "±0",
    };

    public static string Amount(decimal amount) => amount.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Period(BacktestView view) => view switch
    {
        { From: { } from, Until: { } until } when from > DateTimeOffset.UnixEpoch => $"{Words.Day(from)} to {Words.Day(until)}",
        { Until: { } until } => $"until {Words.Day(until)}",
        _ => "the last 30 days of the file",
    };
}
