using System.Collections.Immutable;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>What a customer wants to get and where, as they see it themselves, and the touchpoints that say so.</summary>
public static class StatedPreferences
{
    /// <summary>In place of a channel: measuring of opens and clicks.</summary>
    public const string Tracking = "tracking";

    /// <summary>Whether messages of that category may be sent to the customer on the channel: it is open, and what was said of consent allows it.</summary>
    public static bool Allows(CustomerState state, string channel, PolicyCategory category)
    {
        var said = state.Profile.ConsentTo(channel, Admission.PurposeOf(category));
        return !IsClosed(state, channel) && (said.Kind == ScalarKind.Flag ? said.Flag : category == PolicyCategory.Service);
    }

    /// <summary>The customer unsubscribed from the channel, or it bounced.</summary>
    public static bool IsClosed(CustomerState state, string channel) => Suppressions.Of(state, channel) is not null;

    /// <summary>What closes channels for the customer now, by channel; one for all channels is first.</summary>
    public static ImmutableArray<Suppression> Closed(CustomerState state)
    {
        var closed = ImmutableArray.CreateBuilder<Suppression>();
        closed.AddRange(state.Suppressions.Where(s => s is { Channel: Suppression.AllChannels, Restored: false }));
        foreach (var channel in state.Suppressions.Select(s => s.Channel).Where(c => c != Suppression.AllChannels).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
        {
            if (Suppressions.Closing(state, channel) is { } closing && closing.Channel != Suppression.AllChannels)
            {
                closed.Add(closing);
            }
        }

        return closed.ToImmutable();
    }

    /// <summary>Whether opens and clicks may be measured: unless the customer refused.</summary>
    public static bool AllowsTracking(Profile profile) => profile.ConsentTo(Tracking) is not { Kind: ScalarKind.Flag, Flag: false };

    /// <summary>Channels that the customer said something about, in lower case.</summary>
    public static ImmutableArray<string> Channels(Profile profile) =>
    [
        .. profile.Consent.Values.Select(v => ConsentPurposes.Split(v.Name).Channel.ToLowerInvariant())
            .Where(c => c is not (Profile.AllChannels or Tracking)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>A <c>customer.updated</c> with answers.</summary>
    /// <param name="identity">Its own.</param>
    /// <param name="customer">Who answers.</param>
    /// <param name="at">When.</param>
    /// <param name="answers">By channel or <see cref="Tracking"/>; no category: for every one.</param>
    public static Touchpoint Answers(TouchpointIdentity identity, CustomerId customer, DateTimeOffset at, IEnumerable<(string Channel, PolicyCategory? Category, bool Agreed)> answers) => new()
    {
        Identity = identity,
        Type = CustomerUpdates.Type,
        Customer = customer,
        At = at,
        Attributes = AttributeSet.Of(answers.Select(a => new NamedValue(
            a.Category is { } category ? $"consent.{a.Channel}.{Admission.PurposeOf(category)}" : $"consent.{a.Channel}", Scalar.Of(a.Agreed))).ToList()),
    };

    /// <summary>A <c>channel.unsubscribed</c>.</summary>
    /// <param name="identity">Its own.</param>
    /// <param name="customer">Who unsubscribes.</param>
    /// <param name="at">When.</param>
    /// <param name="channel">Null: every channel.</param>
    public static Touchpoint Unsubscribed(TouchpointIdentity identity, CustomerId customer, DateTimeOffset at, string? channel) =>
        Channel(identity, ChannelUpdates.Unsubscribed, customer, at, [channel ?? ChannelUpdates.All]);

    /// <summary>A <c>channel.restored</c>.</summary>
    public static Touchpoint Restored(TouchpointIdentity identity, CustomerId customer, DateTimeOffset at, IEnumerable<string> channels) =>
        Channel(identity, ChannelUpdates.Restored, customer, at, channels);

    private static Touchpoint Channel(TouchpointIdentity identity, string type, CustomerId customer, DateTimeOffset at, IEnumerable<string> channels) => new()
    {
        Identity = identity,
        Type = type,
        Customer = customer,
        At = at,
        Attributes = AttributeSet.Of(new NamedValue("channel", Scalar.Of([.. channels.Select(Scalar.Of)]))),
    };
}
