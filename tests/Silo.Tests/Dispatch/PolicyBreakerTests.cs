using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class PolicyBreakerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Notify_Overrun_StopsThePolicyUntilAPersonResumesIt()
    {
        await using var store = new SqliteUnderTest();
        using var breaker = new PolicyBreaker(store.Guards, NullLogger<PolicyBreaker>.Instance);
        await breaker.StartAsync(None);

        breaker.Notify("late", 1_200);
        await EmbeddedSilo.UntilAsync(async () => !(await store.Guards.PoliciesAsync(None)).IsEmpty, "the policy to be stopped");

        var state = Assert.Single(await store.Guards.PoliciesAsync(None));
        Assert.Equal(("late", true, "breaker", "more than 1,200 actions in an hour, far above what is usual at that time"), (state.Policy, state.Stopped, state.By, state.Why));
        await breaker.StopAsync(None);
    }
}
