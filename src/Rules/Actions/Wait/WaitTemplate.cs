using System.Collections.Immutable;
using System.Diagnostics;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>
/// Waits, then continues: with <see cref="Then"/> as soon as what it waits for comes, with <see cref="Otherwise"/> when the time is over first,
/// with <see cref="Unsent"/> when there was nothing that the customer could have answered.
/// </summary>
public sealed record WaitTemplate : ActionTemplate
{
    /// <summary>Most waits within waits.</summary>
    public const int LevelsMax = 3;

    /// <summary>The id of the first wait of a list of actions in a document that gives it none; one within it adds <c>-then</c>, <c>-otherwise</c> or <c>-unsent</c>.</summary>
    public const string MadeId = "wait";

    /// <summary>Names the step: customers who wait at it go on there in every version that has a step of that id. Null: made of its place, <see cref="MadeId"/>.</summary>
    public string? Id { get; init; }

    /// <summary>1 second to <see cref="Waiting.LongestWait"/>, from the decision.</summary>
    public required TimeSpan For { get; init; }

    /// <summary>What ends the wait; none: only time does. Of the policy's instance, where the touchpoint says of which it is.</summary>
    public ImmutableArray<TouchpointMatch> Until { get; init; } = [];

    /// <summary>Asked when the time is over; where it does not hold, nothing more is done.</summary>
    public Condition Check { get; init; } = Condition.Always;

    public ImmutableArray<ActionTemplate> Then { get; init; } = [];

    public ImmutableArray<ActionTemplate> Otherwise { get; init; } = [];

    /// <summary>
    /// Done when none of the messages and offers before the wait could be sent: each was held or refused, or bounced. None: nothing follows
    /// where the wait is for an answer; a wait for time alone continues.
    /// </summary>
    public ImmutableArray<ActionTemplate> Unsent { get; init; } = [];

    public override string Word => "wait";

    public override string? ConsentChannel => null;

    public override string? TemplateId => null;

    public override ActionText? Shown => null;

    public override ReturningAction? Returning => null;

    public override IEnumerable<TouchpointMatch> Touchpoints() =>
        [.. Until, .. Check.Touchpoints(), .. Then.Concat(Otherwise).Concat(Unsent).SelectMany(a => a.Touchpoints())];

    internal override ActionKind? Kind => null;

    internal override ActionUse Use => default;

    // Those of the actions within it are asked of them.
    internal override IEnumerable<string> Texts => [];

    internal override void Fill(ActionContents contents) => throw new UnreachableException("A wait is not decided as an action.");

    /// <summary>The made id, or one like it that the document does not give to another step; it counts as given from then on.</summary>
    public static string Free(string made, ISet<string> given)
    {
        while (!given.Add(made))
        {
            made += "-made";
        }

        return made;
    }
}
