using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Merges of customers: both rows and all that follows change in one transaction, or nothing does.</summary>
public abstract class MergeSuite : StoreSuite
{
    private ICustomerMergeStore Merges => Store.Services.GetRequiredService<ICustomerMergeStore>();

    [Fact]
    public async Task Write_Merge_MakesOneAPartOfTheOther()
    {
        await FillAsync("from");
        await FillAsync("into");

        var number = await MergeAsync("from", "into");

        var (from, into) = (await LoadAsync("from"), await LoadAsync("into"));
        Assert.Equal((Some.Key("into").Customer, 2L, null), (from.MergedInto, from.Version, from.AtRisk));
        Assert.Equal((null, 2L, "merged"), (into.MergedInto, into.Version, Some.Text(into.State)));
        Assert.Equal([new LogPosition("log", 1, 10), new LogPosition("log", 1, 10, "from")], into.Positions);
        Assert.Equal((Some.Key("into"), null), (await Merges.IntoAsync(Some.Key("from"), None), await Merges.IntoAsync(Some.Key("into"), None)));
        Assert.Equal(["into"], (await Store.Read.AtRiskAsync(null, 10, None)).Select(r => r.Key.Customer.Value));
        Assert.Equal(["into"], (await Store.Timers.DueAsync(Share.Whole, Make.Day(9), Store.Clock.GetUtcNow(), 10, None)).Select(d => d.Key.Customer.Value));
        Assert.Equal(["into"], (await Store.Schedules.StatesAsync("", 10, None)).Select(s => s.Key.Customer.Value));
        Assert.Equal(1, (await Store.Read.ZonesAsync(None)).Customers);
        Assert.Equal(1, (await Store.Read.StatusAsync(None)).Customers);
        Assert.Equal(("before of into", 1L), (Some.Text(await Merges.IntoBeforeAsync(number, None)), (await Merges.InputsAsync(Some.Key("into"), 10, None)).Length));
        Assert.Equal(HistoryKind.Merge, (await Store.Read.HistoryAsync(Some.Key("into"), null, 1, None))[0].Kind);
    }

    [Theory]
    [InlineData("fr")]
    [InlineData("name of fr")]
    public async Task Search_MergedCustomer_FindsTheOneWhoRemains(string text)
    {
        await FillAsync("from");
        await FillAsync("into");
        var number = await MergeAsync("from", "into");

        Assert.Equal((Some.Key("into"), "name of into"), Assert.Single(await Store.Read.SearchAsync(text, 10, None)));

        await UndoAsync(number);
        Assert.Equal((Some.Key("from"), "name of from"), Assert.Single(await Store.Read.SearchAsync(text, 10, None)));
    }

    [Fact]
    public async Task Write_MergeAndUndo_WhatActsOnACustomerFollowsItThereAndBack()
    {
        await FillAsync("from");
        await FillAsync("into");
        await Store.OpenCaseAsync("case-from", Some.Case("from"));
        await Store.DecideAsync(Some.Action("waits", "from"));
        var (_, before) = await Store.Customers.LoadFactsAsync(Some.Key("into"), None);

        var number = await MergeAsync("from", "into");

        var (facts, after) = await Store.Customers.LoadFactsAsync(Some.Key("into"), None);
        Assert.True(facts.OpenCase);
        Assert.NotEqual(before, after);
        Assert.Equal(["waits"], (await Store.Customers.LoadActionsAsync(Some.Key("into"), ["waits"], None)).Select(a => a.Id));
        Assert.Equal((1, 1), ((await ConsentsAsync("into")).Length, (await Store.Read.ActionsAsync(new ActionQuery { Customer = Some.Key("into"), Status = ActionStatus.Decided }, None)).Items.Length));
        Assert.Equal("into", (await Store.Cases.GetAsync("case-from", None))!.Key.Customer.Value);

        await Store.DecideAsync(Some.Action("decided-since", "into"));
        await UndoAsync(number);

        Assert.False((await Store.Customers.LoadFactsAsync(Some.Key("into"), None)).Facts.OpenCase);
        Assert.Equal(["waits"], (await Store.Customers.LoadActionsAsync(Some.Key("from"), ["waits", "decided-since"], None)).Select(a => a.Id));
        Assert.Equal((1, 0), ((await ConsentsAsync("from")).Length, (await ConsentsAsync("into")).Length));
        Assert.Equal("from", (await Store.Cases.GetAsync("case-from", None))!.Key.Customer.Value);
        Assert.Null((await LoadAsync("from")).MergedInto);
        Assert.Equal(2, (await Store.Read.StatusAsync(None)).Customers);
        Assert.Equal(["from", "into"], (await Store.Read.AtRiskAsync(null, 10, None)).Select(r => r.Key.Customer.Value));
        var merge = (await Merges.GetAsync(number, None))!;
        Assert.Equal((Make.Day(8), "eve", "ada"), (merge.UndoneAt, merge.UndoneBy, merge.By));
    }

