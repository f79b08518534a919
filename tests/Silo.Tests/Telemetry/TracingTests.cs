using System.Collections.Concurrent;
using System.Diagnostics;
using Confluent.Kafka;
using CxOrchestrator.Hosting.Telemetry;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Log.Kafka;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Telemetry;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Telemetry;

/// <summary>The way of a batch as activities.</summary>
public sealed class TracingTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>Keeps what the parent keeps, and of what begins here only what the test says.</summary>
    private sealed class Kept : IDisposable
    {
        private readonly ActivityListener _listener;

        public Kept(bool roots)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == TelemetryNames.Product,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceId == default ? (roots ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData)
                    : options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.PropagationData,
                ActivityStopped = activity => Ended.Enqueue(activity),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Ended { get; } = [];

        public IEnumerable<Activity> Named(string name) => Ended.Where(a => a.OperationName == name && a.Recorded);

        public void Dispose() => _listener.Dispose();
    }

    [Fact]
    public async Task Batch_Kept_IsOneTraceFromPollToCommit()
    {
        using var kept = new Kept(roots: true);
        await using var silo = new EmbeddedSilo { Current = new CompiledDefinitions(Documents.Set) };
        await silo.StartAsync();
        await silo.TakeAsync(Make.Touchpoint("mail.wanted", Make.Start, "1", source: "traced"));
        await silo.ActionAsync("c-1", ActionStatus.Delivered);

        // Other tests' silos are heard as well: those of one trace belong together.
        var traces = kept.Named("cx.log.poll").Select(p => p.TraceId).ToHashSet();
        var calls = kept.Named("cx.customer.apply").Where(a => traces.Contains(a.TraceId)).ToList();
        Assert.NotEmpty(calls);
        Assert.Contains(kept.Named("cx.customer.commit"), c => calls.Any(a => a.TraceId == c.TraceId && a.SpanId == c.ParentSpanId));
        Assert.Contains(kept.Named("cx.action.send"), s => (string?)s.GetTagItem("cx.policy") == "mail");
    }

    [Fact]
    public async Task Record_WithATraceThatItsSenderKeeps_IsFollowedAlthoughNothingElseIs()
    {
        using var kept = new Kept(roots: false);
        await using var bed = new KafkaBed();
        var (trace, span) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        var message = new Message<byte[], byte[]> { Key = Some.Utf8("c-1"), Value = KafkaBed.Items(1)[0].Body.ToArray(), Headers = [] };
        message.Headers.Add(Tracing.Header, Some.Utf8($"00-{trace}-{span}-01"));
        var silo = bed.Silo();
        await bed.ProduceAsync(message);
        await bed.ProduceAsync(KafkaBed.Items(5, from: 10).Select(i => new Message<byte[], byte[]> { Key = Some.Utf8(i.Customer.Value), Value = i.Body.ToArray() }));
        await bed.AppliedAsync(6);
        await KafkaBed.UntilAsync(() => kept.Named("cx.customer.apply").Any(a => a.TraceId == trace), () => "the record's call to be traced");

        var call = Assert.Single(kept.Named("cx.customer.apply"), a => a.TraceId == trace);
        Assert.Equal(span, call.ParentSpanId);
        await silo.StopAsync();
    }

    [Fact]
    public async Task Append_WithinAKeptRequest_CarriesItsTraceIntoTheTopic()
    {
        using var kept = new Kept(roots: true);
        await using var bed = new KafkaBed();
        var log = bed.Silo().Log;
        using (var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C))
        {
            request.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            request.Start();
            await log.AppendAsync(KafkaBed.Items(1), None);
            var record = Assert.Single(bed.ReadAll(KafkaBed.Topic));
            Assert.Equal(request.Id, Some.Text(record.Message.Headers.GetLastBytes(Tracing.Header)));
        }

        await log.AppendAsync(KafkaBed.Items(1, from: 1), None);
        Assert.Contains(bed.ReadAll(KafkaBed.Topic), r => r.Message.Headers.Count == 0);
    }
}
