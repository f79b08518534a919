using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>What a customer can choose, and has chosen.</summary>
internal sealed record CustomerChoices
{
    /// <summary>Most channels that are shown.</summary>
    public const int ChannelsMax = 20;

    public required ImmutableArray<ChannelChoice> Channels { get; init; }

    /// <summary>Opens and clicks may be measured.</summary>
    public required bool Tracking { get; init; }

    /// <summary>Channels that published policies use, and those that the customer said something about.</summary>
    /// <param name="state">The customer; null: nothing is known.</param>
    /// <param name="customer">Its id.</param>
    /// <param name="definitions">What is published.</param>
    /// <param name="own">The channel of the message that led here.</param>
    public static CustomerChoices Of(CustomerState? state, CustomerId customer, IDefinitions definitions, string own)
    {
        var known = state ?? CustomerState.For(customer);
        var used = definitions.Current.Set.Policies.Where(p => p.Enabled).SelectMany(p => new ActionPlan(p).All).Select(a => a.Template.ConsentChannel).OfType<string>();
        var channels = new[] { own }.Concat(used.Order(StringComparer.Ordinal)).Concat(StatedPreferences.Channels(known.Profile))
            .Where(c => c.Length > 0 && !c.Contains('.', StringComparison.Ordinal))
            .DistinctBy(c => c.ToLowerInvariant(), StringComparer.Ordinal)
            .Take(ChannelsMax);
        return new CustomerChoices
        {
            Channels =
            [
                .. channels.Select(c => new ChannelChoice(
                    c,
                    StatedPreferences.Allows(known, c, PolicyCategory.Service),
                    StatedPreferences.Allows(known, c, PolicyCategory.Promotion),
                    StatedPreferences.IsClosed(known, c))),
            ],
            Tracking = StatedPreferences.AllowsTracking(known.Profile),
        };
    }

    /// <summary>As a form was filled in.</summary>
    /// <param name="shown">Channels that the form had: of others nothing was said.</param>
    /// <param name="on">What is ticked, such as <c>email.promotion</c>.</param>
    public CustomerChoices With(IReadOnlySet<string> shown, IReadOnlySet<string> on) => this with
    {
        Channels =
        [
            .. Channels.Select(c => shown.Contains(c.Channel)
                ? c with { Service = on.Contains(PreferenceFields.Of(c.Channel, PolicyCategory.Service)), Promotion = on.Contains(PreferenceFields.Of(c.Channel, PolicyCategory.Promotion)) }
                : c),
        ],
        Tracking = on.Contains(StatedPreferences.Tracking),
    };

    /// <summary>Nothing on any channel.</summary>
    public CustomerChoices None() => this with { Channels = [.. Channels.Select(c => c with { Service = false, Promotion = false, Closed = true })] };
}
