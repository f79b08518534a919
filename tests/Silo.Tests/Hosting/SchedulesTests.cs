using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A schedule's way to the members of its segment.</summary>
public sealed class SchedulesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly DefinitionSet Set = new()
    {
        Version = 1,
        Segments = [new SegmentDefinition { Id = "loyal", Name = "Loyal", When = new FieldIs { Field = new(FieldRoot.Customer, "touchpoints"), Comparison = Comparison.AtLeast, Values = [Scalar.Of(2)] } }],
        Policies =
        [
            new PolicyDefinition
            {
                Id = "daily", Name = "Daily", Version = 1, Triggers = [new OnSchedule { Segment = "loyal", At = new TimeOnly(9, 0) }], Actions = [new MessageTemplate { Channel = "email", Text = "Hi" }],
            },
        ],
    };

    private readonly EmbeddedSilo _silo = new() { Current = new CompiledDefinitions(Set) };

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static IEnumerable<Touchpoint> Notes(int customers, int each) => from c in Enumerable.Range(0, customers)
                                                                             from i in Enumerable.Range(0, each)
                                                                             select Make.Touchpoint("note", Make.Day(0), $"{c}/{i}/{each}", new CustomerId($"c-{c:00}-{each}"));

    private Task MarkedAsync() => EmbeddedSilo.UntilAsync(async () => (await _silo.Get<IScheduleStore>().MarksAsync(None)).Length == 1, "the schedule to be seen");

    private Task DoneAsync(DateTimeOffset due) =>
        EmbeddedSilo.UntilAsync(async () => (await _silo.Get<IScheduleStore>().MarksAsync(None)) is [var mark] && mark.LastDueAt == due, $"the occurrence of {due:O}");

    private async Task<int> ActionsAsync() => (await _silo.Read.ActionsAsync(new ActionQuery { Limit = 1000 }, None)).Items.Length;

    [Fact]
    public async Task Due_Members_AreToldOnceAndOthersNever()
    {
        await _silo.TakeAsync(Notes(30, 2).Concat(Notes(20, 1)));
        await MarkedAsync();
        Assert.Equal(0, await ActionsAsync());

        _silo.JourneyClock.Advance(TimeSpan.FromHours(21));
        await DoneAsync(Make.Day(0.875));
        await _silo.RestAsync();
        Assert.Equal(30, await ActionsAsync());
        Assert.Equal(30, (await _silo.Get<IScheduleStore>().MarksAsync(None))[0].Members);
        Assert.Equal(2, (await _silo.StateAsync("c-07-2")).Touchpoints);

        // Told again in part, as after a crash in the middle: each still has one.
        await _silo.StopAsync();
        await _silo.StartAsync();
        var store = _silo.Get<IScheduleStore>();
        await store.PutAsync((await store.MarksAsync(None))[0] with { DoneThrough = Make.Day(0.5), RunningDueAt = Make.Day(0.875), RunningAfter = "default/c-10-2", LastDueAt = null }, None);
        await DoneAsync(Make.Day(0.875));
        await _silo.RestAsync();
        Assert.Equal(30, await ActionsAsync());
    }

    [Fact]
    public async Task Due_LongAgo_IsPassedOver()
    {
        await _silo.TakeAsync(Notes(2, 2));
        await MarkedAsync();
        await _silo.StopAsync();
        _silo.JourneyClock.Advance(TimeSpan.FromDays(10));
        await _silo.StartAsync();

        await DoneAsync(Make.Day(9.875));
        await _silo.RestAsync();
        Assert.Equal(2, await ActionsAsync());
    }

    private void Put(int version, bool enabled) =>
        _silo.Current = new CompiledDefinitions(Set with { Version = version, Policies = [Set.Policies[0] with { Enabled = enabled }] });

    [Fact]
    public async Task Due_WhilePaused_IsHeldAndToldOnceResumed()
    {
        await _silo.TakeAsync(Notes(2, 2));
        await MarkedAsync();
        Put(2, enabled: false);
        _silo.JourneyClock.Advance(TimeSpan.FromHours(22));
        await Task.WhenAll(_silo.TakeAsync(Notes(1, 3)), _silo.RestAsync());
        Assert.Equal(0, await ActionsAsync());

        Put(3, enabled: true);

        await DoneAsync(Make.Day(0.875));
        await _silo.RestAsync();
        Assert.Equal(3, await ActionsAsync());
        Assert.Null((await _silo.Get<IScheduleStore>().MarksAsync(None))[0].ExpiredDueAt);
    }

    [Fact]
    public async Task Due_PausedUntilItsActionsWouldHaveExpired_ComesToNothingAndIsNoted()
    {
        await _silo.TakeAsync(Notes(2, 2));
        await MarkedAsync();
        Put(2, enabled: false);
        _silo.JourneyClock.Advance(TimeSpan.FromDays(2));
        await EmbeddedSilo.UntilAsync(
            async () => (await _silo.Get<IScheduleStore>().MarksAsync(None)) is [{ ExpiredDueAt: { } expired }] && expired == Make.Day(0.875), "the first occurrence to expire");

        Put(3, enabled: true);

        await DoneAsync(Make.Day(1.875));
        await _silo.RestAsync();
        Assert.Equal(2, await ActionsAsync());
    }

    [Fact]
    public async Task Due_ToldHalfwayWhenPaused_GoesOnWhereItWas()
    {
        await _silo.TakeAsync(Notes(30, 2));
        await MarkedAsync();
        Put(2, enabled: false);
        _silo.JourneyClock.Advance(TimeSpan.FromHours(22));
        var store = _silo.Get<IScheduleStore>();
        await store.PutAsync((await store.MarksAsync(None))[0] with { RunningDueAt = Make.Day(0.875), RunningAfter = "default/c-09-2", Members = 10 }, None);

        Put(3, enabled: true);

        await DoneAsync(Make.Day(0.875));
        await _silo.RestAsync();
        Assert.Equal((20, 30), (await ActionsAsync(), (await store.MarksAsync(None))[0].Members));
    }

    [Fact]
    public async Task Due_WhileNotInForce_IsNotCaughtUp()
    {
        await _silo.TakeAsync(Notes(2, 2));
        await MarkedAsync();
        _silo.Current = new CompiledDefinitions(Set with { Version = 2, Policies = [] });
        await EmbeddedSilo.UntilAsync(async () => (await _silo.Get<IScheduleStore>().MarksAsync(None)).IsEmpty, "the mark to go");
        _silo.JourneyClock.Advance(TimeSpan.FromHours(22));
        _silo.Current = new CompiledDefinitions(Set with { Version = 3 });
        await MarkedAsync();

        _silo.JourneyClock.Advance(TimeSpan.FromDays(1));
        await DoneAsync(Make.Day(1.875));
        await _silo.RestAsync();
        Assert.Equal(2, await ActionsAsync());
    }
}
