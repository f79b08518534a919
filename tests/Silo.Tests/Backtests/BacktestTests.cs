using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Backtests;

public sealed class BacktestTests
{
    private const string Voucher =
        """
        kind: policy
        id: voucher
        name: Voucher
        on: {touchpoint: complaint}
        do:
          - offer: {channel: email, offer: voucher, amount: 5, currency: EUR, validFor: 30 days, text: Yours}
        """;

    private const string Call =
        """

        ---
        kind: policy
        id: call
        name: Call
        on: {touchpoint: complaint}
        do:
          - callback: {queue: care, due: 4 hours, reason: Complained}
        cooldown: 2 days
        """;

    // 00:00 on a day of UTC.
    private static readonly DateTimeOffset Day = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static CompiledDefinitions Set(string text) => new(DefinitionReader.Read([new DocumentSource("set.yaml", text)]) is { Set: { } set } ? set : throw new InvalidOperationException(
        string.Join(Environment.NewLine, DefinitionReader.Read([new DocumentSource("set.yaml", text)]).Errors)));

    private static Touchpoint Complaint(string customer, double hours) =>
        Make.Touchpoint("complaint", Day.AddHours(hours), string.Create(CultureInfo.InvariantCulture, $"{customer}-{hours}"), new CustomerId(customer), "shop");

    private static BacktestPlan Plan(string before, string after, params string[] focus) => new()
    {
        Before = before.Length == 0 ? CompiledDefinitions.Empty : Set(before),
        After = Set(after),
        Focus = focus.ToFrozenSet(),
        From = Day,
        Until = Day.AddDays(10),
    };

    private static Task<BacktestReport> RunAsync(BacktestPlan plan, IEnumerable<Touchpoint> touchpoints, int workers = 2) =>
        new Backtest(plan, new Recorded(touchpoints), TimeProvider.System, workers).RunAsync(Cancelled);

    [Fact]
    public async Task Report_OfAChange_TellsWhoIsReachedBeforeAndAfter()
    {
        var report = await RunAsync(
            Plan(Voucher + "\nwhen: {customer.id: a}" + Call, Voucher + "\nwhen: {customer.id: {in: [a, b]}}\ncooldown: 3 days" + Call, "voucher"),
            [Complaint("a", 1), Complaint("a", 30), Complaint("b", 2), Complaint("c", 3)]);

        Assert.Equal((1L, 2L, 1L, 1L, 0L), (report.Before.Reached, report.After.Reached, report.ReachedBoth, report.ReachedOnlyAfter, report.ReachedOnlyBefore));
        Assert.Equal((2L, 2L, 1L), (report.Before.Fired, report.After.Fired, report.After.Held));
        Assert.Equal(new OfferCost { Currency = "EUR", Amount = 10, Offers = 2 }, Assert.Single(report.After.OfferCost));
        Assert.Equal([("2026-03-02", 1L, 2L, 1L, 2L, 0L), ("2026-03-03", 1L, 0L, 1L, 0L, 1L)], report.Days.Select(d => (
            d.Day.ToString("O", CultureInfo.InvariantCulture), d.ReachedBefore, d.ReachedAfter, d.ActionsBefore, d.ActionsAfter, d.HeldAfter)));
        var held = Assert.Single(report.After.HeldBack);
        Assert.Equal(("cooldown", 1L, 1L, 1L), (held.Reason, held.Customers, held.Times, held.NeverSent));

        // The call rests for two days, so it calls each of the three once: those of a and b within a day of their voucher.
        Assert.Equal([new BacktestOverlap { Policy = "call", Name = "Call", Customers = 2 }], report.Overlap);
        var queue = Assert.Single(report.Queues);
        Assert.Equal(("care", 3L, 1L, (DateTimeOffset?)Day.AddHours(1)), (queue.Queue, queue.Callbacks, queue.Peak, queue.PeakAt));
        Assert.Equal(["a", "b"], report.Samples.Select(s => s.Customer).Order());
        var sample = report.Samples.Single(s => s.Customer == "a");
        Assert.Equal(2, sample.Points.Count);
        Assert.Equal(["call", "voucher"], sample.Actions.Select(a => a.Policy).Order());
        Assert.Equal("cooldown", Assert.Single(sample.Held).Reason);
    }

