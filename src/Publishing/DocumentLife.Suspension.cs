using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Publishing;

/// <summary>The step that nobody takes: a policy whose conditions failed is paused, in a set of its own version as when a person pauses it.</summary>
public sealed partial class DocumentLife
{
    /// <summary>Who suspends, in the audit trail.</summary>
    public const string Engine = "engine";

    /// <summary>
    /// Pauses the policies that failed, all in one set. A fault counts only while the set that it was met under is the newest: whatever was
    /// published since may have fixed it, or is this very pause, made by another silo, or was a person who resumed the policy after it. What
    /// fails under that set too is reported again.
    /// </summary>
    /// <returns>The set; null where none was published.</returns>
    public async Task<PublishedSet?> SuspendAsync(IReadOnlyCollection<PolicyFault> faults, CancellationToken cancellationToken)
    {
        if (await definitions.CurrentAsync(cancellationToken) is not { } set)
        {
            return null;
        }

        var failing = faults.Where(f => f.DefinitionsVersion == set.Version && f.Kind == PolicyFaultKind.Threw)
            .Select(f => (Fault: f, Document: DraftCheck.Find(set, new DocumentKey(DocumentKey.Policy, f.Policy))))
            .Where(f => f.Document is { Paused: false })
            .ToDictionary(f => f.Document!, f => f.Fault);
        if (failing.Count == 0)
        {
            return null;
        }

        var version = set.Version + 1;
        var publication = new SetPublication
        {
            ExpectedVersion = set.Version,
            Documents = [.. set.Documents.Select(d => d with { Origin = d.Origin ?? set.Origin, Paused = d.Paused || failing.ContainsKey(d) })],
            Origin = DocumentOrigins.Published(Engine),
            By = Engine,
            Entries = [.. failing.Select(f => SetChanges.Entry(AuditActions.Suspended, f.Key, version, Engine, f.Value.Message))],
        };

        // Where somebody was faster the set of these faults is the newest no more: nothing is tried again.
        if (await store.PublishAsync(publication, cancellationToken) is not { } published)
        {
            return null;
        }

        host.Take(published);
        return published;
    }
}
