using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Have all other policies leave the customer alone for a time.</summary>
public sealed record SuppressTemplate : ChangeTemplate
{
    /// <summary>Longest suppression.</summary>
    public static readonly TimeSpan ForMax = TimeSpan.FromDays(366);

    /// <summary>From the decision.</summary>
    public required TimeSpan For { get; init; }

    public override string Word => "suppress";

    internal override ActionKind? Kind => ActionKind.Suppress;

    internal override IEnumerable<string> Texts => [];

    internal override void Fill(ActionContents contents) => contents.AddTime(ActionContent.Until, For);
}
