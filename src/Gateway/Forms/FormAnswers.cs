using System.Collections.Immutable;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Value = CxOrchestrator.Rules.Touchpoints.Scalar;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>
/// Puts answers into the log. The id of the touchpoint is the one in the link, so an answer that is sent twice, by two browsers or to two gateways, is
/// applied once.
/// </summary>
internal sealed class FormAnswers(ITouchpointLog log, IReadModel store, AnsweredForms answered, JourneyClock clock)
{
    private const string Channel = "web";

    /// <summary>How far back in the customer's timeline an answer is looked for; one beyond it is asked for again and not applied again.</summary>
    private const int LookedAtMax = 200;

    /// <summary>Whether the link was answered, as far as that is known here.</summary>
    public async Task<bool> IsAnsweredAsync(FormDefinition form, FormToken token, CancellationToken cancellationToken)
    {
        if (answered.Has(token.Answer))
        {
            return true;
        }

        try
        {
            return (await store.HistoryAsync(token.Customer, null, LookedAtMax, cancellationToken)).Any(h => h.Id == token.Answer && h.Source == form.Source);
        }
        catch (Exception exception) when (StoreFailure.IsPassing(exception))
        {
            // Asked once more than needed; the id keeps it from counting twice.
            return false;
        }
    }

    /// <summary>Completes once the answer would survive a power cut.</summary>
    public async Task AddAsync(FormDefinition form, FormToken token, FormAnswer answer, string language, CancellationToken cancellationToken)
    {
        var touchpoint = Touchpoint(form, token, answer, language);
        await log.AppendAsync([new LogItem { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = TouchpointJson.Write(touchpoint) }], cancellationToken);
        answered.Add(token.Answer);
    }

    private Touchpoint Touchpoint(FormDefinition form, FormToken token, FormAnswer answer, string language)
    {
        var feedback = answer.Comment.Length == 0 ? new Feedback() : new Feedback { Text = answer.Comment, Lang = language };
        return new Touchpoint
        {
            Identity = new(form.Source, token.Answer),
            Type = form.Touchpoint,
            Customer = token.Customer.Customer,
            At = DateTimeOffset.FromUnixTimeMilliseconds(clock.Now.ToUnixTimeMilliseconds()),
            Channel = Channel,

            // What the form no longer carries is left out.
            Attributes = AttributeSet.Of(token.Attributes.Where(a => form.Attributes.Contains(a.Key)).Select(a => new NamedValue(a.Key, Value.Of(a.Value)))
                .Append(new NamedValue(FormDefinition.FormAttribute, Value.Of(form.Id))).ToList()),
            Feedback = form.Score is { } score && answer.Score is { } value ? feedback.With(score, value) : feedback,
        };
    }
}
