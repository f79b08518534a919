using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Erasure;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Storage.Voice;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Erasing customers: what goes, what stays, and how what comes in late is known.</summary>
public abstract partial class ErasureSuite : StoreSuite
{
    /// <summary>In every field that can say something of a customer.</summary>
    private const string Marker = "zz-marker-zz";

    private ICustomerErasures Erasures => Store.Services.GetRequiredService<ICustomerErasures>();

    protected IErasureStore Erased => Store.Services.GetRequiredService<IErasureStore>();

    private static CustomerKey Key => Some.Key(Marker);

    /// <summary>Every row of every table as text, by table.</summary>
    protected abstract Task<IReadOnlyDictionary<string, string>> DumpAsync();

    /// <summary>Everything in the log is applied.</summary>
    protected virtual Task ReadLogAsync() => Task.CompletedTask;

    private protected ErasureRunner Runner(params IErasureStep[] steps) => new(
        Erased, Store.Services.GetServices<IErasableLog>(), steps, Options.Create(new ErasureOptions { RowsMax = 3 }), Store.Clock, NullLogger<ErasureRunner>.Instance);

    private async Task<ErasureMark?> BeginAsync(CustomerKey key)
    {
        var row = await Store.Customers.LoadAsync(key, None);
        return await Erasures.BeginAsync(
            new CustomerErasure { Key = key, ExpectedVersion = row?.Version ?? 0, Positions = row?.Positions ?? [], At = Store.JourneyClock.GetUtcNow(), By = "ada" }, None);
    }

    protected async Task EraseAsync(CustomerKey key)
    {
        Assert.NotNull(await BeginAsync(key));
        var runner = Runner();
        await runner.RunAsync(None);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await runner.RunAsync(None);
    }

    [Fact]
    public async Task Erase_SomebodyWhoIsInEveryTable_IsFoundInNone()
    {
        await FillAsync("other", 50);
        await FillAsync(Marker, 1);
        await ReadLogAsync();
        var before = await DumpAsync();

        // A table that is new is either filled above, or it is one of these, which hold nothing of customers.
        string[] ofNobody =
        [
            "accounts", "api_keys", "definition_documents", "definition_sets", "document_versions", "drafts", "erasure_key", "erasures", "event_hours", "ledger", "ledger_sources", "merge_numbers",
            "limits", "log_head", "log_positions", "log_progress", "policy_hours", "policy_switches", "protection_keys", "sending", "sent_before", "sign_in_tries", "silo_figures",
            "sqlite_sequence", "test_sends", "webhook_endpoints", "customer_counts", "schema_steps", "connection_states", "connection_secrets", "in_app_keys", "return_mailboxes", "source_pulls", "source_enrichments", "images", "source_counts",
            "file_imports", "file_import_parts", "warning_searches",
        ];
        Assert.All(before.Where(t => !ofNobody.Contains(t.Key)), t => Assert.Contains(Marker, t.Value, StringComparison.Ordinal));
        Assert.All(before.Where(t => ofNobody.Contains(t.Key)), t => Assert.DoesNotContain(Marker, t.Value, StringComparison.Ordinal));

        await EraseAsync(Key);

        Assert.All(await DumpAsync(), t => Assert.DoesNotContain(Marker, t.Value, StringComparison.Ordinal));
        var erasure = Assert.Single((await Erased.ListAsync(null, 10, None)).Items);
        Assert.Equal((Store.Clock.GetUtcNow(), null, "ada"), (erasure.DoneAt, erasure.Failure, erasure.RequestedBy));
        Assert.Equal(
            (10L, 4L, 3L, 1L, 1L, 1L),
            (erasure.Removed["touchpoints"], erasure.Removed["decisions"], erasure.Removed["deadLetters"], erasure.Removed["cases"], erasure.Removed["consents"], erasure.Removed["samples"]));
        Assert.Equal((1L, 1L), (erasure.Removed["remarks"], erasure.Removed["corrections"]));
        Assert.Empty(await Erased.RunningAsync(None));
    }

