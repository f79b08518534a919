using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>
/// Puts what customers choose into the log, like everything else that is known of them. Its identity is made of the token, the page, what the
/// customer had been through by then and what is said: a double click is one statement, and the same choice made again later is another.
/// </summary>
internal sealed class PreferenceChanges(ITouchpointLog log, IGuardSwitches switches, IAuditTrail trail, JourneyClock clock)
{
    /// <summary>The source of the touchpoints.</summary>
    public const string Source = "cx.preferences";

    /// <summary>Who pauses, as it is stored with the suppression: what others set, the customer does not end.</summary>
    public const string By = "the customer";

    /// <summary>How long a pause is.</summary>
    public static readonly TimeSpan PauseFor = TimeSpan.FromDays(30);

    private const int NumberLengthMax = 20;
    private const int AttemptsMax = 3;

    /// <summary>States what differs; nothing where nothing does.</summary>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is to be.</param>
    /// <param name="cancellationToken">Ends it before anything is stored.</param>
    public async Task<bool> SaveAsync(PreferenceOrigin origin, CustomerChoices before, CustomerChoices after, CancellationToken cancellationToken)
    {
        var answers = new List<(string Channel, PolicyCategory? Category, bool Agreed)>();
        var opened = new List<string>();
        foreach (var (was, wanted) in before.Channels.Zip(after.Channels))
        {
            // An older yes would count again once the channel is open: both are stated.
            var opens = was.Closed && (wanted.Service || wanted.Promotion);
            answers.AddRange(new[] { PolicyCategory.Service, PolicyCategory.Promotion }.Where(c => opens || was.Of(c) != wanted.Of(c)).Select(c => (wanted.Channel, (PolicyCategory?)c, wanted.Of(c))));
            if (opens)
            {
                opened.Add(wanted.Channel);
            }
        }

        if (before.Tracking != after.Tracking)
        {
            answers.Add((StatedPreferences.Tracking, null, after.Tracking));
        }

        var touchpoints = ImmutableArray.CreateBuilder<Touchpoint>();
        if (answers.Count > 0)
        {
            touchpoints.Add(StatedPreferences.Answers(Identity(origin, "answers", answers), origin.Customer.Customer, Now, answers));
        }

        // Behind the answers: between the two nothing goes out that the customer does not want.
        if (opened.Count > 0)
        {
            touchpoints.Add(StatedPreferences.Restored(Identity(origin, "opened", opened), origin.Customer.Customer, Now, opened));
        }

        await AppendAsync(touchpoints, cancellationToken);
        return touchpoints.Count > 0;
    }

    /// <summary>Unsubscribes from every channel.</summary>
    public Task UnsubscribeAllAsync(PreferenceOrigin origin, CancellationToken cancellationToken) =>
        AppendAsync([StatedPreferences.Unsubscribed(Identity(origin, "none", [""]), origin.Customer.Customer, Now, channel: null)], cancellationToken);

    /// <summary>Unsubscribes as a message offers it: from a promotion, the promotions of its channel; from a service message, its channel.</summary>
    public Task UnsubscribeAsync(PreferenceOrigin origin, LinkToken token, CancellationToken cancellationToken) => AppendAsync(
        [
            token.Promotion
                ? StatedPreferences.Answers(Identity(origin, "unsubscribed", [""]), origin.Customer.Customer, Now, [(token.Channel, PolicyCategory.Promotion, false)])
                : StatedPreferences.Unsubscribed(Identity(origin, "unsubscribed", [""]), origin.Customer.Customer, Now, token.Channel),
        ],
        cancellationToken);

    /// <summary>When the pause of everything ends; null: nothing is paused.</summary>
    public async Task<SuppressionRow?> PauseAsync(CustomerKey customer, CancellationToken cancellationToken) =>
        await switches.SuppressionAsync(customer, cancellationToken) is { } row && row.Until > clock.Now ? row : null;

    /// <summary>Pauses everything, or ends a pause that the customer began. A longer one that somebody else set stays.</summary>
    public async Task SetPauseAsync(CustomerKey customer, bool paused, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var row = await switches.SuppressionAsync(customer, cancellationToken);
            var current = row?.Until > clock.Now ? row : null;
            DateTimeOffset? until = paused ? clock.Now + PauseFor : null;
            if (paused ? current?.Until >= until : current is null || current.By != By)
            {
                return;
            }

            if ((await switches.SetSuppressionAsync(customer, until, By, "in the preference centre", row?.Version ?? 0, cancellationToken)).Changed)
            {
                var action = paused ? AuditActions.Suppressed : AuditActions.SuppressionEnded;
                await trail.AddAsync(new AuditEntry { By = By, Action = action, Kind = "customer", Id = customer.Customer.Value, Detail = "in the preference centre" }, CancellationToken.None);
                return;
            }
        }
    }

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.ToUnixTimeMilliseconds());

    private Task AppendAsync(IEnumerable<Touchpoint> touchpoints, CancellationToken cancellationToken)
    {
        var items = touchpoints.Select(t => new LogItem { Customer = t.Customer, Source = t.Identity.Source, Body = TouchpointJson.Write(t) }).ToImmutableArray();
        return items.IsEmpty ? Task.CompletedTask : log.AppendAsync(items, cancellationToken);
    }

    private static TouchpointIdentity Identity<T>(PreferenceOrigin origin, string what, IEnumerable<T> said)
    {
        var number = origin.Number is { Length: <= NumberLengthMax } given && given.All(char.IsAsciiDigit) ? given : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{LinkSigner.NameOf(origin.Token)}/{number}/{origin.Sequence}/{what}/{string.Join(',', said)}");
        return new(Source, $"{what}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}");
    }
}
