using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Identities of customers: who has them, who had them first, and whom they find.</summary>
public abstract class IdentitySuite : StoreSuite
{
    private const int SharedMax = 2;

    private Task<CommitResult> SeeAsync(string customer, params SeenIdentity[] seen) =>
        Store.CommitAsync(customer, c => c with { Identities = [.. seen], IdentitySharedMax = SharedMax, Name = customer.ToUpperInvariant(), NameChanged = true });

    private async Task<IEnumerable<string>> OfAsync(string customer) =>
        (await Store.Identities.ListAsync(Some.Key(customer), SharedMax, None)).Select(h => $"{h.Seen.Identity}={h.Customers}");

    private async Task<IEnumerable<string>> FindAsync(string[] values, string? address = null, int limit = 10) =>
        (await Store.Identities.FindAsync(values, address, limit, None)).Select(h => $"{h.Key.Customer} {h.Name} by {h.Identity}");

    private async Task<KnownOwner> OwnerAsync(string kind, string value)
    {
        var identity = new CustomerIdentity(kind, value);
        return (await Store.Identities.KnownAsync([identity], SharedMax, None)).Of(identity);
    }

    private static Touchpoint Of(params (string Kind, string Value)[] identities) =>
        Make.Touchpoint("order.placed", Make.Start) with { Customer = default, Identities = IdentitySet.Of(identities.Select(i => new CustomerIdentity(i.Kind, i.Value))) };

    private async Task<IEnumerable<string?>> CustomersAsync(params Touchpoint[] touchpoints) =>
        (await Store.Found.FindAsync(touchpoints, None)).Select(f => f.Touchpoint?.Customer.Value);

    [Fact]
    public async Task Commit_IdentitySeenAgain_KeepsTheFirstSourceInAnyOrder()
    {
        var (early, late) = (Some.Seen("email", "a@b.de", 1, "crm") with { Given = "A@b.de" }, Some.Seen("email", "a@b.de", 3));
        await SeeAsync("c-1", late);
        await SeeAsync("c-1", early, Some.Seen("cookie", "k", 2));
        await SeeAsync("c-2", early with { Identity = new("email", "other@b.de") });
        await SeeAsync("c-2", late with { Identity = new("email", "other@b.de") });

        var expected = early with { LastSeen = Make.Day(3) };
        var held = await Store.Identities.ListAsync(Some.Key(), SharedMax, None);
        Assert.Equal([expected, Some.Seen("cookie", "k", 2)], held.Select(h => h.Seen));
        Assert.Equal(expected with { Identity = new("email", "other@b.de") }, Assert.Single(await Store.Identities.ListAsync(Some.Key("c-2"), SharedMax, None)).Seen);
    }

    [Fact]
    public async Task Commit_UnusableIdentity_IsShownAndBelongsToNobody()
    {
        await SeeAsync("c-1", Some.Seen("crm", "null") with { Problem = IdentityProblem.Junk });

        Assert.Equal(IdentityProblem.Junk, Assert.Single(await Store.Identities.ListAsync(Some.Key(), SharedMax, None)).Seen.Problem);
        Assert.Null((await OwnerAsync("crm", "null")).Owner);
        Assert.Empty(await FindAsync(["null"]));
    }

    [Fact]
    public async Task Commit_ThatConflicts_KeepsNoIdentity()
    {
        await Store.CommitAsync("c-1");
        var stale = new CustomerCommit { Key = Some.Key(), ExpectedVersion = 7, State = Some.Utf8("s"), Identities = [Some.Seen("crm", "1")], IdentitySharedMax = SharedMax };

        Assert.Equal(CommitResult.Conflict, await Store.Customers.CommitAsync(stale, None));
        Assert.Empty(await OfAsync("c-1"));
        Assert.Null((await OwnerAsync("crm", "1")).Owner);
    }