    [Fact]
    public async Task Erase_OneOfTwo_LeavesTheOtherWhole()
    {
        await FillAsync("other", 50);
        await FillAsync(Marker, 1);
        await ReadLogAsync();
        var other = Some.Key("other");
        var before = await OfAsync(other);

        await EraseAsync(Key);

        Assert.Equal(before, await OfAsync(other));

        // With the two that were parts for a while.
        Assert.Equal(3, (await Store.Read.StatusAsync(None)).Customers);
        Assert.Equal(4, (await Store.Codes.ListAsync("pool", None)).Sum(p => p.Total));
        Assert.Equal((2L, 2L), (await Store.Codes.ListAsync("pool", None)).Select(p => (p.Given, p.Redeemed)).Single());
        Assert.Contains("somebody", (await Store.Backtests.GetAsync("01", None))!.Report, StringComparison.Ordinal);
        Assert.Equal(["other-order"], (await Store.Catalogue.ListAsync(Make.Start, None)).Single().Detail.Attributes.Single().Examples);
    }

    [Fact]
    public async Task Add_ToTheCatalogueAfterTheErasure_StoresNoValueOfTheCustomer()
    {
        await FillAsync(Marker, 1);
        await ReadLogAsync();
        await EraseAsync(Key);

        // Gathered before the erasure, stored long after it.
        await Store.Catalogue.AddAsync([Seen(Marker) with { Customers = [Some.Key("other"), Key] }], None);
        await Store.Catalogue.AddAsync([Seen("other") with { Customers = [Some.Key("other")] }], None);

        var type = Assert.Single(await Store.Catalogue.ListAsync(Make.Start, None));
        Assert.Equal(3, type.Count);
        Assert.Equal(["other-order"], type.Detail.Attributes.Single().Examples);
        Assert.All(await DumpAsync(), t => Assert.DoesNotContain(Marker, t.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Erase_SomebodyWhoWasAPartForATime_TakesItsTouchpointsOutOfTheOthersHistory()
    {
        await Store.CommitAsync("kept");
        await Store.CommitAsync(Marker);
        await MergeAndUndoAsync(Some.Key("kept"), Marker);
        HistoryEntry Entry(long sequence, string customer) => Some.Entry(sequence, $"{customer}-{sequence}", customer) with { ReceivedAt = Make.Day(1), Input = Some.Utf8(customer) };
        await Store.CommitAsync("kept", c => c with
        {
            History = [Entry(1, Marker), Entry(2, "kept"), Entry(3, Marker), Entry(4, Marker), Entry(5, Marker), Entry(6, "kept") with { Kind = HistoryKind.Unmerge, IdentityHash = 0, Input = Some.Utf8(Marker) }],
            Remarks = [Remark(Marker)],
        });
        await Store.Services.GetRequiredService<IVoiceStore>().CorrectAsync(Some.Key("kept"), 1, new NewCorrection { Class = 0, Reasons = [Marker], By = "eve", At = Make.Start }, None);

        await EraseAsync(Key);

        Assert.Equal(["kept-2"], (await Store.Read.HistoryAsync(Some.Key("kept"), null, 10, None)).Select(h => h.Id));
        Assert.All(await DumpAsync(), t => Assert.DoesNotContain(Marker, t.Value, StringComparison.Ordinal));
    }

    private async Task<(long, int, int, int, int, int, int)> OfAsync(CustomerKey key) => (
        (await Store.Customers.LoadAsync(key, None))!.Version,
        (await Store.Read.HistoryAsync(key, null, 100, None)).Length,
        (await Store.Read.DecisionsAsync(new DecisionQuery { Customer = key }, None)).Items.Length,
        (await Store.Read.ActionsAsync(new ActionQuery { Customer = key }, None)).Items.Length,
        (await Store.Services.GetRequiredService<IConsentLog>().ListAsync(key, null, 100, None)).Items.Length,
        (await Store.Services.GetRequiredService<ICustomerRecords>().DeadLettersAsync(key, None)).Length,
        (await Store.Services.GetRequiredService<ICustomerRecords>().CodesAsync(key, None)).Length);

    [Fact]
    public async Task Erase_AuditTrail_SaysWhatWasDoneAndNotToWhom()
    {
        await FillAsync(Marker, 1);

        await EraseAsync(Key);

        var entries = (await Store.Audit.ListAsync(new AuditQuery(), None)).Items;
        Assert.Equal(
            [(AuditActions.TestSent, "policy", "erased"), (AuditActions.CaseCompleted, "case", "erased"), (AuditActions.Suppressed, "customer", "erased")],
            entries.Select(e => (e.Action, e.Kind, e.Id)));
        Assert.All(entries, e => Assert.Null(e.Detail));
    }

    [Fact]
    public async Task Begin_BeforeAnythingElseIsRemoved_NothingActsOnTheCustomerAnyMore()
    {
        await FillAsync(Marker, 1);

        var mark = await BeginAsync(Key);

        Assert.Equal((1L, 1L, false), (mark!.Number, mark.Version, mark.Readmitted));
        Assert.Null(await Store.Read.CustomerAsync(Key, None));
        Assert.Empty(await Store.Read.SearchAsync(Marker, 10, None));
        Assert.Empty(await Store.Read.AtRiskAsync(null, 10, None));
        Assert.Empty((await Store.Read.ActionsAsync(new ActionQuery { Customer = Key }, None)).Items);
        Assert.Empty(await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow().AddDays(1), TimeSpan.FromMinutes(1), 100, None));
        Assert.Equal(0, (await Store.Read.StatusAsync(None)).TimersArmed);
    }

    [Fact]
    public async Task Begin_RowOfAnotherVersion_RemovesNothing()
    {
        await Store.CommitAsync(Marker);
        Assert.Null(await Erasures.BeginAsync(new CustomerErasure { Key = Key, ExpectedVersion = 2, Positions = [], At = Make.Start, By = "ada" }, None));
        Assert.NotNull(await Store.Read.CustomerAsync(Key, None));
        Assert.Empty((await Erased.ListAsync(null, 10, None)).Items);
    }

    [Fact]
    public async Task Begin_Again_IsTheOneThatIsUnderWay()
    {
        await FillAsync(Marker, 1);
        var first = await BeginAsync(Key);
        var again = await BeginAsync(Key);
        Assert.Equal((first!.Number, first.Version, first.At), (again!.Number, again.Version, again.At));
        Assert.Equal(4 + 4, (await Erased.GetAsync(first.Number, None))!.Removed["actions"]);
    }

    [Fact]
    public async Task Load_ErasedCustomer_HasTheMarkAndItsPositions()
    {
        await FillAsync(Marker, 1);
        await EraseAsync(Key);
        await Store.ReopenAsync();

        var row = await Store.Customers.LoadAsync(Key, None);

        Assert.Equal((0L, Make.Start), (row!.Version, row.Erased!.At));
        Assert.Equal([new LogPosition("log", 1, 10)], row.Positions);
        Assert.Null(await Store.Customers.LoadAsync(Some.Key("c-2"), None));
    }

    [Fact]
    public async Task Count_LateTouchpoints_AreCountedOnceAndTheLedgerAddsUp()
    {
        await Store.CommitAsync(Marker);
        await Store.Log.AppendAsync([Some.Item("late-1", Marker), Some.Item("late-2", Marker)], None);
        var mark = await BeginAsync(Key);
        var count = new ErasedCount { Key = Key, ExpectedVersion = mark!.Version, Positions = [new LogPosition("log", 1, 12)], Ledger = [new LedgerCount { Source = "shop", Erased = 2 }] };

        Assert.True(await Erasures.CountAsync(count, None));
        Assert.False(await Erasures.CountAsync(count, None));

        var line = await Store.LedgerAsync();
        Assert.Equal((2L, 2L, 0L), (line.Received, line.Erased, line.Waiting));
        Assert.Equal([new LogPosition("log", 1, 12)], (await Store.Customers.LoadAsync(Key, None))!.Positions);
    }

    [Fact]
    public async Task Readmit_ErasedCustomer_MayComeBackOnce()
    {
        await Store.CommitAsync(Marker);
        await EraseAsync(Key);
        Assert.Equal([Key], await Erased.KeptOutAsync([Key, Some.Key("c-2")], None));

        var mark = await Erasures.ReadmitAsync(Key, "ada", None);

        Assert.True(mark!.Readmitted);
        Assert.True(mark.KeepsOut(Make.Start));
        Assert.False(mark.KeepsOut(Make.Start.AddMilliseconds(1)));
        Assert.Null(await Erasures.ReadmitAsync(Key, "ada", None));
        Assert.Null(await Erasures.ReadmitAsync(Some.Key("c-2"), "ada", None));
        Assert.Empty(await Erased.KeptOutAsync([Key], None));
        Assert.Equal("ada", (await Erased.FindAsync(Key, None))!.ReadmittedBy);
    }

    [Fact]
    public async Task Erase_SomebodyWhoCameBack_IsErasedAgainUnderTheSameNumber()
    {
        await Store.CommitAsync(Marker);
        await EraseAsync(Key);
        await Erasures.ReadmitAsync(Key, "ada", None);
        await Store.CommitAsync(Marker, c => c with { Consents = [Said(Marker)] });
        Assert.NotNull((await Store.Customers.LoadAsync(Key, None))!.Erased);

        await EraseAsync(Key);

        var erasure = Assert.Single((await Erased.ListAsync(null, 10, None)).Items);
        Assert.Equal((1L, null), (erasure.Number, erasure.ReadmittedAt));
        Assert.Equal(1, erasure.Removed["consents"]);
    }

    [Fact]
    public async Task Run_ProcessThatDiesHalfWay_IsFinishedByAnother()
    {
        await FillAsync(Marker, 1);
        await ReadLogAsync();
        await BeginAsync(Key);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ErasureRunner(
            new DyingStore(Erased), [], [], Options.Create(new ErasureOptions { RowsMax = 3 }), Store.Clock, NullLogger<ErasureRunner>.Instance).RunAsync(None));
        var half = (await Store.Read.HistoryAsync(Key, null, 100, None)).Length;
        Assert.InRange(half, 1, 9);
        await Store.ReopenAsync();

        // While the one that died may be alive, nobody takes its place.
        Store.Clock.Advance(TimeSpan.FromSeconds(1));
        var another = Runner();
        await another.RunAsync(None);
        Assert.Equal(half, (await Store.Read.HistoryAsync(Key, null, 100, None)).Length);
        Store.Clock.Advance(TimeSpan.FromMinutes(2));
        await another.RunAsync(None);

        Assert.NotNull(Assert.Single((await Erased.ListAsync(null, 10, None)).Items).DoneAt);
        Assert.All(await DumpAsync(), t => Assert.DoesNotContain(Marker, t.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_StepThatFails_SaysSoAndIsDoneOnceItGoes()
    {
        await Store.CommitAsync(Marker);
        await BeginAsync(Key);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        var step = new Step { Fails = true };
        var runner = Runner(step);
        await runner.RunAsync(None);
        var running = Assert.Single((await Erased.ListAsync(null, 10, None)).Items);
        Assert.Equal((null, "The brokers are away."), (running.DoneAt, running.Failure));

        step.Fails = false;
        await runner.RunAsync(None);

        var done = Assert.Single((await Erased.ListAsync(null, 10, None)).Items);
        Assert.Equal((Store.Clock.GetUtcNow(), null), (done.DoneAt, done.Failure));
        Assert.Equal(Key, step.Ran);
    }
}
