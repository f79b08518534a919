using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Policies;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class PolicyBreakerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Notify_Overrun_StopsThePolicyUntilAPersonResumesIt()
    {
        await using var store = new SqliteUnderTest();
        using var audit = new AuditWriter(store.Audit, TimeProvider.System, NullLogger<AuditWriter>.Instance);
        using var breaker = new PolicyBreaker(store.Guards, NullLogger<PolicyBreaker>.Instance, audit);
        await audit.StartAsync(None);
        await breaker.StartAsync(None);

        breaker.Notify("late", 1_200);
        breaker.Notify("late", 1_200);
        await EmbeddedSilo.UntilAsync(async () => !(await store.Guards.PoliciesAsync(None)).IsEmpty, "the policy to be stopped");

        var state = Assert.Single(await store.Guards.PoliciesAsync(None));
        Assert.Equal(("late", true, "breaker", "more than 1,200 actions in an hour, far above what is usual at that time"), (state.Policy, state.Stopped, state.By, state.Why));
        await EmbeddedSilo.UntilAsync(async () => !(await store.Audit.ListAsync(new AuditQuery(), None)).Items.IsEmpty, "the audit entry");
        var entry = Assert.Single((await store.Audit.ListAsync(new AuditQuery(), None)).Items);
        Assert.Equal(("breaker", AuditActions.PolicyStopped, "policy", "late"), (entry.By, entry.Action, entry.Kind, entry.Id));
        await breaker.StopAsync(None);
        await audit.StopAsync(None);
    }
}
