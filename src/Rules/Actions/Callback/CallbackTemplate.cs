using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Have a person call: opens a case.</summary>
public sealed record CallbackTemplate : ActionTemplate
{
    public required string Queue { get; init; }

    public CasePriority Priority { get; init; } = CasePriority.Normal;

    /// <summary>The case is overdue this long after it opened.</summary>
    public TimeSpan Due { get; init; } = TimeSpan.FromHours(24);

    public required string Reason { get; init; }

    public override string Word => "callback";

    public override string? ConsentChannel => null;

    public override string? TemplateId => null;

    public override ActionText? Shown => new(Queue, null, null, Reason);

    public override ReturningAction? Returning => new ReturningCase(Queue);

    public override IEnumerable<TouchpointMatch> Touchpoints() => [];

    internal override ActionKind? Kind => ActionKind.Callback;

    internal override ActionUse Use => new() { Queue = Queue };

    internal override IEnumerable<string> Texts => [Reason];

    internal override void Fill(ActionContents contents)
    {
        contents.Add(ActionContent.Queue, Queue);
        contents.Add(ActionContent.Priority, Priority.ToString().ToLowerInvariant());
        contents.AddTime(ActionContent.DueAt, Due);
        contents.AddFilled(ActionContent.Reason, Reason);
    }
}
