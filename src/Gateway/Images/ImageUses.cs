using CxOrchestrator.Api.Images;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Images;

/// <summary>Which published documents and drafts name an image.</summary>
internal sealed class ImageUses(IDefinitionStore definitions, ILifeStore life)
{
    private const string Template = "template";

    /// <summary>Published documents first.</summary>
    public async Task<IReadOnlyList<ImageUse>> OfAsync(string id, CancellationToken cancellationToken)
    {
        var uses = new List<ImageUse>();
        foreach (var document in (await definitions.CurrentAsync(cancellationToken))?.Documents ?? [])
        {
            if (document.Kind == Template && Names(document.Text, id))
            {
                uses.Add(new ImageUse { Kind = document.Kind, Id = document.Id, Draft = false });
            }
        }

        // Their texts are read one by one: a list of drafts has none.
        foreach (var head in (await life.DraftsAsync(cancellationToken)).Where(d => d.Document.Kind == Template))
        {
            if (await life.DraftAsync(head.Document, cancellationToken) is { } draft && Names(draft.Text, id))
            {
                uses.Add(new ImageUse { Kind = head.Document.Kind, Id = head.Document.Id, Draft = true });
            }
        }

        return uses;
    }

    private static bool Names(string text, string id) => text.Contains($"{MessageImages.Prefix}{id}.", StringComparison.Ordinal);
}