    [Fact]
    public async Task Report_OfAWait_TellsThoseWhoCouldNotBeAskedFromThoseWhoDidNotAnswer()
    {
        const string Asks =
            """
            kind: policy
            id: ask
            name: Ask
            on: {touchpoint: complaint}
            do:
              - message: {channel: email, text: How can we help?}
              - wait:
                  for: 2 days
                  until: contact.*
                  otherwise: {callback: {queue: unanswered, reason: No answer}}
                  unsent: {callback: {queue: unasked, reason: Could not be asked}}
            """;

        var report = await RunAsync(
            Plan("", Asks, "ask"),
            [
                Make.Touchpoint("customer.updated", Day, "b-says-no", new CustomerId("b"), attributes: ("consent.email", Scalar.Of(false))),
                Complaint("a", 1), Complaint("b", 2), Complaint("c", 3), Make.Touchpoint("contact.phone", Day.AddHours(30), "c-called", new CustomerId("c")),
            ]);

        Assert.Equal(
            [("unanswered", 1L, (DateTimeOffset?)Day.AddHours(49)), ("unasked", 1L, Day.AddHours(2))],
            report.Queues.OrderBy(q => q.Queue, StringComparer.Ordinal).Select(q => (q.Queue, q.Callbacks, q.PeakAt)));
    }

    [Fact]
    public async Task Report_OfAPeriod_CountsOnlyItAndRemembersWhatWasBefore()
    {
        var plan = Plan("", Voucher + "\ncooldown: 3 days", "voucher") with { From = Day.AddDays(1), Until = Day.AddDays(4) };
        var report = await RunAsync(plan, [Complaint("a", 23), Complaint("a", 25), Complaint("b", 30), Complaint("b", 96)]);

        Assert.Equal((1L, 1L), (report.After.Fired, report.After.Held));
        Assert.Equal(3, report.Touchpoints);
    }

    [Fact]
    public async Task Contested_ABudgetOverDays_GoesToWhoAsksFirstAndTheOthersWait()
    {
        // Ten euros a day are two vouchers. c and d of the first day wait for midnight and take what the second day has; e waits for the third.
        var report = await RunAsync(
            Plan("", Voucher + "\nbudget: {perDay: 10, currency: EUR}", "voucher"),
            [Complaint("d", 13), Complaint("b", 11), Complaint("a", 10), Complaint("c", 12), Complaint("e", 33)]);

        Assert.True(report.ContestedSettled);
        Assert.Equal([("2026-03-03", 3L, 2L), ("2026-03-02", 4L, 2L)], report.Contested.Select(c => (c.Period, c.Asked, c.Granted)));
        Assert.All(report.Contested, c => Assert.True(c.Forecast));
        Assert.Equal("Voucher: offers of at most 10.00 EUR a day", report.Contested[0].Limit);
        Assert.Equal(5, report.After.Reached);
        Assert.Equal([2L, 2L, 1L], report.Days.Select(d => d.ReachedAfter));
        var held = Assert.Single(report.After.HeldBack);
        Assert.Equal(("budget", 3L, 3L, 0L), (held.Reason, held.Customers, held.Times, held.NeverSent));
        var waited = report.Samples.Single(s => s.Customer == "e").Actions.Single();
        Assert.Equal(("admitted", "budget", Day.AddDays(2)), (waited.Result, waited.Reason, waited.At));
    }

    [Fact]
    public async Task Contested_WhoIsRunAgain_IsCountedOnce()
    {
        // Only one of them gets the voucher of the day: the other, who was run first, is run again.
        var report = await RunAsync(
            Plan("", Voucher + "\nbudget: {perDay: 5, currency: EUR}", "voucher"), [Complaint("b", 11), Complaint("b", 11), Complaint("a", 10)], workers: 1);

        Assert.Equal((3L, 1L, 2L), (report.Touchpoints, report.Duplicates, report.After.Reached));
    }

