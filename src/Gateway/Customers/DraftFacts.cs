using System.Collections.Immutable;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>What a draft reads of a customer now: the last touchpoint is taken for the one that would trigger it.</summary>
internal sealed class DraftFacts(IReadModel store, DefinitionHost host, JourneyClock clock, IConditionEngine? engine = null)
{
    private const int HistoryMax = 200;

    /// <param name="Facts">Null where the text has errors.</param>
    /// <param name="Errors">Of the text upon the published set.</param>
    /// <param name="History">The customer's, newest first.</param>
    public sealed record Draft(Facts? Facts, ImmutableArray<DocumentError> Errors, ImmutableArray<HistoryEntry> History);

    public async Task<Draft> OfAsync(CustomerKey key, CustomerState state, DocumentKey document, string text, CancellationToken cancellationToken)
    {
        var check = DraftCheck.Run(host.Published, document, text);
        if (check.Text is null)
        {
            return new Draft(null, [.. check.Errors], []);
        }

        var now = clock.Now < state.EffectiveAt ? state.EffectiveAt : clock.Now;
        var history = await store.HistoryAsync(key, null, HistoryMax, cancellationToken);
        var touchpoint = history.Where(h => h.Kind == HistoryKind.Touchpoint).Select(h => TouchpointJson.ReadStored(h.Input.Span).Touchpoint).FirstOrDefault(t => t is not null);
        var facts = new Facts(state, Compile(document, check.Text), now) { Instance = state.Instances.LastOrDefault(i => i.IsOpen), Touchpoint = touchpoint };
        return new Draft(facts, [], history);
    }

    /// <summary>The published set as it is once the text is published: with the ids that customers wait by.</summary>
    public CompiledDefinitions With(DocumentKey document, string text) => Compile(document, KeptDocuments.Text(host.Published, document, text));

    /// <summary>The published set without the document, whatever names it.</summary>
    public CompiledDefinitions Without(DocumentKey document)
    {
        var set = host.Current.Set;
        return new CompiledDefinitions(document.Kind == DocumentKey.Policy ? set with { Policies = [.. set.Policies.Where(p => p.Id != document.Id)] } : set);
    }

    // The published set with the text in the document's place; what the draft has no version for yet is version 0.
    private CompiledDefinitions Compile(DocumentKey document, string text)
    {
        var others = (host.Published?.Documents ?? []).Where(d => d.Kind != document.Kind || d.Id != document.Id).ToList();
        var versions = others.ToDictionary(d => (d.Kind, d.Id), d => d.Version);
        var read = DefinitionReader.Read(
            others.Select(d => new DocumentSource(d.File, d.Text)).Append(new DocumentSource(DraftCheck.FileOf(host.Published, document), text)),
            (kind, id) => versions.GetValueOrDefault((kind, id)));
        return new CompiledDefinitions(read.Set!, engine);
    }
}