    [Fact]
    public async Task Known_ManyCustomers_IsSharedBeyondTheBoundAndTheFirstStaysTheOwner()
    {
        foreach (var customer in (string[])["c-2", "c-1"])
        {
            await SeeAsync(customer, Some.Seen("phone", "+4930"));
        }

        Assert.Equal(new KnownOwner(new CustomerId("c-2"), false), await OwnerAsync("phone", "+4930"));
        await SeeAsync("c-3", Some.Seen("phone", "+4930"));
        await SeeAsync("c-4", Some.Seen("phone", "+4930"));
        Assert.Equal(new KnownOwner(new CustomerId("c-2"), true), await OwnerAsync("phone", "+4930"));
        Assert.Equal(["phone:+4930=3"], await OfAsync("c-1"));
        Assert.Equal(KnownOwner.Nobody, await OwnerAsync("email", "+4930"));
    }

    [Fact]
    public async Task Known_WhatTheOwnerHasOfTheKinds_IsKnownToo()
    {
        await SeeAsync("c-1", Some.Seen("phone", "+4930"), Some.Seen("crm", "1"), Some.Seen("crm", "null") with { Problem = IdentityProblem.Junk });
        await Store.Identities.ClaimAsync([new IdentityClaim(new("shopify", "7"), new CustomerId("c-1"))], None);

        var knowledge = await Store.Identities.KnownAsync([new("phone", "+4930"), new("crm", "2"), new("shopify", "8"), new("cookie", "k")], SharedMax, None);

        Assert.True(knowledge.HasOther(new CustomerId("c-1"), new("crm", "2")));
        Assert.True(knowledge.HasOther(new CustomerId("c-1"), new("shopify", "8")));
        Assert.False(knowledge.HasOther(new CustomerId("c-1"), new("crm", "1")));
        Assert.False(knowledge.HasOther(new CustomerId("c-1"), new("cookie", "k")));
    }

