using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Schedules;

namespace CxOrchestrator.Gateway.Tests.Schedules;

public sealed class ScheduleEndpointTests : IAsyncLifetime
{
    private const string Documents =
        """
        kind: segment
        id: loyal
        name: Loyal
        when: {customer.touchpoints: {atLeast: 2}}
        ---
        kind: policy
        id: weekly
        name: Weekly
        on: {schedule: {segment: loyal, at: "10:00", weekdays: [monday]}}
        do: {message: {channel: email, text: Hi}}
        """;

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync();
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("weekly.yaml", Documents)], "pack", TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Schedules_InForce_SayWhenTheyComeAndCame()
    {
        var last = GatewayHost.Start.AddDays(-1);
        await _host.Get<IScheduleStore>().PutAsync(new ScheduleMark { Policy = "weekly", Segment = "loyal", DoneThrough = last, LastDueAt = last, Members = 12 }, TestContext.Current.CancellationToken);

        var schedule = (await _host.GetAsync("/v1/schedules?policy=weekly")).Json.GetProperty("schedules")[0];

        Assert.Equal(new DateTimeOffset(2026, 3, 9, 10, 0, 0, TimeSpan.Zero), schedule.GetProperty("nextAt").GetDateTimeOffset());
        Assert.Equal((12, last), (schedule.GetProperty("members").GetInt32(), schedule.GetProperty("lastAt").GetDateTimeOffset()));
        Assert.Equal("Each Monday at 10:00 (UTC), for those in segment Loyal", schedule.GetProperty("text").GetString());
        Assert.False(schedule.GetProperty("paused").GetBoolean());
        Assert.Empty((await _host.GetAsync("/v1/schedules?policy=other")).Json.GetProperty("schedules").EnumerateArray());
    }

    [Fact]
    public async Task Schedules_OfAPausedPolicy_SayWhatIsHeld()
    {
        var documents = Documents.Replace("name: Weekly", "name: Weekly\nenabled: false", StringComparison.Ordinal).Replace("monday", "tuesday", StringComparison.Ordinal);
        Assert.Empty(await _host.Get<DefinitionHost>().ImportAsync([new DocumentSource("weekly.yaml", documents)], "pack", TestContext.Current.CancellationToken));
        var mark = new ScheduleMark { Policy = "weekly", Segment = "loyal", DoneThrough = GatewayHost.Start.AddDays(-1), ExpiredDueAt = GatewayHost.Start.AddDays(-7) };
        await _host.Get<IScheduleStore>().PutAsync(mark, TestContext.Current.CancellationToken);

        var schedule = (await _host.GetAsync("/v1/schedules?policy=weekly")).Json.GetProperty("schedules")[0];

        Assert.True(schedule.GetProperty("paused").GetBoolean());
        Assert.Equal(new DateTimeOffset(2026, 3, 3, 10, 0, 0, TimeSpan.Zero), schedule.GetProperty("heldAt").GetDateTimeOffset());
        Assert.Equal(mark.ExpiredDueAt, schedule.GetProperty("expiredAt").GetDateTimeOffset());
    }
}
