using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>The way of a touchpoint through everything in one process.</summary>
public sealed class EmbeddedSiloTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly EmbeddedSilo _silo = new() { Current = new CompiledDefinitions(Documents.Set) };

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static Touchpoint Note(string customer, string id, string source = "shop", string type = "note", double day = 0) =>
        Make.Touchpoint(type, Make.Day(day), id, new CustomerId(customer), source);

    [Fact]
    public async Task Take_OneIdentityForTwoCustomers_AppliesBothAndCountsIt()
    {
        await _silo.TakeAsync(Note("ann", "1"));
        await _silo.TakeAsync(Note("bob", "1"));
        await _silo.TakeAsync(Note("bob", "1"), Note("bob", "2"));

        var shop = (await _silo.Read.LedgerAsync(None)).Sources.Single(l => l.Source == "shop");
        Assert.Equal((4L, 3L, 1L, 1L), (shop.Received, shop.Applied, shop.Duplicate, shop.Conflicting));
    }

    [Fact]
    public async Task Take_EverythingThatCanHappen_AddsUpInTheLedger()
    {
        _silo.Current = new CompiledDefinitions(Documents.Poisoned);
        await _silo.AppendAsync(Enumerable.Range(0, 200).Select(i => Note($"c-{i % 20}", $"t-{i}", i % 2 == 0 ? "shop" : "app")));
        await _silo.AppendAsync(Enumerable.Range(0, 30).Select(i => Note($"c-{i % 20}", $"t-{i}", i % 2 == 0 ? "shop" : "app")));
        await _silo.AppendAsync([Note("c-0", "t-0", day: 1), Note("c-1", "p", type: "poison.wanted")]);
        await _silo.Log.AppendAsync([Some.Raw("{ broken", "c-2"), Some.Raw("[]", "c-2", "app")], None);
        await _silo.RestAsync();

        var lines = (await _silo.Read.LedgerAsync(None)).Sources;
        Assert.All(lines, l => Assert.Equal(l.Received, l.Applied + l.Duplicate + l.Rejected));
        var (app, shop) = (lines.Single(l => l.Source == "app"), lines.Single(l => l.Source == "shop"));
        Assert.Equal((116L, 100L, 15L, 1L, 0L), (app.Received, app.Applied, app.Duplicate, app.Rejected, app.Conflicting));
        Assert.Equal((118L, 100L, 16L, 2L, 1L), (shop.Received, shop.Applied, shop.Duplicate, shop.Rejected, shop.Conflicting));
        Assert.Equal(["faulted", "unreadable", "unreadable"], (await _silo.DeadLetters.ListAsync(null, null, 10, None)).Items.Select(l => l.Letter.Reason).Order());
        Assert.Equal(10, (await _silo.StateAsync("c-1")).Touchpoints);
    }

    [Fact]
    public async Task Restart_RedeliveryOfEverything_AppliesNothingTwice()
    {
        await _silo.TakeAsync(Enumerable.Range(0, 100).Select(i => Note($"c-{i % 7}", $"t-{i}", type: i % 10 == 0 ? "mail.wanted" : "note")));
        await _silo.Log.AppendAsync([Some.Raw("{ broken")], None);
        await _silo.RestAsync();
        var before = (await _silo.Read.LedgerAsync(None)).Sources;
        var actions = (await _silo.Read.StatusAsync(None)).Customers;

        await _silo.ForgetPositionsAndRestartAsync();
        await _silo.RestAsync();
        await _silo.TakeAsync(Note("c-0", "new"));

        var after = Assert.Single((await _silo.Read.LedgerAsync(None)).Sources);
        Assert.Equal(before[0] with { Received = before[0].Received + 1, Applied = before[0].Applied + 1 }, after);
        Assert.Equal(actions, (await _silo.Read.StatusAsync(None)).Customers);
        Assert.Equal(101, (await Task.WhenAll(Enumerable.Range(0, 7).Select(i => _silo.StateAsync($"c-{i}")))).Sum(s => s.Touchpoints));
        Assert.Single((await _silo.DeadLetters.ListAsync(null, null, 10, None)).Items);
        Assert.Equal(10, (await _silo.Read.ActionsAsync(new() { Limit = 100 }, None)).Items.Select(a => a.Action.Id).Distinct().Count());
    }

    [Fact]
    public async Task Restart_StoppedWhileReading_AppliesEachOnce()
    {
        await _silo.AppendAsync(Enumerable.Range(0, 2000).Select(i => Note($"c-{i % 50}", $"t-{i}")));
        await _silo.StopAsync();
        await _silo.StartAsync();
        await _silo.RestAsync();

        var line = Assert.Single((await _silo.Read.LedgerAsync(None)).Sources);
        Assert.Equal((2000L, 2000L, 0L), (line.Received, line.Applied, line.Duplicate));
        Assert.Equal(2000, (await Task.WhenAll(Enumerable.Range(0, 50).Select(i => _silo.StateAsync($"c-{i}")))).Sum(s => s.Touchpoints));
    }

    [Fact]
    public async Task Faulted_Replayed_AfterTheDocumentsWereFixed_IsApplied()
    {
        _silo.Current = new CompiledDefinitions(Documents.Poisoned);
        await _silo.TakeAsync(Note("ann", "1"), Note("ann", "p", type: "poison.wanted"), Note("ann", "2"));
        Assert.Equal(2, (await _silo.StateAsync("ann")).Touchpoints);
        var listed = Assert.Single((await _silo.DeadLetters.ListAsync("faulted", null, 10, None)).Items);
        var letter = (await _silo.DeadLetters.GetAsync(listed.Id, None))!;
        Assert.Equal(("ann", "shop"), (letter.Letter.Customer, letter.Letter.Source));

        _silo.Current = new CompiledDefinitions(Documents.Set);
        Assert.True(await _silo.DeadLetters.ReplayAsync(letter.Id, new LogItem { Customer = new("ann"), Source = "shop", Body = letter.Letter.Body }, None));
        await _silo.RestAsync();

        Assert.Equal(3, (await _silo.StateAsync("ann")).Touchpoints);
        Assert.Single((await _silo.DeadLetters.ListAsync(null, null, 10, None)).Items);
        var line = Assert.Single((await _silo.Read.LedgerAsync(None)).Sources);
        Assert.Equal((4L, 3L, 1L), (line.Received, line.Applied, line.Rejected));
    }

    [Fact]
    public async Task Unreadable_CorrectedAndReplayed_IsApplied()
    {
        await _silo.Log.AppendAsync([Some.Raw("""{"id":"1","type":"note","customer":"ann","at":"not a time"}""", "ann")], None);
        await _silo.RestAsync();
        var letter = Assert.Single((await _silo.DeadLetters.ListAsync(null, null, 10, None)).Items);
        Assert.Contains("/at", letter.Letter.Detail, StringComparison.Ordinal);

        await _silo.DeadLetters.ReplayAsync(letter.Id, Some.Item("1", "ann"), None);
        await _silo.RestAsync();

        Assert.Equal(1, (await _silo.StateAsync("ann")).Touchpoints);
    }

    [Fact]
    public async Task Miss_TimePasses_OpensOneCase()
    {
        await _silo.TakeAsync(Make.Touchpoint("order.placed", Make.Start, "1", new("ann"), attributes: ("order", Make.Text("4711"))));
        Assert.Empty(await _silo.ActionsAsync("ann"));
        _silo.JourneyClock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));

        var action = await _silo.ActionAsync("ann", ActionStatus.Delivered);
        Assert.Equal(ActionKind.Callback, action.Action.Kind);
        Assert.NotNull(Assert.Single(await _silo.Read.AtRiskAsync(null, 10, None)).Row.LowPointOpenedAt);
        Assert.Equal((CaseStatus.Open, "Order 4711 is late"), ((await _silo.Cases.GetAsync(action.Action.Id, None))!.Status, (await _silo.Cases.GetAsync(action.Action.Id, None))!.Reason));
        Assert.Equal((1L, 1L), ((await _silo.Read.LedgerAsync(None)).Sources[0].Received, (await _silo.Read.LedgerAsync(None)).Sources[0].Applied));

        // Another restart opens no second case and makes no second action.
        await _silo.ForgetPositionsAndRestartAsync();
        await _silo.RestAsync();
        Assert.Single((await _silo.Cases.ListAsync(new CaseQuery(), None)).Items);
        Assert.Single(await _silo.ActionsAsync("ann"));
    }

    [Fact]
    public async Task Admission_ConsentRefused_SendsNothingAndSaysWhy()
    {
        await _silo.TakeAsync(
            Make.Touchpoint("customer.updated", Make.Start, "0", new("ann"), attributes: ("consent.email", Scalar.Of(false))),
            Note("ann", "1", type: "mail.wanted"));

        Assert.Equal(HoldReason.Consent, (await _silo.ActionAsync("ann", ActionStatus.Refused)).Reason);
    }

    [Fact]
    public async Task Admission_Promotion_NeedsAYes()
    {
        await _silo.TakeAsync(Note("ann", "1", type: "promo.wanted"));
        Assert.Equal(HoldReason.Consent, (await _silo.ActionAsync("ann", ActionStatus.Refused)).Reason);

        await _silo.TakeAsync(
            Make.Touchpoint("customer.updated", Make.Start, "0", new("bob"), attributes: ("consent.email", Scalar.Of(true))),
            Note("bob", "1", type: "promo.wanted"));
        await _silo.ActionAsync("bob", ActionStatus.Delivered);
    }

    [Fact]
    public async Task Admission_TooOld_IsNeverSent()
    {
        _silo.JourneyClock.Advance(TimeSpan.FromDays(2));
        await _silo.TakeAsync(Note("ann", "1", type: "mail.wanted"));

        Assert.Equal(HoldReason.Expired, (await _silo.ActionAsync("ann", ActionStatus.Refused)).Reason);
    }

    [Fact]
    public async Task Admission_Cooldown_HoldsTheSecondBack()
    {
        await _silo.TakeAsync(Note("ann", "1", type: "rare.wanted"));
        await _silo.ActionAsync("ann", ActionStatus.Delivered);
        await _silo.TakeAsync(Note("ann", "2", type: "rare.wanted", day: 0.001));

        await _silo.ActionAsync("ann", ActionStatus.Delivered);
        var held = Assert.Single((await _silo.Read.DecisionsAsync(new() { Customer = Some.Key("ann"), Outcome = PolicyOutcome.Held }, None)).Items);
        Assert.Equal((HoldReason.Cooldown, Make.Day(7)), (held.Decision.Reason, held.Decision.NextAt!.Value));
    }

    [Fact]
    public async Task Admission_KillSwitch_HoldsUntilSendingIsOnAgain()
    {
        await _silo.Sending.SetAsync(stopped: true, "Ann", None);
        await _silo.TakeAsync(Note("ann", "1", type: "mail.wanted"));
        var held = await _silo.ActionAsync("ann", ActionStatus.Held);
        Assert.Equal(HoldReason.KillSwitch, held.Reason);
        Assert.NotNull(held.NextAt);

        await _silo.Sending.SetAsync(stopped: false, "Ann", None);
        _silo.JourneyClock.Advance(Admission.AskAgainAfter);
        await _silo.ActionAsync("ann", ActionStatus.Delivered);
    }

    [Fact]
    public async Task AtRisk_DocumentsSayOtherwiseAfterARestart_TheRowGoes()
    {
        _silo.Current = new CompiledDefinitions(Documents.WithAtRisk(0));
        await _silo.TakeAsync(Note("ann", "1"));
        Assert.Single(await _silo.Read.AtRiskAsync(null, 10, None));

        await _silo.StopAsync();
        _silo.Current = new CompiledDefinitions(Documents.WithAtRisk(60));
        await _silo.StartAsync();
        await _silo.TakeAsync(Note("ann", "2"));

        Assert.Empty(await _silo.Read.AtRiskAsync(null, 10, None));
    }
}
