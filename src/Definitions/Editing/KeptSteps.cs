using System.Collections.Immutable;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>
/// Keeps the ids of a policy's waits from one version to the next, so that customers who wait go on at the step they wait at wherever the new
/// version has it. An id is written into the text only where the one made of the step's place would be another.
/// </summary>
public static class KeptSteps
{
    /// <summary>A wait of a document.</summary>
    /// <param name="Variant">Id of its variant; null where there is none.</param>
    /// <param name="Path">Where its fields are.</param>
    /// <param name="Given">The id that the text gives it; null: none.</param>
    /// <param name="Id">The id it has.</param>
    /// <param name="Body">What it says, without its id.</param>
    public sealed record WaitStep(string? Variant, DocumentPath Path, string? Given, string Id, GroupValue Body);

    /// <summary>The text with the ids that its waits have to keep; the same text where none is needed, or where it cannot be read.</summary>
    /// <param name="text">The new version.</param>
    /// <param name="before">The version before; null: it is the first.</param>
    public static string Apply(string text, string? before)
    {
        if (before is null || before == text || !text.Contains("wait", StringComparison.Ordinal) || DocumentTree.Parse(before) is not { Root: { } old }
            || DocumentTree.Parse(text) is not { Root: { } root } tree)
        {
            return text;
        }

        // From the last to the first: an id that is written inside may free the one made of a place outside.
        var kept = Kept(Of(root), Of(old));
        while (Of(tree.Root!).LastOrDefault(s => kept.TryGetValue(s.Path, out var id) && id != s.Id) is { } step)
        {
            tree = DocumentEditor.Apply(tree, new SetValue { Path = step.Path / "id", Value = SingleValue.Of(kept[step.Path]), Order = WaitWord.Shape.Fields });
        }

        return tree.Text;
    }

    /// <summary>All waits of a policy's document.</summary>
    public static ImmutableArray<WaitStep> Of(GroupValue document)
    {
        var steps = ImmutableArray.CreateBuilder<WaitStep>();
        var root = DocumentPath.Root;
        if (document["variants"] is ListValue variants)
        {
            for (var i = 0; i < variants.Items.Length; i++)
            {
                if (variants.Items[i] is GroupValue variant)
                {
                    Add(steps, (variant["id"] as SingleValue)?.Text, variant["do"], root / "variants" / i / "do");
                }
            }
        }
        else
        {
            Add(steps, null, document["do"], root / "do");
        }

        return steps.ToImmutable();
    }

    private static void Add(ImmutableArray<WaitStep>.Builder steps, string? variant, DocumentValue? actions, DocumentPath path)
    {
        var found = new List<(DocumentPath Path, string? Given, string Made, GroupValue Body)>();
        Find(actions, path, WaitTemplate.MadeId, found);
        var given = found.Select(f => f.Given).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (at, id, made, body) in found)
        {
            steps.Add(new WaitStep(variant, at, id, id ?? WaitTemplate.Free(made, given), body));
        }
    }

    // In the order in which the core names them.
    private static void Find(DocumentValue? actions, DocumentPath path, string made, List<(DocumentPath Path, string? Given, string Made, GroupValue Body)> found)
    {
        var items = actions is ListValue list ? list.Items.Select((value, i) => (value, path / i)) : actions is null ? [] : [(actions, path)];
        foreach (var (item, at) in items)
        {
            if (item is not GroupValue action || action["wait"] is not GroupValue wait)
            {
                continue;
            }

            found.Add((at / "wait", (wait["id"] as SingleValue)?.Text, made, new GroupValue(wait.Fields.RemoveAll(f => f.Key == "id"))));
            Find(wait["then"], at / "wait" / "then", $"{made}-then", found);
            Find(wait["otherwise"], at / "wait" / "otherwise", $"{made}-otherwise", found);
            Find(wait["unsent"], at / "wait" / "unsent", $"{made}-unsent", found);
        }
    }

    // The ids that steps without one have to have.
    private static Dictionary<DocumentPath, string> Kept(ImmutableArray<WaitStep> now, ImmutableArray<WaitStep> had)
    {
        var kept = new Dictionary<DocumentPath, string>();
        foreach (var variant in now.Select(s => s.Variant).Distinct())
        {
            var given = now.Where(s => s.Variant == variant).Select(s => s.Given).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var open = now.Where(s => s.Variant == variant && s.Given is null).ToList();
            var free = had.Where(s => s.Variant == variant && !given.Contains(s.Id)).ToList();

            // What says the same is the same; else what waits for the same; else what is in the same place.
            Match(static (a, b) => a.Path == b.Path && a.Body.Says(b.Body));
            Match(static (a, b) => a.Body.Says(b.Body));
            Match(static (a, b) => a.Path == b.Path && SameWait(a, b));
            Match(SameWait);
            Match(static (a, b) => a.Path == b.Path);

            void Match(Func<WaitStep, WaitStep, bool> same)
            {
                foreach (var step in open.ToList())
                {
                    if (free.FirstOrDefault(f => same(step, f)) is { } before)
                    {
                        kept[step.Path] = before.Id;
                        open.Remove(step);
                        free.Remove(before);
                    }
                }
            }
        }

        return kept;
    }

    private static bool SameWait(WaitStep a, WaitStep b) => Same(a.Body["for"], b.Body["for"]) && Same(a.Body["until"], b.Body["until"]);

    private static bool Same(DocumentValue? a, DocumentValue? b) => a is null ? b is null : a.Says(b);
}
