using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Dead letters of those who are erased.</summary>
public abstract partial class ErasureSuite
{
    [Fact]
    public async Task Records_DeadLetters_AreThoseThatAnErasureRemoves()
    {
        await Store.DeadLetters.AddAsync(Some.Letter(1, body: "applied") with { Customer = "ann", Reason = "faulted" }, None);
        await Store.DeadLetters.AddAsync(Some.Letter(2, body: "{ keyed") with { Customer = "ann" }, None);
        await Store.DeadLetters.AddAsync(Some.Letter(3, body: """{"customer":"ann", broken"""), None);
        await Store.DeadLetters.AddAsync(Some.Letter(4, body: """{"customer":"ann", of another key""") with { Customer = "order-1" }, None);
        await Store.DeadLetters.AddAsync(Some.Letter(5, body: """{"customer":"anna", broken"""), None);
        await Store.DeadLetters.AddAsync(Some.Letter(6, body: """{"customer":"bob","note":"ask \"ann\""}""") with { Customer = "bob", Reason = "faulted" }, None);

        var letters = await Store.Services.GetRequiredService<ICustomerRecords>().DeadLettersAsync(Some.Key("ann"), None);

        Assert.Equal([1L, 2, 3, 4], letters.Select(l => l.Letter.Origin.Position));
    }

    [Fact]
    public async Task Add_DeadLetterOfSomebodyErased_IsCountedAndSaysNothing()
    {
        await Erasures.BeginAsync(new CustomerErasure { Key = Some.Key("ann"), ExpectedVersion = 0, Positions = [], At = Make.Start, By = "ada" }, None);
        await Store.DeadLetters.AddAsync(Some.Letter(1, body: "{ of ann") with { Customer = "ann", Detail = "ann" }, None);
        await Store.DeadLetters.AddAsync(Some.Letter(2, body: "{ of bob") with { Customer = "bob" }, None);

        var kept = (await Store.DeadLetters.ListAsync(null, null, 10, None)).Items.Single(l => l.Letter.Origin.Position == 1);
        Assert.Equal((null, "unreadable"), (kept.Letter.Customer, kept.Letter.Reason));
        Assert.StartsWith("It came in after its customer was erased", kept.Letter.Detail, StringComparison.Ordinal);
        Assert.Equal(0, (await Store.DeadLetters.GetAsync(kept.Id, None))!.Letter.Body.Length);
        Assert.Equal(2, (await Store.LedgerAsync("shop")).Rejected);
        Assert.All(await DumpAsync(), t => Assert.DoesNotContain("of ann", t.Value, StringComparison.Ordinal));

        await Erasures.ReadmitAsync(Some.Key("ann"), "ada", None);
        await Store.DeadLetters.AddAsync(Some.Letter(3, body: "{ again") with { Customer = "ann", At = Make.Day(1) }, None);
        Assert.Equal("{ again", Some.Text((await Store.DeadLetters.GetAsync((await Store.DeadLetters.ListAsync(null, null, 1, None)).Items[0].Id, None))!.Letter.Body));
    }
}
