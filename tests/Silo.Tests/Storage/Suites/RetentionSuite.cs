using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Retention;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Retention;
using CxOrchestrator.Storage.Voice;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What grows is kept for as long as it should be, and no longer.</summary>
public abstract class RetentionSuite : StoreSuite
{
    private static RetentionOptions Short => new()
    {
        History = TimeSpan.FromDays(31),
        Actions = TimeSpan.FromDays(30),
        Cases = TimeSpan.FromDays(40),
        DeadLetters = TimeSpan.FromDays(30),
        ReplayedLetters = TimeSpan.FromDays(2),
        Consents = TimeSpan.FromDays(60),
        Codes = TimeSpan.FromDays(50),
        Audit = TimeSpan.FromDays(90),
        DocumentVersions = 3,
        RowsMax = 7,
    };

    /// <summary>Removes whole months of timelines, where the store keeps them so.</summary>
    protected virtual Task KeepMonthsAsync(RetentionOptions options) => Task.CompletedTask;

    /// <summary>An entry of the year 2010, when nobody could ask the trail to keep it.</summary>
    protected abstract Task AddOldAuditAsync(string action);

    private IVoiceStore Voice => Store.Services.GetRequiredService<IVoiceStore>();

    private async Task KeepAsync(RetentionOptions? options = null)
    {
        await new RetentionKeeper(
            Store.Services.GetRequiredService<IRetention>(), Options.Create(options ?? Short), Store.JourneyClock, Store.Clock, NullLogger<RetentionKeeper>.Instance).RunAsync(None);
        await KeepMonthsAsync(Short);
    }

    /// <summary>A day of a small shop: one of everything.</summary>
    private async Task LiveAsync(int day)
    {
        var at = Store.JourneyClock.GetUtcNow();
        var customer = $"c-{day % 5}";
        var row = await Store.Customers.LoadAsync(Some.Key(customer), None);
        var sequence = (row?.Version ?? 0) + 1;
        await Store.CommitAsync(customer, c => c with
        {
            History = [Some.Entry(sequence, $"t-{day}", customer, at: at) with { ReceivedAt = at }],
            Decisions = [new StoredDecision(sequence, 0, Some.Decision() with { At = at })],
            Actions = [Some.Action($"waits-{day}", customer, decidedAt: at)],
            Consents = [Said(day, at)],
            Remarks = [new StoredRemark { Sequence = sequence, At = at, ReceivedAt = at, Source = "shop", Id = $"t-{day}", Type = "review", Excerpt = "late" }],
        });
        await Voice.CorrectAsync(Some.Key(customer), sequence, new NewCorrection { Class = 1, Reasons = [], By = "eve", At = at }, None);
        await Store.DeadLetters.AddAsync(Some.Letter(day) with { At = at }, None);
        await Store.OpenCaseAsync($"case-{day}", Some.Case(customer));
        await Store.Cases.ClaimAsync($"case-{day}", "eve", None);
        await Store.Cases.CompleteAsync($"case-{day}", "eve", "resolved", null, None);
        await Store.Cases.AnnouncedAsync([$"case-{day}"], None);
        await Store.Codes.AddAsync("pool", [$"code-{day}", $"free-{day}"], None);
        await Store.CommitAsync(customer, c => c with { Redemptions = [new CodeRedemption($"code-{day}", at)] });
        await Store.Audit.AddAsync(new AuditEntry { By = "eve", Action = AuditActions.CaseCompleted, Kind = "case", Id = $"case-{day}" }, None);
        await Store.Definitions.PublishAsync(day, [new StoredDocument { Kind = "policy", Id = "a", Version = day + 1, File = "a.yaml", Text = $"a {day}" }], "test", None);
    }

    private static StoredConsent Said(int day, DateTimeOffset at) => new()
    {
        Sequence = 1,
        At = at,
        ReceivedAt = at,
        Channel = "email",
        Agreed = day % 2 == 0,
        Source = "shop",
        Id = $"t-{day}",
        Type = "customer.updated",
    };

    private async Task<Dictionary<string, int>> RowsAsync()
    {
        var rows = new Dictionary<string, int>
        {
            ["history"] = 0,
            ["consents"] = 0,
            ["remarks"] = (await Voice.ListAsync(new RemarkQuery { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddYears(200) }, RemarkOrder.Newest, null, 10_000, None)).Items.Length,
            ["corrections"] = (await Voice.CorrectionsAsync(null, 10_000, None)).Items.Length,
            ["decisions"] = (await Store.Read.DecisionsAsync(new DecisionQuery { Limit = 10_000 }, None)).Items.Length,
            ["actions"] = (await Store.Read.ActionsAsync(new ActionQuery { Limit = 10_000 }, None)).Items.Length,
            ["cases"] = (await Store.Cases.ListAsync(new CaseQuery { Status = CaseStatus.Completed, Limit = 10_000 }, None)).Items.Length,
            ["letters"] = (await Store.DeadLetters.ListAsync(null, null, 10_000, None)).Items.Length,
            ["audit"] = (await Store.Audit.ListAsync(new AuditQuery { Limit = 10_000 }, None)).Items.Length,
            ["codes"] = (int)(await Store.Codes.ListAsync("pool", None)).Sum(p => p.Redeemed),
            ["sets"] = (await Store.Definitions.ListAsync(10_000, None)).Length,
            ["versions"] = (await Store.Life.VersionsAsync(new("policy", "a"), null, 10_000, None)).Length,
        };
        for (var i = 0; i < 5; i++)
        {
            rows["history"] += (await Store.Read.HistoryAsync(Some.Key($"c-{i}"), null, 10_000, None)).Length;
            rows["consents"] += (await Store.Services.GetRequiredService<IConsentLog>().ListAsync(Some.Key($"c-{i}"), null, 10_000, None)).Items.Length;
        }

        return rows;
    }

