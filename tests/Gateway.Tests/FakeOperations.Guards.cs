using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Tests;

internal sealed partial class FakeOperations
{
    public Dictionary<string, PolicySwitch> Switches { get; } = [];

    public Dictionary<CustomerKey, SuppressionRow> Suppressions { get; } = [];

    public Task<ImmutableArray<PolicySwitch>> PoliciesAsync(CancellationToken cancellationToken) => Task.FromResult(Switches.Values.ToImmutableArray());

    public Task<PolicySwitch> SetPolicyAsync(string policy, bool stopped, string by, string? why, CancellationToken cancellationToken) =>
        Task.FromResult(Switches[policy] = new PolicySwitch { Policy = policy, Stopped = stopped, By = by, Why = why, ChangedAt = DateTimeOffset.UnixEpoch });

    public Task<SuppressionRow?> SuppressionAsync(CustomerKey key, CancellationToken cancellationToken) => Task.FromResult(Suppressions.GetValueOrDefault(key));

    public Task<(bool Changed, SuppressionRow? Row)> SetSuppressionAsync(
        CustomerKey key, DateTimeOffset? until, string by, string? why, long? expectedVersion, CancellationToken cancellationToken)
    {
        var row = Suppressions.GetValueOrDefault(key);
        if (expectedVersion is { } expected && expected != (row?.Version ?? 0))
        {
            return Task.FromResult((false, row));
        }

        row = Suppressions[key] = new SuppressionRow { Until = until, By = by, Why = why, ChangedAt = DateTimeOffset.UnixEpoch, Version = (row?.Version ?? 0) + 1 };
        return Task.FromResult((true, (SuppressionRow?)row));
    }

    public Task<AdmissionFacts> FactsAsync(CustomerKey key, ImmutableArray<LimitUse> uses, CancellationToken cancellationToken) => Task.FromResult(new AdmissionFacts
    {
        KillSwitch = Sending.Stopped,
        StoppedPolicies = [.. Switches.Values.Where(s => s.Stopped).Select(s => s.Policy)],
        SuppressedUntil = Suppressions.GetValueOrDefault(key)?.Until,
    });
}
