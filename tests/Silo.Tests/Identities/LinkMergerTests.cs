using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Identities;
using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Identities;

/// <summary>Possible duplicates that are merged without a person.</summary>
public sealed class LinkMergerTests
{
    private readonly Links _links = new();
    private readonly Merges _merges = new();
    private readonly Trail _trail = new();

    private LinkMerger Merger(MergeMode mode) =>
        new(_links, _merges, _trail, Options.Create(new IdentitiesOptions { Merge = mode }), new FakeTimeProvider(Make.Start), NullLogger<LinkMerger>.Instance);

    [Fact]
    public async Task Run_Automatic_MergesWhatIsProposedAndSettlesIt()
    {
        await Merger(MergeMode.Automatic).RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([(Some.Key("bob"), Some.Key("ann"), MergeReason.ByIdentity)], _merges.Asked);
        Assert.Equal([(7L, LinkState.Merged, LinkMerger.By)], _links.Settled);
        Assert.Equal((LinkState.Proposed, false), (_links.Queries.Single().State, _links.Queries.Single().Shared));
        Assert.Equal((AuditActions.CustomersMerged, "3"), (_trail.Entries.Single().Action, _trail.Entries.Single().Id));
    }

    [Fact]
    public async Task Run_MergedMeanwhile_SettlesWithoutAnEntryOfItsOwn()
    {
        _merges.Result = MergeResult.AlreadyOne;

        await Merger(MergeMode.Automatic).RunAsync(TestContext.Current.CancellationToken);

        Assert.Single(_links.Settled);
        Assert.Empty(_trail.Entries);
    }

    [Fact]
    public async Task Run_OneOfThemErased_LeavesTheLink()
    {
        _merges.Result = MergeResult.Erased;

        await Merger(MergeMode.Automatic).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_links.Settled);
    }

    [Fact]
    public async Task Run_Review_DoesNothing()
    {
        await Merger(MergeMode.Review).RunAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_links.Queries);
        Assert.Empty(_merges.Asked);
    }

    private sealed class Links : IIdentityLinks
    {
        public List<LinkQuery> Queries { get; } = [];

        public List<(long, LinkState, string)> Settled { get; } = [];

        public Task<Page<IdentityLink>> ListAsync(LinkQuery query, CancellationToken cancellationToken)
        {
            Queries.Add(query);
            var link = new IdentityLink
            {
                Number = 7,
                One = Some.Key("ann"),
                Other = Some.Key("bob"),
                Identity = new("email", "ann@shop.com"),
                Source = "shop",
                Touchpoint = "1",
                At = Make.Start,
                State = LinkState.Proposed,
            };
            return Task.FromResult(new Page<IdentityLink>([link], null));
        }

        public Task<IdentityLink?> GetAsync(long number, int sharedMax, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> SettleAsync(long number, IReadOnlyCollection<LinkState> from, LinkState into, string by, DateTimeOffset at, CancellationToken cancellationToken)
        {
            Settled.Add((number, into, by));
            return Task.FromResult(true);
        }
    }

    private sealed class Merges : ICustomerMerges
    {
        public MergeResult Result { get; set; } = MergeResult.Merged;

        public List<(CustomerKey, CustomerKey, string)> Asked { get; } = [];

        public Task<MergeOutcome> MergeAsync(CustomerKey from, CustomerKey into, MergeReason reason, string by, CancellationToken cancellationToken)
        {
            Asked.Add((from, into, reason.Kind));
            return Task.FromResult(new MergeOutcome { Result = Result, Number = 3 });
        }

        public Task<MergeOutcome> UndoAsync(long number, string by, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MergePreview> PreviewAsync(CustomerKey from, CustomerKey into, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<CustomerKey> ResolveAsync(CustomerKey key, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Trail : IAuditTrail
    {
        public List<AuditEntry> Entries { get; } = [];

        public Task<AuditEntry> AddAsync(AuditEntry entry, CancellationToken cancellationToken)
        {
            Entries.Add(entry);
            return Task.FromResult(entry);
        }

        public Task<Page<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
