using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Grains.Runtime.Customers;

internal sealed partial class LiveCustomer
{
    /// <summary>How often facts may change under an answer before the pump asks again later.</summary>
    private const int AdmissionTriesMax = 5;

    public async Task AdmitAsync(ImmutableArray<string> actions, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= AdmissionTriesMax; attempt++)
        {
            var memory = await MemoryAsync(cancellationToken);
            if (memory.MergedInto is not null)
            {
                // Its actions are the other's now, and are found there.
                return;
            }

            var waiting = await store.LoadActionsAsync(key, actions, cancellationToken);
            if (waiting.IsEmpty)
            {
                return;
            }

            var (current, now) = (definitions.Current, journeyClock.GetUtcNow());
            var limits = waiting.SelectMany(a => SharedLimits.Names(a, current, now)).Distinct(StringComparer.Ordinal).ToImmutableArray();
            var used = limits.IsEmpty ? FrozenDictionary<string, long>.Empty : await store.LoadUsedAsync(limits, cancellationToken);
            var (facts, version) = await store.LoadFactsAsync(key, cancellationToken);
            var turn = new CustomerTurn(key, memory, current, now);
            foreach (var action in waiting.Order(AdmissionOrder.Instance))
            {
                turn.Admit(action, facts, version, used);
            }

            if (await CommitAsync(turn, rewriteTimer: false, cancellationToken) == CommitResult.Committed)
            {
                return;
            }
        }
    }
}
