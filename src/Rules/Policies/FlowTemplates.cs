using System.Collections.Immutable;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>
/// Waits, then goes on: with <see cref="Then"/> as soon as what it waits for comes, with <see cref="Otherwise"/> when the time is over first,
/// with <see cref="Unsent"/> when there was nothing that the customer could have answered.
/// </summary>
public sealed record WaitTemplate : ActionTemplate
{
    /// <summary>Most waits within waits.</summary>
    public const int LevelsMax = 3;

    /// <summary>Names the step: who waits at it goes on there in every version that has a step of that id. Null: made of its place, <see cref="MadeId"/>.</summary>
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
    /// where the wait is for an answer; a wait for time alone goes on.
    /// </summary>
    public ImmutableArray<ActionTemplate> Unsent { get; init; } = [];

    public override string? ConsentChannel => null;

    /// <summary>The id of the first wait of a list of actions in a document that gives it none; one within it adds <c>-then</c>, <c>-otherwise</c> or <c>-unsent</c>.</summary>
    public const string MadeId = "wait";

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

/// <summary>Note something about the customer: an attribute that conditions and texts can read.</summary>
public sealed record SetAttributeTemplate : ActionTemplate
{
    public required string Name { get; init; }

    /// <summary>A text may hold fields in braces.</summary>
    public required Scalar Value { get; init; }

    public override string? ConsentChannel => null;
}

/// <summary>Put the customer on the list of a segment, or take them off.</summary>
public sealed record SegmentTemplate : ActionTemplate
{
    public required string Segment { get; init; }

    /// <summary>True: on the list; false: off it.</summary>
    public required bool Add { get; init; }

    public override string? ConsentChannel => null;
}

/// <summary>Have all other policies leave the customer alone for a time.</summary>
public sealed record MuteTemplate : ActionTemplate
{
    /// <summary>Longest mute.</summary>
    public static readonly TimeSpan ForMax = TimeSpan.FromDays(366);

    /// <summary>From the decision.</summary>
    public required TimeSpan For { get; init; }

    public override string? ConsentChannel => null;
}

/// <summary>One of the ways a policy acts; a customer always gets the same one.</summary>
public sealed record PolicyVariant
{
    /// <summary>Most variants of a policy.</summary>
    public const int Max = 10;

    public required string Id { get; init; }

    /// <summary>1 to 1,000; its share of customers is its weight against the sum of all.</summary>
    public required int Weight { get; init; }

    public required ImmutableArray<ActionTemplate> Actions { get; init; }
}
