using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What gateways read.</summary>
public abstract class ReadModelSuite : StoreSuite
{
    [Fact]
    public async Task Customer_Stored_IsAsLoaded()
    {
        await Store.CommitAsync("c-1");

        Assert.Equal("state 0", Some.Text((await Store.Read.CustomerAsync(Some.Key(), None))!.State));
        Assert.Null(await Store.Read.CustomerAsync(Some.Key("c-9"), None));
    }

    [Fact]
    public async Task History_NewestFirst_FromASequenceDown()
    {
        await Store.CommitAsync("c-1", c => c with { History = [.. Enumerable.Range(1, 5).Select(i => Some.Entry(i, $"t-{i}"))] });
        await Store.CommitAsync("c-2", c => c with { History = [Some.Entry(1, "t-1", "c-2")] });

        Assert.Equal([5L, 4, 3], (await Store.Read.HistoryAsync(Some.Key(), null, 3, None)).Select(h => h.Sequence));
        Assert.Equal([2L, 1], (await Store.Read.HistoryAsync(Some.Key(), 3, 3, None)).Select(h => h.Sequence));
    }

    [Fact]
    public async Task History_Entry_ComesBackWhole()
    {
        var entry = Some.Entry(1) with { IdentityHash = ulong.MaxValue - 5, Channel = null };
        await Store.CommitAsync("c-1", c => c with { History = [entry] });

        var read = Assert.Single(await Store.Read.HistoryAsync(Some.Key(), null, 1, None));

        Assert.Equal(entry with { Input = default, Outcome = default }, read with { Input = default, Outcome = default });
        Assert.Equal(entry.Input.ToArray(), read.Input.ToArray());
        Assert.Equal(entry.Outcome.ToArray(), read.Outcome.ToArray());
    }

    [Fact]
    public async Task Decisions_NewestFirst_PagesAndFilters()
    {
        await Store.CommitAsync("c-1", c => c with { Decisions = [new(1, 0, Some.Decision("late")), new(1, 1, Some.Decision("voucher", PolicyOutcome.Held) with { Reason = HoldReason.Cooldown })] });
        await Store.CommitAsync("c-2", c => c with { Decisions = [new(1, 0, Some.Decision("late"))] });

        var first = await Store.Read.DecisionsAsync(new DecisionQuery { Limit = 2 }, None);
        var second = await Store.Read.DecisionsAsync(new DecisionQuery { Limit = 2, Cursor = first.Next }, None);

        Assert.Equal(["c-2/late", "c-1/voucher", "c-1/late"], first.Items.Concat(second.Items).Select(d => $"{d.Key.Customer}/{d.Decision.Policy}"));
        Assert.Null(second.Next);
        Assert.Equal(2, (await Store.Read.DecisionsAsync(new DecisionQuery { Customer = Some.Key() }, None)).Items.Length);
        Assert.Equal(2, (await Store.Read.DecisionsAsync(new DecisionQuery { Policy = "late" }, None)).Items.Length);
        Assert.Equal(HoldReason.Cooldown, Assert.Single((await Store.Read.DecisionsAsync(new DecisionQuery { Outcome = PolicyOutcome.Held }, None)).Items).Decision.Reason);
    }

    [Fact]
    public async Task Actions_NewestFirst_PagesAndFilters()
    {
        await Store.DecideAsync(Some.Action("a-1"), Some.Action("a-2", policy: "voucher", kind: ActionKind.Offer));
        await Store.AdmitAsync(Some.Action("a-3", "c-2"));

        var first = await Store.Read.ActionsAsync(new ActionQuery { Limit = 2 }, None);
        var second = await Store.Read.ActionsAsync(new ActionQuery { Limit = 2, Cursor = first.Next }, None);

        Assert.Equal(["a-3", "a-2", "a-1"], first.Items.Concat(second.Items).Select(a => a.Action.Id));
        Assert.Equal(["a-2", "a-1"], await IdsAsync(new ActionQuery { Customer = Some.Key() }));
        Assert.Equal(["a-2"], await IdsAsync(new ActionQuery { Policy = "voucher" }));
        Assert.Equal(["a-3"], await IdsAsync(new ActionQuery { Status = ActionStatus.Admitted }));
        Assert.Equal(["a-2"], await IdsAsync(new ActionQuery { Kind = ActionKind.Offer }));
        Assert.Empty(await IdsAsync(new ActionQuery { Status = ActionStatus.Dead }));
    }

