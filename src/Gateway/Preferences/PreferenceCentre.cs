using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>Answers what customers ask for on the pages of their preferences.</summary>
internal sealed partial class PreferenceCentre(
    CustomerReader customers, IDefinitions definitions, PreferenceChanges changes, IMessageEvents events, ILinkKeys keys, JourneyClock clock, IOptions<LinksOptions> options,
    ILogger<PreferenceCentre> logger)
{
    private const string Email = "email";

    private string Company => options.Value.Name;

    /// <summary>The token of that purpose; null: it is none of ours.</summary>
    public async Task<LinkToken?> ReadAsync(string token, LinkPurpose purpose, CancellationToken cancellationToken) =>
        LinkSigner.Read(token, purpose, await keys.CurrentAsync(cancellationToken), clock.SystemNow);

    public async Task<IResult> ShowAsync(HttpContext context, LinkToken token, CancellationToken cancellationToken)
    {
        var state = await customers.StateAsync(token.Customer, cancellationToken);
        var view = await ViewAsync(context, token, state, CustomerChoices.Of(state, token.Customer.Customer, definitions, token.Channel), cancellationToken);
        return PublicAnswers.Page(context, PreferencePage.Centre(view));
    }

    public async Task<IResult> ChangeAsync(HttpContext context, string text, LinkToken token, IFormCollection form, CancellationToken cancellationToken)
    {
        var state = await customers.StateAsync(token.Customer, cancellationToken);
        var texts = Texts(context, state);
        var before = CustomerChoices.Of(state, token.Customer.Customer, definitions, token.Channel);
        var origin = new PreferenceOrigin(token.Customer, text, state?.Sequence ?? 0, form[PreferenceFields.Number]);
        var after = before;
        string notice;
        switch (form[PreferenceFields.Do].ToString())
        {
            case PreferenceFields.Pause:
                await changes.SetPauseAsync(token.Customer, paused: true, cancellationToken);
                notice = "";
                break;
            case PreferenceFields.Resume:
                await changes.SetPauseAsync(token.Customer, paused: false, cancellationToken);
                notice = texts.Resumed;
                break;
            case PreferenceFields.None:
                await changes.UnsubscribeAllAsync(origin, cancellationToken);
                (after, notice) = (before.None(), texts.NoneDone);
                break;
            case PreferenceFields.Save:
                after = before.With(Values(form, PreferenceFields.Shown), Values(form, PreferenceFields.On));
                notice = await changes.SaveAsync(origin, before, after, cancellationToken) ? texts.Saved : texts.Unchanged;
                break;
            default:
                return PublicAnswers.Page(context, PreferencePage.Note(texts, Company, texts.WrongTitle, texts.WrongText), StatusCodes.Status400BadRequest);
        }

        var view = await ViewAsync(context, token, state, after, cancellationToken);
        return PublicAnswers.Page(context, PreferencePage.Centre(view with
        {
            Notice = notice.Length > 0 ? notice : view.PausedUntil is { } until ? PreferencePage.Filled(texts.PausedUntil, texts.DateOf(until)) : texts.Unchanged,
            Changes = form[PreferenceFields.Do] == PreferenceFields.Save ? Differences(texts, before, after) : [],
        }));
    }

    /// <summary>Asks before it unsubscribes: mail scanners open every address.</summary>
    public async Task<IResult> AskAsync(HttpContext context, LinkToken token, CancellationToken cancellationToken)
    {
        var texts = Texts(context, await customers.StateAsync(token.Customer, cancellationToken));
        var question = PreferencePage.Filled(token.Promotion ? texts.UnsubscribeAsk : texts.UnsubscribeAskAll, texts.ChannelWithin(token.Channel));
        return PublicAnswers.Page(context, PreferencePage.Ask(texts, Company, question, Number(), await MoreAsync(token, cancellationToken)));
    }

    public async Task<IResult> UnsubscribeAsync(HttpContext context, string text, LinkToken token, string? number, CancellationToken cancellationToken)
    {
        var state = await customers.StateAsync(token.Customer, cancellationToken);
        await changes.UnsubscribeAsync(new(token.Customer, text, state?.Sequence ?? 0, number), token, cancellationToken);
        await RecordAsync(text, token);
        var texts = Texts(context, state);
        var done = PreferencePage.Filled(token.Promotion ? texts.Unsubscribed : texts.UnsubscribedAll, texts.ChannelWithin(token.Channel));
        return PublicAnswers.Page(context, PreferencePage.Note(texts, Company, texts.UnsubscribedTitle, done, await MoreAsync(token, cancellationToken)));
    }

    public IResult NotFound(HttpContext context) => PublicAnswers.NotFound(context, Company);

    public IResult Away(HttpContext context) => PublicAnswers.Away(context, Texts(context, state: null), Company);

    // What the customer wants is in the log already: this is for the figures of the message.
    private async Task RecordAsync(string text, LinkToken token)
    {
        if (token.Action is not { } action)
        {
            return;
        }

        try
        {
            var report = new DeliveryReport { Step = DeliveryStep.Unsubscribed, Action = action, EventId = $"unsubscribe-{LinkSigner.NameOf(text)}", At = clock.Now };
            await events.RecordAsync(report, token.Customer, token.Channel, CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever the cause, the customer is unsubscribed; the figure lacks one.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogUnrecorded(logger, exception, action);
        }
    }

    private async Task<PreferenceView> ViewAsync(HttpContext context, LinkToken token, CustomerState? state, CustomerChoices choices, CancellationToken cancellationToken)
    {
        var pause = await changes.PauseAsync(token.Customer, cancellationToken);
        return new PreferenceView
        {
            Texts = Texts(context, state),
            Company = Company,
            Address = state?.Profile.Attributes[Email] is { Kind: ScalarKind.Text, Text: var address } ? MaskedAddress.Of(address) : null,
            Choices = choices,
            Number = Number(),
            PausedUntil = pause?.Until is { } until ? There(until, state?.Profile.TimeZone) : null,
            MayResume = pause?.By == PreferenceChanges.By,
        };
    }

    private static PreferenceTexts Texts(HttpContext context, CustomerState? state) => PreferenceLanguages.For(state?.Profile.Language, context.Request.Headers.AcceptLanguage);

    private static DateTimeOffset There(DateTimeOffset at, string? zone) =>
        zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(at, found) : at;

    private static HashSet<string> Values(IFormCollection form, string name) => form[name].OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static ImmutableArray<string> Differences(PreferenceTexts texts, CustomerChoices before, CustomerChoices after)
    {
        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (var (was, wanted) in before.Channels.Zip(after.Channels))
        {
            foreach (var (category, name) in new[] { (PolicyCategory.Service, texts.Service), (PolicyCategory.Promotion, texts.Promotion) })
            {
                if (was.Of(category) != wanted.Of(category))
                {
                    differences.Add($"{texts.ChannelName(wanted.Channel)}, {name}: {(wanted.Of(category) ? texts.On : texts.Off)}");
                }
            }
        }

        if (before.Tracking != after.Tracking)
        {
            differences.Add($"{texts.Tracking}: {(after.Tracking ? texts.On : texts.Off)}");
        }

        return differences.DrainToImmutable();
    }

    private string Number() => clock.SystemNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private async Task<string> MoreAsync(LinkToken token, CancellationToken cancellationToken) =>
        $"..{PublicPaths.Preferences}/{LinkSigner.Sign(token with { Purpose = LinkPurpose.Preferences }, await keys.CurrentAsync(cancellationToken))}";

    [LoggerMessage(3511, LogLevel.Warning, "The unsubscription by action {Action} could not be stored with its message")]
    private static partial void LogUnrecorded(ILogger logger, Exception exception, string action);
}
