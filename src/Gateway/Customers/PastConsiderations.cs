using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>What a policy considered for a customer and did not do: the customer's stored inputs are folded again under the published definitions then.</summary>
internal sealed class PastConsiderations(IReadModel store, DefinitionHost definitions, CustomerCodec codec)
{
    /// <summary>Most inputs that are folded again; of a customer with more nothing is said.</summary>
    public const int InputsMax = 10_000;

    /// <summary>Most considerations that are listed: the newest.</summary>
    public const int ConsideredMax = 20;

    /// <summary>Newest first. Empty too where the beginning of the history, or a set of documents, is no longer stored.</summary>
    public async Task<ImmutableArray<Consideration>> OfAsync(CustomerKey key, string policy, CancellationToken cancellationToken)
    {
        var history = await CustomerHistory.WholeAsync(store, key, InputsMax, cancellationToken);
        var (refolding, considered) = (new Refolding(key.Customer, codec), new List<Consideration>());
        for (var i = history.Count - 1; i >= 0; i--)
        {
            if (await definitions.OfVersionAsync(history[i].DefinitionsVersion, cancellationToken) is not { } then || !refolding.Take(history[i], then, considered))
            {
                return [];
            }

            considered.RemoveAll(c => c.Policy != policy);
            if (considered.Count > ConsideredMax)
            {
                considered.RemoveRange(0, considered.Count - ConsideredMax);
            }
        }

        considered.Reverse();
        return [.. considered];
    }
}