    [Fact]
    public async Task Write_MergeOfSomebodySuppressed_TheLongerCounts()
    {
        foreach (var (name, from, into) in new (string, int?, int?)[] { ("a", 3, null), ("b", 9, 3), ("c", 3, 9), ("d", null, 3) })
        {
            await FillAsync($"from-{name}");
            await FillAsync($"into-{name}");
            await SuppressAsync($"from-{name}", from is null && name == "d" ? null : Make.Day(from!.Value));
            if (into is { } day)
            {
                await SuppressAsync($"into-{name}", Make.Day(day));
            }

            await MergeAsync($"from-{name}", $"into-{name}");
        }

        async Task<DateTimeOffset?> UntilAsync(string name) => (await Store.Guards.SuppressionAsync(Some.Key($"into-{name}"), None))!.Until;
        Assert.Equal((Make.Day(3), Make.Day(9), Make.Day(9), (DateTimeOffset?)null), (await UntilAsync("a"), await UntilAsync("b"), await UntilAsync("c"), await UntilAsync("d")));
    }

    [Theory]
    [InlineData("from")]
    [InlineData("into")]
    public async Task Write_RowThatChangedMeanwhile_ChangesNothing(string changed)
    {
        await FillAsync("from");
        await FillAsync("into");
        var commit = await MergeOfAsync("from", "into");
        await Store.CommitAsync(changed);

        Assert.Equal(CommitResult.Conflict, await Merges.WriteAsync(commit, None));

        Assert.Null((await LoadAsync("from")).MergedInto);
        Assert.Null(await Merges.GetAsync(commit.Merge.Number, None));
        Assert.Equal((1L, 1L), ((await LoadAsync("from")).Version - (changed == "from" ? 1 : 0), (await LoadAsync("into")).Version - (changed == "into" ? 1 : 0)));
        Assert.Single(await ConsentsAsync("from"));
    }

    [Fact]
    public async Task Write_BothDirectionsAtOnce_OneIsWritten()
    {
        await FillAsync("a");
        await FillAsync("b");
        await FillAsync("c");
        MergeCommit[] commits = [await MergeOfAsync("a", "b"), await MergeOfAsync("b", "a"), await MergeOfAsync("b", "c"), await MergeOfAsync("a", "b")];

        var results = await Task.WhenAll(commits.Select(c => Task.Run(() => Merges.WriteAsync(c, None))));

        Assert.Single(results, CommitResult.Committed);
        Assert.Single(await Merges.ListAsync(null, null, 10, None));
        Assert.Single(new[] { await LoadAsync("a"), await LoadAsync("b"), await LoadAsync("c") }, r => r.MergedInto is not null);
    }

    [Fact]
    public async Task Write_MergeAmongCommitsOfBoth_NeitherIsLost()
    {
        await FillAsync("a");
        await FillAsync("b");
        var stop = false;
        async Task<int> CommitAsync(string customer)
        {
            var committed = 0;
            while (!Volatile.Read(ref stop) && (await LoadAsync(customer)).MergedInto is null)
            {
                committed += await Store.CommitAsync(customer) == CommitResult.Committed ? 1 : 0;

                // Without a pause of both at once, a merge may wait for as long as they go on.
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, None);
            }

            return committed;
        }

