using System.Collections.Immutable;

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
            var (facts, version) = await store.LoadFactsAsync(key, cancellationToken);
            var waiting = await store.LoadActionsAsync(key, actions, cancellationToken);
            if (waiting.IsEmpty)
            {
                return;
            }

            var turn = new CustomerTurn(key, memory, definitions.Current, journeyClock.GetUtcNow());
            foreach (var action in waiting.OrderBy(a => a.DecidedAt).ThenBy(a => a.Id, StringComparer.Ordinal))
            {
                turn.Admit(action, facts, version);
            }

            if (await CommitAsync(turn, rewriteTimer: false, cancellationToken) == CommitResult.Committed)
            {
                return;
            }
        }
    }
}
