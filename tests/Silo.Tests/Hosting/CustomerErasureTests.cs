using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>Erasing customers while touchpoints come in, over restarts and redeliveries.</summary>
public sealed class CustomerErasureTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly EmbeddedSilo _silo = new() { Current = new CompiledDefinitions(Documents.Poisoned) };

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static Touchpoint Note(string customer, string id, double day = 0, string type = "note") =>
        Make.Touchpoint(type, Make.Day(day), id, new CustomerId(customer), "shop");

    private ICustomerGrain Customer(string id) => _silo.Get<ICustomers>()[Some.Key(id).ToString()];

    private async Task<LedgerLine> LedgerAsync() => (await _silo.Read.LedgerAsync(None)).Sources.Single(l => l.Source == "shop");

    [Fact]
    public async Task Erase_WhileTouchpointsComeIn_KeepsNoneAndCountsEachOnce()
    {
        const int before = 50, meanwhile = 400;
        await _silo.TakeAsync(Enumerable.Range(0, before).Select(i => Note("c-1", $"before-{i}")));
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < meanwhile; i++)
            {
                await _silo.AppendAsync(Note("c-1", $"late-{i}"), Note("c-2", $"other-{i}"));
            }
        });

        await Customer("c-1").EraseAsync("ada", None);
        await sending;
        await _silo.RestAsync();

        Assert.Null(await _silo.Read.CustomerAsync(Some.Key("c-1"), None));
        Assert.Null(await Customer("c-1").GetAsync(None));
        Assert.Equal(meanwhile, (await _silo.StateAsync("c-2")).Touchpoints);
        var line = await LedgerAsync();
        Assert.Equal(before + (2 * meanwhile), line.Received);
        Assert.Equal(line.Received, line.Applied + line.Erased);
        Assert.InRange(line.Erased, 1, meanwhile);
    }

    [Fact]
    public async Task Erase_ThenEverythingIsDeliveredAgain_CountsNothingTwice()
    {
        await _silo.TakeAsync(Enumerable.Range(0, 20).Select(i => Note("c-1", $"t-{i}")));
        await Customer("c-1").EraseAsync("ada", None);
        await _silo.TakeAsync(Note("c-1", "late"));

        await _silo.ForgetPositionsAndRestartAsync();
        await _silo.RestAsync();

        var line = await LedgerAsync();
        Assert.Equal((21L, 20L, 1L, 0L), (line.Received, line.Applied, line.Erased, line.Duplicate));
        Assert.Null(await _silo.Read.CustomerAsync(Some.Key("c-1"), None));
    }

    [Fact]
    public async Task Erase_TimersThatWereArmed_BringNobodyBack()
    {
        await _silo.TakeAsync(Make.Touchpoint("order.placed", Make.Start, "o-1", new CustomerId("c-1"), "shop", attributes: ("order", Scalar.Of("4711"))));
        await Customer("c-1").EraseAsync("ada", None);
        _silo.JourneyClock.Advance(TimeSpan.FromDays(9));

        await Customer("c-1").FireAsync(_silo.JourneyClock.GetUtcNow(), None);
        await Customer("c-1").AdmitAsync(["gone"], None);

        Assert.Null(await _silo.Read.CustomerAsync(Some.Key("c-1"), None));
        Assert.Equal(0, (await _silo.Read.StatusAsync(None)).Customers);
        Assert.Empty((await _silo.Cases.ListAsync(new CxOrchestrator.Storage.Dispatch.CaseQuery(), None)).Items);
    }

    [Fact]
    public async Task Readmit_ErasedCustomer_TakesWhatHappenedSinceAndNothingElse()
    {
        await _silo.TakeAsync(Note("c-1", "t-1"));
        await Customer("c-1").EraseAsync("ada", None);
        Assert.True(await Customer("c-1").ReadmitAsync("ada", None));
        Assert.False(await Customer("c-1").ReadmitAsync("ada", None));
        _silo.JourneyClock.Advance(TimeSpan.FromDays(1));

        await _silo.TakeAsync(Note("c-1", "late", day: -1), Note("c-1", "new", day: 0.5));
        await _silo.StopAsync();
        await _silo.StartAsync();
        await _silo.TakeAsync(Note("c-1", "later", day: -2), Note("c-1", "newer", day: 0.75));

        Assert.Equal(2, (await _silo.StateAsync("c-1")).Touchpoints);
        Assert.Equal((3L, 2L), (await LedgerAsync()) is var line ? (line.Applied, line.Erased) : default);
    }

    [Fact]
    public async Task Erase_RowThatSomebodyElseWrote_IsRefusedAndGoesTheNextTime()
    {
        await _silo.TakeAsync(Note("c-1", "t-1"));
        var store = _silo.Get<ICustomerStore>();
        var row = (await store.LoadAsync(Some.Key("c-1"), None))!;
        await store.CommitAsync(new CustomerCommit { Key = Some.Key("c-1"), ExpectedVersion = row.Version, State = row.State, Positions = row.Positions }, None);

        await Assert.ThrowsAsync<CustomerConflictException>(() => Customer("c-1").EraseAsync("ada", None));
        await EmbeddedSilo.UntilAsync(
            async () =>
            {
                try
                {
                    return await Customer("c-1").EraseAsync("ada", None) == 1;
                }
                catch (CustomerConflictException)
                {
                    return false;
                }
            },
            "the right activation to be asked");

        Assert.Null(await _silo.Read.CustomerAsync(Some.Key("c-1"), None));
    }
}