        var writers = Task.WhenAll(Task.Run(() => CommitAsync("a")), Task.Run(() => CommitAsync("b")));
        CommitResult result;
        var number = await Merges.NextNumberAsync(None);
        for (var attempt = 0; ; attempt++)
        {
            result = await Merges.WriteAsync(await MergeOfAsync("a", "b", number), None);
            if (result == CommitResult.Committed || attempt == 1_000)
            {
                break;
            }
        }

        Volatile.Write(ref stop, true);
        var committed = await writers;
        Assert.Equal(CommitResult.Committed, result);
        Assert.Equal((committed[0] + 2, committed[1] + 2), ((await LoadAsync("a")).Version, (await LoadAsync("b")).Version));
    }

    [Fact]
    public async Task Write_CustomerWithAPartIsMerged_ThePartFollowsAndReturnsWithIt()
    {
        await FillAsync("c");
        await FillAsync("a");
        await FillAsync("b");
        var first = await MergeAsync("c", "a");
        var second = await MergeAsync("a", "b", "c");

        Assert.Equal((Some.Key("b"), Some.Key("b")), (await Merges.IntoAsync(Some.Key("c"), None), await Merges.IntoAsync(Some.Key("a"), None)));
        Assert.Equal((3, 0), ((await ConsentsAsync("b")).Length, (await ConsentsAsync("a")).Length));

        await UndoAsync(second, "c");
        Assert.Equal((Some.Key("a"), null), (await Merges.IntoAsync(Some.Key("c"), None), await Merges.IntoAsync(Some.Key("a"), None)));
        Assert.Equal((2, 1), ((await ConsentsAsync("a")).Length, (await ConsentsAsync("b")).Length));

        await UndoAsync(first);
        Assert.Equal((1, 1), ((await ConsentsAsync("a")).Length, (await ConsentsAsync("c")).Length));
    }

    [Fact]
    public async Task List_MergesOfACustomer_AreThoseOnEitherSideNewestFirst()
    {
        foreach (var customer in (string[])["a", "b", "c", "d"])
        {
            await FillAsync(customer);
        }

        var (first, second) = (await MergeAsync("a", "b"), await MergeAsync("b", "c", "a"));
        await UndoAsync(second, "a");
        var third = await MergeAsync("d", "c");

        Assert.True(first < second && second < third);
        Assert.Equal([third, second, first], (await Merges.ListAsync(null, null, 10, None)).Select(m => m.Number));
        Assert.Equal([second, first], (await Merges.ListAsync(Some.Key("b"), null, 10, None)).Select(m => m.Number));
        Assert.Equal([first], (await Merges.ListAsync(Some.Key("b"), second, 10, None)).Select(m => m.Number));
        Assert.Equal([third], (await Merges.ListAsync(null, null, 1, None)).Select(m => m.Number));
        Assert.Equal(("manual", "same person"), ((await Merges.GetAsync(first, None))!.Reason.Kind, (await Merges.GetAsync(first, None))!.Reason.Text));
        Assert.Null(await Merges.GetAsync(999, None));
    }

    [Fact]
    public async Task Waiting_ActionsOfACustomer_AreThoseWithoutAnAnswer()
    {
        await Store.AdmitAsync(Some.Action("admitted"));
        await Store.DecideAsync(Some.Action("first"), Some.Action("second"), Some.Action("third"));
        await Store.DecideAsync(Some.Action("other", "c-2"));

        Assert.Equal(["first", "second"], (await Merges.WaitingAsync(Some.Key(), 2, None)).Select(a => a.Id));
    }

    private Task<CommitResult> FillAsync(string customer) => Store.CommitAsync(customer, c => c with
    {
        State = Some.Utf8($"before of {customer}"),
        Positions = [new LogPosition("log", 1, 10)],
        History = [Some.Entry(1, $"{customer}-1", customer)],
        NextDueAt = Make.Day(3),
        NextDueChanged = true,
        AtRisk = new AtRiskRow { Risk = 70 },
        AtRiskChanged = true,
        Name = $"name of {customer}",
        NameChanged = true,
        Consents = customer == "into" ? [] :
        [
            new StoredConsent { Sequence = 1, At = Make.Start, ReceivedAt = Make.Start, Channel = "email", Agreed = false, Source = "shop", Id = customer, Type = "customer.updated" },
        ],
    });

    private async Task SuppressAsync(string customer, DateTimeOffset? until) =>
        Assert.True((await Store.Guards.SetSuppressionAsync(Some.Key(customer), until, "ops", null, null, None)).Changed);

    private async Task<ImmutableArray<NumberedConsent>> ConsentsAsync(string customer) =>
        (await Store.Services.GetRequiredService<IConsentLog>().ListAsync(Some.Key(customer), null, 10, None)).Items;

    private async Task<StoredCustomer> LoadAsync(string customer) => (await Store.Customers.LoadAsync(Some.Key(customer), None))!;

    private async Task<long> MergeAsync(string from, string into, params string[] parts)
    {
        var commit = await MergeOfAsync(from, into) with { Parts = [.. parts.Select(p => Some.Key(p))] };
        Assert.Equal(CommitResult.Committed, await Merges.WriteAsync(commit, None));
        return commit.Merge.Number;
    }

    private async Task<MergeCommit> MergeOfAsync(string from, string into, long? number = null)
    {
        number ??= await Merges.NextNumberAsync(None);
        var (gone, kept) = (await LoadAsync(from), await LoadAsync(into));
        return new MergeCommit
        {
            Change = MergeChange.Merged,
            Merge = new StoredMerge
            {
                Number = number.Value,
                From = Some.Key(from),
                Into = Some.Key(into),
                At = Make.Day(7),
                By = "ada",
                Exact = true,
                Reason = new MergeReason { Kind = MergeReason.ByHand, Text = "same person" },
            },
            Into = Commit(into, kept, "merged", HistoryKind.Merge) with { Positions = [.. kept.Positions, .. gone.Positions.Select(p => p with { Origin = from })], AtRisk = new AtRiskRow { Risk = 80 }, NextDueAt = Make.Day(4) },
            From = Commit(from, gone, Some.Text(gone.State), HistoryKind.Merge),
            IntoBefore = kept.State,
        };
    }

    private async Task UndoAsync(long number, params string[] parts)
    {
        var merge = (await Merges.GetAsync(number, None))!;
        var (back, kept) = (await LoadAsync(merge.From.Customer.Value), await LoadAsync(merge.Into.Customer.Value));
        var commit = new MergeCommit
        {
            Change = MergeChange.Unmerged,
            Merge = merge with { UndoneAt = Make.Day(8), UndoneBy = "eve" },
            Into = Commit(merge.Into.Customer.Value, kept, "into again", HistoryKind.Unmerge) with { AtRisk = new AtRiskRow { Risk = 60 } },
            From = Commit(merge.From.Customer.Value, back, "from again", HistoryKind.Unmerge) with { AtRisk = new AtRiskRow { Risk = 60 } },
            Parts = [.. parts.Select(p => Some.Key(p))],
        };
        Assert.Equal(CommitResult.Committed, await Merges.WriteAsync(commit, None));
    }

    private static CustomerCommit Commit(string customer, StoredCustomer row, string state, HistoryKind kind) => new()
    {
        Key = Some.Key(customer),
        ExpectedVersion = row.Version,
        State = Some.Utf8(state),
        Positions = row.Positions,
        History = [Some.Entry(row.Version + 1, customer: customer) with { Kind = kind, Source = "", Id = "", IdentityHash = 0 }],
        NextDueChanged = true,
        AtRiskChanged = true,
    };
}
