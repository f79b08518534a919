using CxOrchestrator.Storage.Schedules;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Marks of schedules, and states in the order of their keys.</summary>
public abstract class ScheduleSuite : StoreSuite
{
    [Fact]
    public async Task Put_Mark_IsReplacedAndRemoved()
    {
        var mark = new ScheduleMark { Policy = "p", Segment = "s", DoneThrough = Make.Start, RunningDueAt = Make.Day(1), RunningAfter = "default/c-1", Members = 7, LastDueAt = Make.Day(-1), ExpiredDueAt = Make.Day(-2) };
        await Store.Schedules.PutAsync(mark with { Members = 3 }, None);
        await Store.Schedules.PutAsync(mark, None);
        await Store.Schedules.PutAsync(new ScheduleMark { Policy = "p", Segment = "t", DoneThrough = Make.Start }, None);
        Assert.Equal([mark, new ScheduleMark { Policy = "p", Segment = "t", DoneThrough = Make.Start }], await Store.Schedules.MarksAsync(None));

        await Store.Schedules.RemoveAsync("p", "s", None);
        Assert.Equal("t", Assert.Single(await Store.Schedules.MarksAsync(None)).Segment);
    }

    [Fact]
    public async Task States_PageByPage_AreAllThereOnce()
    {
        foreach (var customer in (string[])["c-3", "c-1", "é", "c-10", "c-2"])
        {
            await Store.CommitAsync(customer, c => c with { State = Some.Utf8(customer) });
        }

        var seen = new List<string>();
        var after = "";
        while (await Store.Schedules.StatesAsync(after, 2, None) is { IsEmpty: false } page)
        {
            seen.AddRange(page.Select(p => p.Key.Customer.Value));
            Assert.All(page, p => Assert.Equal(p.Key.Customer.Value, Some.Text(p.State)));
            after = page[^1].Key.ToString();
        }

        Assert.Equal(["c-1", "c-10", "c-2", "c-3", "é"], seen);
    }
}
