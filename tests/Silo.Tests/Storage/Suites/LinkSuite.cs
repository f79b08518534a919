using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Links that are proposed between customers who have an identity in common.</summary>
public abstract class LinkSuite : StoreSuite
{
    private const int SharedMax = 3;

    private Task<CommitResult> SeeAsync(string customer, params SeenIdentity[] seen) =>
        Store.CommitAsync(customer, c => c with { Identities = [.. seen], IdentitySharedMax = SharedMax });

    private async Task<IReadOnlyList<IdentityLink>> LinksAsync(LinkState? state = null, string? customer = null, bool? shared = null) => (await Store.Links.ListAsync(
        new LinkQuery { State = state, Customer = customer is null ? null : Some.Key(customer), Shared = shared, SharedMax = SharedMax, Limit = 50 }, None)).Items;

    [Fact]
    public async Task Commit_IdentityOfAnother_ProposesOneLinkForThePair()
    {
        await SeeAsync("c-2", Some.Seen("email", "a@b.de"), Some.Seen("crm", "1"));
        await SeeAsync("c-1", Some.Seen("email", "a@b.de", 1, "crm"), Some.Seen("crm", "1", 2));
        await SeeAsync("c-1", Some.Seen("email", "a@b.de", 3));

        var link = Assert.Single(await LinksAsync());
        Assert.Equal(
            (Some.Key("c-1"), Some.Key("c-2"), new CustomerIdentity("email", "a@b.de"), "crm", Make.Day(1), LinkState.Proposed, false),
            (link.One, link.Other, link.Identity, link.Source, link.At, link.State, link.IsShared));
        Assert.Equal(link, await Store.Links.GetAsync(link.Number, SharedMax, None));
        Assert.Null(await Store.Links.GetAsync(link.Number + 1, SharedMax, None));
    }

    [Fact]
    public async Task Commit_WeakSocialOrUnusableOnes_ProposeNothing()
    {
        SeenIdentity[] seen = [Some.Seen("cookie", "k"), Some.Seen("device", "d"), Some.Seen("instagram", "ann"), Some.Seen("email", "x") with { Problem = IdentityProblem.Unreadable }];
        await SeeAsync("c-1", seen);
        await SeeAsync("c-2", seen);

        Assert.Empty(await LinksAsync());
    }

    [Fact]
    public async Task Commit_SharedByMany_ProposesNoMoreLinksAndThoseOfBeforeAreShared()
    {
        for (var i = 1; i <= SharedMax + 3; i++)
        {
            await SeeAsync($"c-{i}", Some.Seen("phone", "+4930", i));
        }

        var links = await LinksAsync(LinkState.Proposed);
        Assert.Equal(["c-3", "c-2"], links.Select(l => l.Other.Customer.Value));
        Assert.All(links, l => Assert.True(l.IsShared));
        Assert.Empty(await LinksAsync(shared: false));
        Assert.Equal(2, (await LinksAsync(shared: true)).Count);
    }

    [Fact]
    public async Task Settle_AProposal_HappensOnceAndStays()
    {
        await SeeAsync("c-1", Some.Seen("crm", "1"), Some.Seen("crm", "2"));
        await SeeAsync("c-2", Some.Seen("crm", "1"));
        await SeeAsync("c-3", Some.Seen("crm", "2"));
        var link = (await LinksAsync(customer: "c-2")).Single();

        Assert.True(await Store.Links.SettleAsync(link.Number, [LinkState.Proposed], LinkState.Dismissed, "mara", Make.Day(9), None));
        Assert.False(await Store.Links.SettleAsync(link.Number, [LinkState.Proposed, LinkState.Merged], LinkState.Merged, "eve", Make.Day(10), None));
        await SeeAsync("c-2", Some.Seen("crm", "1", 5));
        Assert.Equal(link with { State = LinkState.Dismissed, By = "mara", ChangedAt = Make.Day(9) }, await Store.Links.GetAsync(link.Number, SharedMax, None));
        Assert.Equal("c-3", Assert.Single(await LinksAsync(LinkState.Proposed)).Other.Customer.Value);
        Assert.Equal(2, (await LinksAsync(customer: "c-1")).Count);
    }

    [Fact]
    public async Task List_InPages_GivesEachOnce()
    {
        for (var i = 1; i <= 4; i++)
        {
            await SeeAsync($"a-{i}", Some.Seen("crm", $"{i}"));
            await SeeAsync($"b-{i}", Some.Seen("crm", $"{i}"));
        }

        var first = await Store.Links.ListAsync(new LinkQuery { SharedMax = SharedMax, Limit = 3 }, None);
        var second = await Store.Links.ListAsync(new LinkQuery { SharedMax = SharedMax, Limit = 3, Cursor = first.Next }, None);

        Assert.Equal(["4", "3", "2", "1"], first.Items.Concat(second.Items).Select(l => l.Identity.Value));
        Assert.Null(second.Next);
    }
}