    [Fact]
    public async Task Contested_WhatExpiresBeforeItsTurn_IsNeverSent()
    {
        var report = await RunAsync(
            Plan("", Voucher + "\nbudget: {perDay: 5, currency: EUR}\nexpiresAfter: 4 hours", "voucher"), [Complaint("a", 10), Complaint("b", 11)]);

        var held = Assert.Single(report.After.HeldBack);
        Assert.Equal(("budget", 1L, 1L, 1L), (held.Reason, held.Customers, held.Times, held.NeverSent));
        Assert.Equal(1, report.After.Reached);
    }

    [Fact]
    public void Report_ByHoweverManyWorkers_IsTheSame()
    {
        var sets = Plan(Voucher + Call, Voucher + "\nbudget: {perDay: 15, currency: EUR}\ncooldown: 1 day" + Call, "voucher");
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 9 * 24]).Array[0, 60].Sample(
            moments =>
            {
                List<Touchpoint> stream = [.. moments.OrderBy(m => m.Item2).Select((m, i) => Complaint($"c{m.Item1}", m.Item2 + (i / 1000.0)))];
                Assert.Equal(Text(1), Text(4));

                string Text(int workers) => JsonSerializer.Serialize(RunAsync(sets, stream, workers).GetAwaiter().GetResult() with { Seconds = 0 });
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public void Report_OfCustomersThatTheDifferenceLeavesAlone_IsTheSame()
    {
        var sets = Plan(Praise(1) + "\n---\n" + Voucher + "\nbudget: {perDay: 15, currency: EUR}" + Call, Praise(2) + "\n---\n" + Voucher + "\nbudget: {perDay: 15, currency: EUR}" + Call, "praise");
        string[] types = ["complaint", "praise", "visit"];
        var difference = PolicyDifference.Of(sets.Before, sets.After, sets.Focus);
        Gen.Select(Gen.Int[0, 8], Gen.Int[0, 9 * 24], Gen.Int[0, 2]).Array[0, 60].Sample(
            moments =>
            {
                List<Touchpoint> stream = [.. moments.OrderBy(m => m.Item2).Select((m, i) => Complaint($"c{m.Item1}", m.Item2 + (i / 1000.0)) with { Type = types[m.Item3] })];
                Assert.Equal(Text(sets), Text(sets with { Difference = difference }));

                string Text(BacktestPlan plan) => JsonSerializer.Serialize(RunAsync(plan, stream).GetAwaiter().GetResult() with { Seconds = 0 });
            },
            iter: 40,
            threads: 1);

        static string Praise(int days) =>
            $$"""
            kind: policy
            id: praise
            name: Praise
            on: {touchpoint: praise}
            do:
              - callback: {queue: care, due: 4 hours, reason: Praised}
            cooldown: {{days}} days
            """;
    }

    [Fact]
    public async Task Run_WhoseTouchpointsCannotBeRead_FailsAndDoesNotHang()
    {
        var broken = new Recorded(Enumerable.Range(0, 50).Select(i => Complaint($"c{i}", i))) { Reading = number => _ = number < 20 ? 0 : throw new IOException("gone") };
        await Assert.ThrowsAsync<IOException>(() => new Backtest(Plan("", Voucher, "voucher"), broken, TimeProvider.System, 3).RunAsync(Cancelled).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
    }

    [Fact]
    public async Task Run_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var recorded = new Recorded(Enumerable.Range(0, 50).Select(i => Complaint($"c{i}", i))) { Reading = number => { if (number == 10) { stop.Cancel(); } } };
        var backtest = new Backtest(Plan("", Voucher, "voucher"), recorded, TimeProvider.System, 2);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => backtest.RunAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(30), Cancelled));
        Assert.InRange(backtest.Progress.Customers, 0, 11);
    }
}