    [Fact]
    public async Task Claim_OneThatSomebodyHas_ClaimsNone()
    {
        await SeeAsync("c-1", Some.Seen("crm", "1"));

        Assert.False(await Store.Identities.ClaimAsync([new(new("email", "a@b.de"), new("c-2")), new(new("crm", "1"), new("c-2"))], None));
        Assert.Null((await OwnerAsync("email", "a@b.de")).Owner);
        Assert.True(await Store.Identities.ClaimAsync([new(new("email", "a@b.de"), new("c-2")), new(new("crm", "2"), new("c-2"))], None));
        Assert.Equal("c-2", (await OwnerAsync("email", "a@b.de")).Owner?.Value);
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_OneHasThemAll()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Store.Identities.ClaimAsync(
            [.. (i % 2 == 0 ? (string[])["a", "b", "c"] : ["c", "b", "a"]).Select(v => new IdentityClaim(new("crm", v), new($"c-{i}")))], None)));

        Assert.Single(results, won => won);
        var owners = new HashSet<string?>();
        foreach (var value in (string[])["a", "b", "c"])
        {
            owners.Add((await OwnerAsync("crm", value)).Owner?.Value);
        }

        Assert.Equal([$"c-{Array.IndexOf(results, true) + 1}"], owners);
    }

    [Fact]
    public async Task Commit_BeyondTheBound_DropsWhatIdentifiesNobodyThenTheOldestWeakOnes()
    {
        await SeeAsync("c-1", [.. Enumerable.Range(0, IIdentityStore.CustomerMax - 2).Select(i => Some.Seen("cookie", $"k{i:00}", i)), Some.Seen("crm", "1"), Some.Seen("crm", "null") with { Problem = IdentityProblem.Junk }]);
        await SeeAsync("c-1", Some.Seen("device", "d", 200), Some.Seen("email", "a@b.de", -9));

        var values = (await Store.Identities.ListAsync(Some.Key(), SharedMax, None)).Select(h => h.Seen.Identity.Value).ToList();
        Assert.Equal(IIdentityStore.CustomerMax, values.Count);
        Assert.DoesNotContain("null", values);
        Assert.DoesNotContain("k00", values);
        Assert.Superset(new HashSet<string> { "1", "d", "a@b.de", "k01" }, values.ToHashSet());
        Assert.Null((await OwnerAsync("cookie", "k00")).Owner);
        Assert.Equal("c-1", (await OwnerAsync("cookie", "k01")).Owner?.Value);
    }

    [Fact]
    public async Task Find_ByAnyValueAndByTheBeginningOfAnAddress_FindsEachCustomerOnce()
    {
        await SeeAsync("c-1", Some.Seen("email", "ann@b.de"), Some.Seen("crm", "ann@b.de"), Some.Seen("phone", "+4930"));
        await SeeAsync("c-2", Some.Seen("email", "anna@b.de"));
        await SeeAsync("c-3", Some.Seen("cookie", "ann"));

        Assert.Equal(["c-1 C-1 by phone:+4930"], await FindAsync(["+4930"]));
        Assert.Equal(["c-1 C-1 by crm:ann@b.de"], await FindAsync(["ann@b.de"]));
        Assert.Equal(["c-3 C-3 by cookie:ann", "c-1 C-1 by email:ann@b.de", "c-2 C-2 by email:anna@b.de"], await FindAsync(["ann"], "ann"));
        Assert.Equal(["c-3 C-3 by cookie:ann", "c-1 C-1 by email:ann@b.de"], await FindAsync(["ann"], "ann", 2));
        Assert.Empty(await FindAsync(["+493"], "b"));
    }

    [Fact]
    public async Task FindCustomer_OfTouchpoints_IsFoundOrMadeOnce()
    {
        await SeeAsync("c-1", Some.Seen("crm", "1"));

        Assert.Equal(
            ["c-1", "email:a@b.de", "email:a@b.de", "c-9"],
            await CustomersAsync(Of(("crm", "1"), ("cookie", "k")), Of(("email", " A@B.de "), ("phone", "+49 30 1234567")), Of(("phone", "+49301234567")), Of(("email", "a@b.de")) with { Customer = new("c-9") }));
        Assert.Equal(["c-1", "email:a@b.de"], await CustomersAsync(Of(("cookie", "k")), Of(("phone", "0049 30 1234567"))));
    }

    [Fact]
    public async Task FindCustomer_NothingUsable_SaysWhy()
    {
        var found = await Store.Found.FindAsync([Of(("email", "noreply@shop.com"), ("phone", "030 1234567")), Of(("crm", "null"))], None);

        Assert.All(found, f => Assert.Null(f.Touchpoint));
        Assert.Contains("country code", found[0].Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("country code", (await Store.Found.FindAsync([Of(("email", "noreply@shop.com"))], None))[0].Problem, StringComparison.Ordinal);
        Assert.Contains("crm is a value that identifies nobody", found[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindCustomer_TwoProcessesAtOnce_GiveOneCustomer()
    {
        var found = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => CustomersAsync(
            i % 2 == 0 ? Of(("email", "a@b.de"), ("shopify", "7")) : Of(("email", "a@b.de"), ("cookie", $"k{i}")))));

        Assert.Single(found.SelectMany(f => f).ToHashSet());
    }

    [Fact]
    public async Task Known_OwnerErased_IsTheNextWhoHadIt()
    {
        await SeeAsync("c-1", Some.Seen("email", "a@b.de", 1));
        await SeeAsync("c-2", Some.Seen("email", "a@b.de", 3));
        await SeeAsync("c-3", Some.Seen("email", "a@b.de", 2));
        var erasures = (ICustomerErasures)Store.Services.GetService(typeof(ICustomerErasures))!;
        await erasures.BeginAsync(new CustomerErasure { Key = Some.Key("c-1"), ExpectedVersion = 1, Positions = [], At = Make.Start, By = "mara" }, None);

        Assert.Equal("c-3", (await OwnerAsync("email", "a@b.de")).Owner?.Value);
        Assert.Equal(["c-3"], await CustomersAsync(Of(("email", "a@b.de"))));
        Assert.Empty(await OfAsync("c-1"));
    }

    [Fact]
    public async Task FindCustomer_WhoWasErased_IsMadeAnewAndNothingIsKept()
    {
        Assert.Equal(["email:a@b.de"], await CustomersAsync(Of(("email", "a@b.de"))));
        await Store.CommitAsync("email:a@b.de");
        var erasures = Store.Services.GetService(typeof(ICustomerErasures)) as ICustomerErasures;
        await erasures!.BeginAsync(new CustomerErasure { Key = Some.Key("email:a@b.de"), ExpectedVersion = 1, Positions = [], At = Make.Start, By = "mara" }, None);
        Store.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["email:a@b.de"], await CustomersAsync(Of(("email", "a@b.de"))));
        Assert.Null((await OwnerAsync("email", "a@b.de")).Owner);
    }
}
