using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Codes;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A code's way: from the pool to a customer with the offer, and back with the touchpoint that says it was used.</summary>
public sealed class CodesTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly EmbeddedSilo _silo = new()
    {
        Current = new CompiledDefinitions(new DefinitionSet
        {
            Version = 1,
            Policies =
            [
                new PolicyDefinition
                {
                    Id = "spring",
                    Name = "Spring",
                    Version = 1,
                    Category = PolicyCategory.Service,
                    Triggers = [new OnTouchpoint { Match = new TouchpointMatch { Type = "voucher.wanted" } }],
                    Actions = [new OfferTemplate { Channel = "email", Offer = "voucher", Codes = "spring", Text = "Yours: {offer.code}" }],
                    ExpiresAfter = TimeSpan.FromDays(2),
                },
            ],
        }),
    };

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    [Fact]
    public async Task Offers_MoreThanCodes_WaitForTheirsAndNoneIsGivenTwice()
    {
        var pools = _silo.Get<ICodePools>();
        await pools.AddAsync("spring", ["A", "B"], None);
        string[] customers = ["c-1", "c-2", "c-3"];
        await _silo.TakeAsync(customers.Select(c => Make.Touchpoint("voucher.wanted", Make.Day(0), $"w-{c}", new CustomerId(c))));
        async Task<IReadOnlyList<OutboxItem>> AllAsync() => [.. (await Task.WhenAll(customers.Select(_silo.ActionsAsync))).SelectMany(a => a)];

        await EmbeddedSilo.UntilAsync(async () => (await AllAsync()).Select(a => a.Status).Order().SequenceEqual([ActionStatus.Held, ActionStatus.Delivered, ActionStatus.Delivered]), "two offers to go out and one to be held");
        var all = await AllAsync();
        Assert.Equal(["A", "B"], all.Where(a => a.Status == ActionStatus.Delivered).Select(a => a.Action[ActionContent.Code]).Order());
        var held = all.Single(a => a.Status == ActionStatus.Held);
        Assert.Equal((HoldReason.Codes, "The pool spring has no code left", "Yours: {offer.code}"), (held.Reason, held.HeldBy, held.Action[ActionContent.Text]));

        await pools.AddAsync("spring", ["C"], None);
        _silo.JourneyClock.Advance(TimeSpan.FromMinutes(15));
        var last = await _silo.ActionAsync(held.Key.Customer.Value, ActionStatus.Delivered);
        Assert.Equal(("C", "Yours: C"), (last.Action[ActionContent.Code], last.Action[ActionContent.Text]));

        await _silo.TakeAsync(Make.Touchpoint("offer.redeemed", Make.Day(0.01), "r", held.Key.Customer, attributes: [("code", Make.Text("C"))]));
        var code = (await pools.FindAsync("C", None))!;
        Assert.Equal((Make.Day(0.01), held.Key.ToString(), held.Action.Id), (code.RedeemedAt, code.RedeemedBy, code.Action));
    }
}
