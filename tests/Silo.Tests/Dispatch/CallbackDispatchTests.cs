using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class CallbackDispatchTests : DispatcherUnderTest
{
    [Fact]
    public async Task Send_Callback_OpensOneCaseAndSaysSo()
    {
        await Store.AdmitAsync(Some.Action(
            "a-1", kind: ActionKind.Callback, content: [("queue", "retention"), ("priority", "high"), ("dueAt", "2026-03-04T12:00:00Z"), ("reason", "Call Ann")]));
        await StartAsync();
        await IdleAsync();

        var opened = await Store.Cases.GetAsync("a-1", CancellationToken.None);
        Assert.Equal(
            ("retention", Rules.Policies.CasePriority.High, Make.Day(1), "Call Ann", "late", "order", "4711", CaseStatus.Open),
            (opened!.Queue, opened.Priority, opened.DueAt, opened.Reason, opened.Policy, opened.Journey, opened.Correlation, opened.Status));
        var told = Assert.Single(Events.Cases);
        Assert.Equal(("c-1", "a-1", "open"), (told.Customer, told.Case, told.Status));
    }

    [Fact]
    public async Task Send_CallbackWithNothingSaid_HasSensibleDefaults()
    {
        await Store.AdmitAsync(Some.Action("a-1", kind: ActionKind.Callback));
        await StartAsync();
        await IdleAsync();

        var opened = await Store.Cases.GetAsync("a-1", CancellationToken.None);
        Assert.Equal(("default", Rules.Policies.CasePriority.Normal, Make.Day(1), "late"), (opened!.Queue, opened.Priority, opened.DueAt, opened.Reason));
    }
}
