using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.InApp;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Forms;

/// <summary>Answers what customers ask for at the address of a form.</summary>
internal sealed class HostedForms(
    CustomerReader customers, IDefinitions definitions, FormAnswers answers, ILinkKeys keys, JourneyClock clock, IOptions<LinksOptions> links, IOptions<InAppOptions> inApp)
{
    /// <summary>Shows the form. Nothing is recorded: mail scanners open every address.</summary>
    public Task<IResult> ShowAsync(HttpContext context, string token, CancellationToken cancellationToken) => AnswerAsync(
        context, token,
        (view, _) => Task.FromResult<IResult>(Page(context, FormPage.Ask(view with { Answer = FormAnswer.Begin(view.Form, context.Request.Query[FormDefinition.ScoreParameter]) }))),
        cancellationToken);

    /// <summary>Takes the answer.</summary>
    public Task<IResult> TakeAsync(HttpContext context, string token, IFormCollection fields, CancellationToken cancellationToken) => AnswerAsync(
        context, token,
        async (view, read) =>
        {
            view = view with { Answer = FormAnswer.Of(view.Form, fields) };
            view = view with { Faults = view.Answer.Faults(view.Form, view.Words) };
            if (view.Faults.Any)
            {
                return Page(context, FormPage.Ask(view), StatusCodes.Status422UnprocessableEntity);
            }

            try
            {
                if (!read.IsTest)
                {
                    await answers.AddAsync(view.Form, read, view.Answer, view.Texts.Language, cancellationToken);
                }

                return Page(context, FormPage.Thanks(view));
            }
            catch (Exception exception) when (exception is LogFullException or LogBusyException || StoreFailure.IsPassing(exception))
            {
                PublicAnswers.RetrySoon(context);
                return Page(context, FormPage.Ask(view with { Away = true }), StatusCodes.Status503ServiceUnavailable);
            }
        },
        cancellationToken);

    /// <summary>A body that is no form, or too large.</summary>
    public ContentHttpResult Unreadable(HttpContext context) => Note(context, w => (w.InvalidTitle, w.Invalid), StatusCodes.Status400BadRequest);

    private async Task<IResult> AnswerAsync(HttpContext context, string token, Func<FormView, FormToken, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        LinkKeyRing ring;
        try
        {
            ring = await keys.CurrentAsync(cancellationToken);
        }
        catch (Exception exception) when (StoreFailure.IsPassing(exception))
        {
            PublicAnswers.RetrySoon(context);
            return Note(context, w => (w.ThanksTitle, w.Away), StatusCodes.Status503ServiceUnavailable);
        }

        if (FormSigner.Read(token, ring) is not { } read || read.Customer.Tenant != CustomerKey.DefaultTenant)
        {
            return Note(context, w => (w.InvalidTitle, w.Invalid), StatusCodes.Status404NotFound);
        }

        if (definitions.Current.Set.Forms.FirstOrDefault(f => f.Id == read.Form) is not { } form || read.IssuedAt + form.ValidFor <= clock.Now)
        {
            return Note(context, w => (w.ExpiredTitle, w.Expired), StatusCodes.Status410Gone);
        }

        var view = await ViewAsync(context, form, read, cancellationToken);
        if (!read.IsTest && await answers.IsAnsweredAsync(form, read, cancellationToken))
        {
            return Page(context, FormPage.Already(view));
        }

        return await answer(view, read);
    }

    private async Task<FormView> ViewAsync(HttpContext context, FormDefinition form, FormToken token, CancellationToken cancellationToken)
    {
        var texts = form.For([await LanguageAsync(token, cancellationToken), .. FormLanguages.Accepted(context.Request)]);
        return new FormView
        {
            Form = form,
            Texts = texts,
            Words = FormLanguages.For(texts.Language),
            Company = links.Value.Name,
            Test = token.IsTest,
            Embedded = FormFrame.IsIn(context.Request),
        };
    }

    // An answer can be taken while the store cannot be read: the browser's language does.
    private async Task<string?> LanguageAsync(FormToken token, CancellationToken cancellationToken)
    {
        try
        {
            return (await customers.StateAsync(token.Customer, cancellationToken))?.Profile.Language;
        }
        catch (Exception exception) when (StoreFailure.IsPassing(exception))
        {
            return null;
        }
    }

    private ContentHttpResult Note(HttpContext context, Func<FormWords, (string Title, string Text)> says, int status)
    {
        var words = FormLanguages.For(FormLanguages.Accepted(context.Request));
        var (title, text) = says(words);
        return Page(context, FormPage.Note(words, links.Value.Name, title, text), status);
    }

    private ContentHttpResult Page(HttpContext context, string html, int status = StatusCodes.Status200OK)
    {
        FormFrame.Prepare(context, inApp.Value.Origins, FormFrame.IsIn(context.Request));
        return TypedResults.Content(html, "text/html", System.Text.Encoding.UTF8, status);
    }
}
