using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Backtests;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Simulation.Tests.Backtests;

/// <summary>A stream without late arrivals decides in a backtest what it decides live, and admission answers the same.</summary>
public sealed class LiveTests
{
    private const int Customers = 5;
    private const int Days = 25;

    private static readonly string[] Types = ["order.placed", "order.placed", "order.delivered", "note", "contact.call", "review.submitted", "customer.updated"];
    private static readonly string[] Zones = ["Europe/Lisbon", "Asia/Tokyo", "America/New_York"];

    [Fact]
    public async Task Stream_WithoutLateArrivals_IsDecidedAndAdmittedAsLive()
    {
        var (admitted, held, controlGroup, scheduled) = (0, 0, 0, 0);
        for (var seed = 1; seed <= 30; seed++)
        {
            var (stream, until) = Stream(seed, new Random(seed));
            var live = LiveStream.Of(seed, Guarded.Documents, stream, until.AddTicks(-1));
            var decisions = live.Store.Rows.OrderBy(r => r.Key.Customer.Value, StringComparer.Ordinal).SelectMany(r => r.Value.Decisions.Select(d => d.Decision)).Select(Text).ToList();
            // Live an action may be asked twice at one moment, by who decided it and by who looks through the outbox: the answer is the same.
            var answers = live.Store.Outbox.Values.Where(a => a.Answers.Count > 0).OrderBy(a => a.Action.Id, StringComparer.Ordinal).SelectMany(a => a.Answers.Select(Text).Distinct()).ToList();

            var tried = new Collected();
            foreach (var customer in stream.GroupBy(t => t.Customer).OrderBy(g => g.Key.Value, StringComparer.Ordinal))
            {
                SideRun.Simulate([.. customer], tried.Simulate(customer.Key, Guarded.Documents.Current), until);
            }

            Assert.Equal(decisions, tried.Decisions.Select(Text));
            Assert.Equal(answers, tried.Answers.OrderBy(a => a.Key, StringComparer.Ordinal).SelectMany(a => a.Value.Select(Text)));

            var report = await new Backtest(Plan(until), new Recorded(live), TimeProvider.System, workers: 2).RunAsync(TestContext.Current.CancellationToken);
            var outcomes = live.Store.Rows.SelectMany(r => r.Value.Decisions.Select(d => d.Decision.Outcome)).ToList();
            Assert.Equal(outcomes.Count(o => o == PolicyOutcome.Fired), report.After.Fired);
            Assert.Equal(outcomes.Count(o => o == PolicyOutcome.Held), report.After.Held);
            Assert.Equal(outcomes.Count(o => o == PolicyOutcome.ControlGroup), report.After.ControlGroup);
            Assert.Equal(live.Store.Outbox.Values.Count(a => a.Status == CxOrchestrator.Storage.Dispatch.ActionStatus.Admitted), report.After.ActionsByKind.Values.Sum());
            admitted += (int)report.After.ActionsByKind.Values.Sum();
            held += live.Store.Outbox.Values.Count(a => a.Been.Contains("held"));
            controlGroup += (int)report.After.ControlGroup;
            scheduled += live.Store.Rows.Sum(r => r.Value.Decisions.Count(d => d.Decision.Policy == "weekly"));
        }

        // What would be equal because nothing happened proves nothing.
        Assert.True(admitted > 300 && held > 100 && controlGroup > 10 && scheduled > 30, $"{admitted} admitted, {held} held, {controlGroup} in a control group, {scheduled} by a schedule");
    }

    private static BacktestPlan Plan(DateTimeOffset until) => new()
    {
        Before = CompiledDefinitions.Empty,
        After = Guarded.Documents.Current,
        Focus = Guarded.Documents.Current.Set.Policies.Select(p => p.Id).ToFrozenSet(),
        From = DateTimeOffset.MinValue,
        Until = until,
    };

    // Each at a minute of its own: nothing that customers share is contested at one moment.
    private static (List<Touchpoint> Stream, DateTimeOffset Until) Stream(int seed, Random dice)
    {
        var minutes = Enumerable.Range(0, 120).Select(_ => dice.Next(Days * 24 * 60)).Distinct().Order().ToList();
        List<Touchpoint> stream = [.. Enumerable.Range(0, Customers).Select(c => Make.Touchpoint(
            "customer.updated", Make.Start.AddSeconds(c + 1), $"c{c}", new CustomerId($"c{seed}-{c}"), "crm",
            attributes: [("timeZone", Make.Text(Zones[dice.Next(Zones.Length)])), ("consent.email", Scalar.Of(dice.Next(4) > 0)), ("consent.sms", Scalar.Of(true))]))];
        foreach (var (number, minute) in minutes.Index())
        {
            var type = Types[dice.Next(Types.Length)];
            stream.Add(Make.Touchpoint(
                type, Make.Start.AddMinutes(minute + 1), string.Create(CultureInfo.InvariantCulture, $"t{number}"), new CustomerId($"c{seed}-{dice.Next(Customers)}"), "shop",
                feedback: type == "review.submitted" ? new Feedback { Csat = dice.Next(1, 6) } : null,
                attributes: type == "customer.updated" ? [("consent.email", Scalar.Of(dice.Next(4) > 0))] : [("order", Make.Text($"o{dice.Next(3)}"))]));
        }

        return ([.. stream.Select(t => TouchpointJson.Read(TouchpointJson.Write(t)).Touchpoint!)], Make.Start.AddDays(Days + 12));
    }

    private static string Text(PolicyDecision d) => $"{d.Policy} {d.Cause} {d.Outcome} {d.Reason} {d.At:O} {d.NextAt:O} {d.Actions} {d.Competitor} {d.Limit}";

    private static string Text(AdmissionAnswer a) => $"{a.Action} {a.Result} {a.Reason} {a.At:O} {a.NextAt:O} {a.Limit}";

    private sealed class Recorded(LiveStream live) : IRecordedCustomers
    {
        public long? Customers => live.Store.Rows.Count;

        public async IAsyncEnumerable<ImmutableArray<RecordedCustomer>> BatchesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var key in live.Store.Rows.Keys)
            {
                yield return [await ReadAsync(key.ToString(), cancellationToken)];
            }
        }

        public Task<RecordedCustomer> ReadAsync(string key, CancellationToken cancellationToken) => Task.FromResult(new RecordedCustomer(
            key, [.. live.Store.Rows[Grains.Contracts.Customers.CustomerKey.Parse(key)].History.Where(h => h.Kind == HistoryKind.Touchpoint).Select(h => h.Input)]));
    }
}
