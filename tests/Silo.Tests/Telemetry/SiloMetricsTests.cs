using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Telemetry;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Telemetry;

/// <summary>What a whole silo says of itself is what happened.</summary>
public sealed class SiloMetricsTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly EmbeddedSilo _silo = new() { Current = new CompiledDefinitions(Documents.Poisoned) };
    private MeterProbe _probe = null!;

    public async ValueTask InitializeAsync()
    {
        await _silo.StartAsync();
        _probe = new MeterProbe(_silo.Get<SiloMetrics>().Meter);
    }

    public async ValueTask DisposeAsync()
    {
        _probe.Dispose();
        await _silo.DisposeAsync();
    }

    private static Touchpoint Note(string customer, string id, string source = "shop", string type = "note", double day = 0) =>
        Make.Touchpoint(type, Make.Day(day), id, new CustomerId(customer), source);

    [Fact]
    public async Task Counters_EverythingThatCanHappen_AgreeWithTheLedger()
    {
        await _silo.AppendAsync(Enumerable.Range(0, 200).Select(i => Note($"c-{i % 20}", $"t-{i}", i % 2 == 0 ? "shop" : "app")));
        await _silo.AppendAsync(Enumerable.Range(0, 30).Select(i => Note($"c-{i % 20}", $"t-{i}", i % 2 == 0 ? "shop" : "app")));
        await _silo.AppendAsync(Note("c-1", "p", type: "poison.wanted"));
        await _silo.Log.AppendAsync([Some.Raw("{ broken", "c-2")], None);
        await _silo.RestAsync();

        foreach (var line in (await _silo.Read.LedgerAsync(None)).Sources)
        {
            Assert.Equal(line.Applied, _probe.Sum(TelemetryNames.Applied, $"source={line.Source}"));
            Assert.Equal(line.Duplicate, _probe.Sum(TelemetryNames.Duplicate, $"source={line.Source}"));
            Assert.Equal(line.Rejected, _probe.Sum(TelemetryNames.Rejected, $"source={line.Source}"));
        }

        Assert.Equal(200, _probe.Sum(TelemetryNames.Applied, "source=shop") + _probe.Sum(TelemetryNames.Applied, "source=app"));
        Assert.Equal((1, 1), (_probe.Sum(TelemetryNames.DeadLetters, "reason=faulted"), _probe.Sum(TelemetryNames.DeadLetters, "reason=unreadable")));
        Assert.True(_probe.Sum(TelemetryNames.Commits, "outcome=committed") >= 20);
        Assert.Equal(_probe.Recorded(TelemetryNames.TransactionTime).Count, _probe.Recorded(TelemetryNames.TransactionSize).Count);
        Assert.NotEmpty(_probe.Recorded(TelemetryNames.TransactionTime));
        Assert.All(_probe.Recorded(TelemetryNames.TransactionTime), seconds => Assert.InRange(seconds, 0, 30));
        Assert.True(_probe.Recorded(TelemetryNames.TransactionSize).Sum() >= _probe.Sum(TelemetryNames.Commits, "outcome=committed"));
    }

    [Fact]
    public async Task Counters_PoliciesAndActions_FollowWhatTheyDid()
    {
        await _silo.TakeAsync(Note("c-1", "1", type: "rare.wanted"), Note("c-1", "2", type: "rare.wanted", day: 0.1), Note("c-2", "3", type: "mail.wanted"));
        await _silo.ActionAsync("c-1", ActionStatus.Delivered);
        await _silo.ActionAsync("c-2", ActionStatus.Delivered);

        Assert.Equal((1, 1), (_probe.Sum(TelemetryNames.Decisions, "outcome=fired,policy=rare"), _probe.Sum(TelemetryNames.Decisions, "outcome=held,policy=rare")));
        Assert.Equal(1, _probe.Sum(TelemetryNames.Decisions, "outcome=fired,policy=mail"));
        Assert.Equal(2, _probe.Sum(TelemetryNames.ActionsDecided, "kind=message"));
        Assert.Equal(2, _probe.Sum(TelemetryNames.ActionsAnswered, "outcome=admitted"));
        await EmbeddedSilo.UntilAsync(() => Task.FromResult(_probe.Sum(TelemetryNames.ActionsSent, "outcome=delivered") == 2), "both sends to be counted");
    }

    [Fact]
    public async Task Gauges_AtRestAndWithSomethingHeld_SayWhatTheStoreHas()
    {
        await _silo.Sending.SetAsync(stopped: true, "test", None);
        await _silo.TakeAsync(Note("c-1", "1", type: "mail.wanted"), Note("c-2", "2"));
        await _silo.ActionAsync("c-1", ActionStatus.Held);
        await _silo.Get<StoreSampler>().SampleAsync(None);

        Assert.Equal(0, _probe.Gauge(TelemetryNames.LedgerDifference));
        Assert.Equal(0, _probe.Gauge(TelemetryNames.LedgerWaiting));
        Assert.Equal(2, _probe.Gauge(TelemetryNames.Customers));
        Assert.Equal(1, _probe.Gauge(TelemetryNames.SendingStopped));
        Assert.Equal(1, _probe.Gauge(TelemetryNames.Actions, "status=held"));
        Assert.Equal(0, _probe.Gauge(TelemetryNames.Actions, "status=dead"));
        Assert.Equal(8, _probe.Gauge(TelemetryNames.PartitionsRead));
        Assert.Equal(0, _probe.Gauge(TelemetryNames.Lag, "log=embedded,partition=0"));
        Assert.Equal(0, _probe.Gauge(TelemetryNames.OldestTouchpoint));

        // One that got nothing says how far it is once it has waited for something.
        await EmbeddedSilo.UntilAsync(() => Task.FromResult(_probe.Gauge(TelemetryNames.LagTime, "log=embedded,partition=0") == 0), "the partition to be read");
    }
}
