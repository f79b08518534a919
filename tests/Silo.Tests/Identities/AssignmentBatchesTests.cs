using System.Collections.Concurrent;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Identities;

namespace CxOrchestrator.Silo.Tests.Identities;

public sealed class AssignmentBatchesTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly ConcurrentQueue<int> _sizes = new();
    private readonly SemaphoreSlim _open = new(0);

    public void Dispose() => _open.Dispose();

    [Fact]
    public async Task Assign_WhileABatchIsAtTheStore_PutsTheRestTogether()
    {
        var batches = new AssignmentBatches(AnswerAsync);
        var first = batches.AssignAsync(Of("first"), None);
        await Until(() => _sizes.Count == 1);
        var rest = Enumerable.Range(0, 40).Select(i => batches.AssignAsync(Of($"{i}a", $"{i}b"), None)).ToArray();
        _open.Release(2);

        Assert.Equal(["first"], Ids(await first));
        var answers = await Task.WhenAll(rest);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}a,{i}b"), answers.Select(a => string.Join(',', Ids(a))));
        Assert.Equal([1, 80], _sizes);
    }

    [Fact]
    public async Task Assign_MoreThanABatchHolds_IsSeveral()
    {
        var batches = new AssignmentBatches(AnswerAsync);
        var first = batches.AssignAsync(Of("first"), None);
        await Until(() => _sizes.Count == 1);
        var large = batches.AssignAsync(Of([.. Enumerable.Range(0, AssignmentBatches.TouchpointsMax + 1).Select(i => $"{i}")]), None);
        var small = batches.AssignAsync(Of("small"), None);
        _open.Release(3);

        await Task.WhenAll(first, large, small);
        Assert.Equal([1, AssignmentBatches.TouchpointsMax + 1, 1], _sizes);
    }

    [Fact]
    public async Task Assign_OneThatFails_FailsAlone()
    {
        var batches = new AssignmentBatches(AnswerAsync);
        _open.Release(100);
        var asked = Enumerable.Range(0, 20).ToDictionary(i => i, i => batches.AssignAsync(Of(i == 7 ? "bad" : $"{i}"), None));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => asked[7]);
        Assert.Equal("bad", failure.Message);
        foreach (var (i, answer) in asked.Where(a => a.Key != 7))
        {
            Assert.Equal([$"{i}"], Ids(await answer));
        }
    }

    [Fact]
    public async Task Assign_GivenUp_LeavesTheOthers()
    {
        using var impatient = new CancellationTokenSource();
        var batches = new AssignmentBatches(AnswerAsync);
        var given = batches.AssignAsync(Of("given"), impatient.Token);
        var other = batches.AssignAsync(Of("other"), None);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _open.Release(2);

        Assert.Equal(["other"], Ids(await other));
    }

    private async Task<ImmutableArray<CustomerId?>> AnswerAsync(ImmutableArray<ImmutableArray<CustomerIdentity>> touchpoints)
    {
        _sizes.Enqueue(touchpoints.Length);
        await _open.WaitAsync(None);
        return touchpoints.Any(t => t[0].Value == "bad") ? throw new InvalidOperationException("bad") : [.. touchpoints.Select(t => (CustomerId?)new CustomerId(t[0].Value))];
    }

    private static ImmutableArray<ImmutableArray<CustomerIdentity>> Of(params IEnumerable<string> values) => [.. values.Select(v => ImmutableArray.Create(new CustomerIdentity("crm", v)))];

    private static IEnumerable<string?> Ids(ImmutableArray<CustomerId?> customers) => customers.Select(c => c?.Value);

    private static async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, None);
        }
    }
}
