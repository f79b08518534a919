using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Have all other policies leave the customer alone for a time.</summary>
public sealed record MuteTemplate : ChangeTemplate
{
    /// <summary>Longest mute.</summary>
    public static readonly TimeSpan ForMax = TimeSpan.FromDays(366);

    /// <summary>From the decision.</summary>
    public required TimeSpan For { get; init; }

    public override string Word => "mute";

    internal override ActionKind? Kind => ActionKind.Mute;

    internal override IEnumerable<string> Texts => [];

    internal override void Fill(ActionContents contents) => contents.AddTime(ActionContent.Until, For);
}
