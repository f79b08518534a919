using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Call another system: an HTTP POST, signed.</summary>
public sealed record WebhookTemplate : ActionTemplate
{
    public required Uri Url { get; init; }

    /// <summary>Named values of the body, each a text with fields.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Data { get; init; } = [];

    public override string Word => "webhook";

    public override string? ConsentChannel => null;

    public override string? TemplateId => null;

    public override ActionText? Shown => null;

    // What the other system does upon the call is not known here.
    public override ReturningAction? Returning => null;

    public override IEnumerable<TouchpointMatch> Touchpoints() => [];

    internal override ActionKind? Kind => ActionKind.Webhook;

    internal override ActionUse Use => default;

    internal override IEnumerable<string> Texts => Data.Select(d => d.Value);

    internal override void Fill(ActionContents contents)
    {
        contents.Add(ActionContent.Url, Url.AbsoluteUri);
        foreach (var (name, value) in Data)
        {
            contents.AddFilled(ActionContent.DataPrefix + name, value);
        }
    }
}
