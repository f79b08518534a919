using System.Collections.Immutable;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>What a touchpoint says of the customer's consent to one channel.</summary>
/// <param name="Channel">In lower case; <see cref="Profile.AllChannels"/>: every channel.</param>
/// <param name="Purpose"><c>service</c> or <c>promotion</c>; null: every purpose.</param>
/// <param name="Agreed">Agreed, refused, or null where an earlier answer is taken back.</param>
/// <param name="Reason">What was said with it; null: nothing.</param>
public sealed record ConsentStatement(string Channel, string? Purpose, bool? Agreed, string? Reason)
{
    private const int ReasonLengthMax = 200;

    /// <summary>
    /// The statements of a touchpoint: answers in a <c>customer.updated</c>, and channels that the customer unsubscribed from or opened again. A
    /// bounce says nothing of what the customer wants.
    /// </summary>
    public static ImmutableArray<ConsentStatement> Of(Touchpoint touchpoint) => touchpoint.Type switch
    {
        CustomerUpdates.Type => Answers(touchpoint),
        ChannelUpdates.Unsubscribed or ChannelUpdates.Restored => Channels(touchpoint),
        _ => [],
    };

    private static ImmutableArray<ConsentStatement> Answers(Touchpoint touchpoint)
    {
        var found = ImmutableArray<ConsentStatement>.Empty;
        foreach (var given in touchpoint.Attributes.Values)
        {
            if (ConsentReading.IsConsent(given.Name) && ConsentReading.TryRead(given.Name, given.Value, out var name, out var answer) is null)
            {
                var (channel, purpose) = ConsentPurposes.Split(name);
                found = found.Add(new(channel, purpose, answer.Kind == ScalarKind.None ? null : answer.Flag, null));
            }
        }

        return found;
    }

    private static ImmutableArray<ConsentStatement> Channels(Touchpoint touchpoint)
    {
        var agreed = touchpoint.Type == ChannelUpdates.Restored;
        var reason = touchpoint.Attributes["reason"] is { Kind: ScalarKind.Text, Text: { Length: > 0 } said } ? Graphemes.Cut(said, ReasonLengthMax) : null;
        return [.. ChannelUpdates.Channels(touchpoint.Type, touchpoint.Attributes, touchpoint.Channel).Select(c => new ConsentStatement(c.ToLowerInvariant(), null, agreed, reason))];
    }
}