    [Fact]
    public async Task AtRisk_EntryChangeAndExit_AreWritten()
    {
        await RiskAsync("c-1", 62);
        Assert.Equal((62d, null), Row(await OneAsync()));
        Assert.Equal(62, (await Store.Customers.LoadAsync(Some.Key(), None))!.AtRisk!.Risk);

        await RiskAsync("c-1", 71.5, Make.Day(1));
        Assert.Equal((71.5, Make.Day(1)), Row(await OneAsync()));

        // A commit that does not change it leaves it.
        await Store.CommitAsync("c-1", c => c with { AtRisk = null, AtRiskChanged = false });
        Assert.Equal((71.5, Make.Day(1)), Row(await OneAsync()));

        await RiskAsync("c-1", null);
        Assert.Empty(await Store.Read.AtRiskAsync(null, 10, None));
        Assert.Null((await Store.Customers.LoadAsync(Some.Key(), None))!.AtRisk);
    }

    [Fact]
    public async Task AtRisk_PagesByKey_WithEachCustomersRow()
    {
        foreach (var i in Enumerable.Range(0, 25).Reverse())
        {
            await RiskAsync($"c-{Some.Number(i)}", 60 + i);
        }

        var seen = new List<string>();
        CxOrchestrator.Grains.Contracts.Customers.CustomerKey? after = null;
        while (await Store.Read.AtRiskAsync(after, 10, None) is { IsEmpty: false } page)
        {
            seen.AddRange(page.Select(p => p.Key.Customer.Value));
            after = page[^1].Key;
            Assert.True(seen.Count <= 25, "The pages do not end.");
            Assert.All(page, p => Assert.Equal((1L, "state 0"), (p.Customer.Version, Some.Text(p.Customer.State))));

            // One that leaves behind the page shifts nothing.
            await RiskAsync(seen[0], null);
        }

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"c-{Some.Number(i)}"), seen);
    }

    [Fact]
    public async Task Search_IdsFirstThenNames_AnyCase()
    {
        await NameAsync("ann-1", "Zoe");
        await NameAsync("c-2", "Anna Meyer");
        await NameAsync("c-3", "Hanna");
        await NameAsync("c-4", null);

        Assert.Equal(["ann-1", "c-2"], (await Store.Read.SearchAsync("AnN", 10, None)).Select(h => h.Key.Customer.Value));
        Assert.Single(await Store.Read.SearchAsync("ann", 1, None));
        Assert.Empty(await Store.Read.SearchAsync("anna_", 10, None));
        Assert.Empty(await Store.Read.SearchAsync("%", 10, None));
    }

    [Theory]
    [InlineData("özdemir", "Özdemir")]
    [InlineData("ÖZ", "özdemir")]
    [InlineData("jÜr", "Jürgen")]
    [InlineData("ива", "Иванова")]
    public async Task Search_LettersBeyondAscii_AnyCase(string text, string name)
    {
        await NameAsync("c-0", "Jàx");
        await NameAsync("c-1", name);
        await NameAsync("c-2", "Zz");

        Assert.Equal(name, Assert.Single(await Store.Read.SearchAsync(text, 10, None)).Name);
    }

    [Theory]
    [InlineData("jurgen", "Jürgen Müller")]
    [InlineData("JÜRGEN", "Ju\u0308rgen Mu\u0308ller")] // the decomposed form
    [InlineData("Ju\u0308r", "Jürgen Müller")]
    [InlineData("müll", "Jürgen Müller")]
    [InlineData("muller", "Jürgen Müller")]
    [InlineData("silva", "Maria da Silva")]
    [InlineData("da sil", "Maria da Silva")]
    [InlineData("maria  DA", "Maria da Silva")]
    [InlineData("ludenscheidt", "Anna Müller-Lüdenscheidt")]
    [InlineData("muller lud", "Anna Müller-Lüdenscheidt")]
    [InlineData("obrien", "Sean O'Brien")]
    [InlineData("o’brien", "Sean O'Brien")]
    [InlineData("strasse", "Straße")]
    [InlineData("lodz", "Łódź")]
    [InlineData("nguyen", "Nguyễn Văn An")]
    [InlineData("αθην", "Αθήνα")]
    [InlineData("елкин", "Ёлкин")]
    [InlineData("\u1112\u1161\u11AB", "한국")]
    [InlineData("한국", "\u1112\u1161\u11AB\u1100\u116E\u11A8")]
    public async Task Search_WithoutAccentsInAnyNormalFormByAnyWord_FindsTheName(string text, string name)
    {
        await NameAsync("c-0", "Zora Other");
        await NameAsync("c-1", name);

        Assert.Equal(name, Assert.Single(await Store.Read.SearchAsync(text, 10, None)).Name);
    }

    [Fact]
    public async Task Search_SeveralWordsOfOneName_FindItOnce()
    {
        await NameAsync("anna-1", "Anna Annabel Ann");

        Assert.Single(await Store.Read.SearchAsync("ann", 10, None));
    }

    [Fact]
    public async Task Zones_ThatAreUnknown_AreCounted()
    {
        await Store.CommitAsync("c-1", c => c with { ZoneUnknown = true });
        await Store.CommitAsync("c-2", c => c with { ZoneUnknown = true });
        await Store.CommitAsync("c-3", c => c);
        Assert.Equal(new ZoneCount(2, 3), await Store.Read.ZonesAsync(None));

        await Store.CommitAsync("c-2", c => c with { NameChanged = true, ZoneUnknown = false });
        Assert.Equal(new ZoneCount(1, 3), await Store.Read.ZonesAsync(None));
    }

    [Fact]
    public async Task Search_NameThatChanged_IsFoundByTheNewOne()
    {
        await NameAsync("c-1", "Ann");
        await NameAsync("c-1", "Beth");

        Assert.Empty(await Store.Read.SearchAsync("ann", 10, None));
        Assert.Single(await Store.Read.SearchAsync("beth", 10, None));
    }

    [Fact]
    public async Task Status_CountsWhatIsThere()
    {
        await Store.CommitAsync("c-1", c => c with { NextDueAt = Make.Day(2), NextDueChanged = true, AtRisk = new AtRiskRow { Risk = 80 }, AtRiskChanged = true });
        await Store.CommitAsync("c-2", c => c with { NextDueAt = Make.Day(1), NextDueChanged = true });
        await Store.DecideAsync(Some.Action("a-1"));
        await Store.AdmitAsync(Some.Action("a-2"));
        await Store.DeadLetters.AddAsync(Some.Letter(1), None);
        await Store.Log.AppendAsync([Some.Item("t-1"), Some.Item("t-2")], None);

        var status = await Store.Read.StatusAsync(None);

        Assert.Equal((2L, 1L, 2L, 1L), (status.Customers, status.AtRisk, status.LogWaiting, status.DeadLetters));
        Assert.Equal((1L, 1L, 0L), (status.ActionsWaiting, status.ActionsSending, status.DeadActions));
        Assert.Equal((2L, Make.Day(1), Make.Start), (status.TimersArmed, status.NextTimerAt!.Value, status.OldestWaitingAt!.Value));
        Assert.True(status.Commits > 0);
    }

    private Task<CommitResult> RiskAsync(string customer, double? risk, DateTimeOffset? since = null) => Store.CommitAsync(
        customer, c => c with { AtRisk = risk is { } r ? new AtRiskRow { Risk = r, LowPointOpenedAt = since } : null, AtRiskChanged = true });

    private Task<CommitResult> NameAsync(string customer, string? name) => Store.CommitAsync(customer, c => c with { Name = name, NameChanged = true });

    private async Task<AtRiskRow> OneAsync() => Assert.Single(await Store.Read.AtRiskAsync(null, 10, None)).Row;

    private static (double, DateTimeOffset?) Row(AtRiskRow row) => (row.Risk, row.LowPointOpenedAt);

    private async Task<IEnumerable<string>> IdsAsync(ActionQuery query) => (await Store.Read.ActionsAsync(query, None)).Items.Select(a => a.Action.Id);
}