    [Fact]
    public async Task Keep_AYearOfASmallShop_StaysWithinItsBound()
    {
        // Both clocks go together, as they do outside of tests.
        // The trail's entries are kept by the database's own clock, for which all of these are of a day to come.
        var start = Store.Clock.GetUtcNow();
        var options = Short;
        options.Audit = TimeSpan.FromDays(3_650);
        Dictionary<string, int>? half = null;
        for (var day = 0; day < 365; day++)
        {
            Store.JourneyClock.SetUtcNow(start.AddDays(day));
            Store.Clock.SetUtcNow(start.AddDays(day));
            await LiveAsync(day);
            if (day % 10 == 0)
            {
                await KeepAsync(options);
            }

            half = day == 180 ? await RowsAsync() : half;
        }

        await KeepAsync(options);
        var rows = await RowsAsync();

        // Days of retention, ten between two looks, and for timelines of a cluster the rest of a month.
        Assert.InRange(rows["history"], 31, 31 + 10 + 31);
        Assert.InRange(rows["decisions"], 31, 31 + 10 + 31);
        Assert.Equal(31, rows["actions"] - WaitingOf(rows));
        Assert.Equal(41, rows["cases"]);
        Assert.Equal(31, rows["letters"]);
        Assert.Equal((32, 32), (rows["remarks"], rows["corrections"]));
        Assert.Equal(61, rows["consents"]);
        Assert.Equal(51, rows["codes"]);
        Assert.Equal(33, rows["sets"]);
        Assert.Equal(4, rows["versions"]);

        Assert.All(rows.Where(r => r.Key is not ("audit" or "actions")), r => Assert.InRange(r.Value, 1, half![r.Key] + 31));
    }

    // Those that nobody admitted stay: they are not at an end.
    private static int WaitingOf(Dictionary<string, int> rows) => rows["actions"] - 31;

    [Fact]
    public async Task Keep_WhatIsNotAtItsEnd_Stays()
    {
        await Store.DecideAsync(Some.Action("waits"));
        await Store.OpenCaseAsync("open");
        await Store.Codes.AddAsync("pool", ["free"], None);
        Store.JourneyClock.Advance(TimeSpan.FromDays(3_000));
        Store.Clock.Advance(TimeSpan.FromDays(3_000));

        await KeepAsync();

        Assert.Equal(ActionStatus.Decided, (await Store.ActionAsync("waits")).Status);
        Assert.NotNull(await Store.Cases.GetAsync("open", None));
        Assert.Equal(1, (await Store.Codes.ListAsync("pool", None)).Single().Free);
        Assert.NotNull(await Store.Read.CustomerAsync(Some.Key(), None));
    }

    [Fact]
    public async Task Keep_ReplayedLetter_GoesBeforeOneThatWaits()
    {
        await Store.DeadLetters.AddAsync(Some.Letter(1), None);
        await Store.DeadLetters.AddAsync(Some.Letter(2), None);
        await Store.DeadLetters.ReplayAsync(1, Some.Item("t-1"), None);
        Store.JourneyClock.Advance(TimeSpan.FromDays(3));

        await KeepAsync();

        Assert.Equal([2L], (await Store.DeadLetters.ListAsync(null, null, 10, None)).Items.Select(l => l.Id));
    }

    [Fact]
    public async Task Keep_AuditEntryOfLastWeek_IsRefusedByTheStoreItself()
    {
        await Store.Audit.AddAsync(new AuditEntry { By = "eve", Action = AuditActions.SignedIn }, None);
        await Assert.ThrowsAnyAsync<Exception>(
            () => Store.Services.GetRequiredService<IRetention>().TrimAsync(Kept.Audit, Store.Clock.GetUtcNow().AddDays(1), 0, 10, None));
        Assert.Single((await Store.Audit.ListAsync(new AuditQuery(), None)).Items);
    }

    [Fact]
    public async Task Keep_AuditEntryOfYearsAgo_IsRemoved()
    {
        await AddOldAuditAsync(AuditActions.SignedIn);
        await Store.Audit.AddAsync(new AuditEntry { By = "eve", Action = AuditActions.SignedOut }, None);

        await KeepAsync();

        Assert.Equal([AuditActions.SignedOut], (await Store.Audit.ListAsync(new AuditQuery(), None)).Items.Select(e => e.Action));
    }
}
