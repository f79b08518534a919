using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Forms;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Forms;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Forms;

/// <summary><c>/v1/forms</c>: links to forms, and how a form looks.</summary>
internal static class FormLinkEndpoints
{
    /// <summary>Where links are made.</summary>
    public const string Path = "/v1/forms/{id}/links";

    public static void MapFormLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, LinkAsync).WithTags("Forms")
            .WithName("MakeFormLink").WithSummary("Make a customer's own link to a published form")
            .WithDescription("Each link is for one answer. Takes an account, or a key with the scope touchpoints: for servers that show forms in their pages or send links themselves.")
            .Accepts<FormLinkRequest>("application/json").Produces<FormLinkView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status401Unauthorized).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/forms/preview", PreviewAsync).RequireRateLimiting(RequestLimits.Check).WithTags("Forms")
            .WithName("PreviewForm").WithSummary("The pages of a form that is being written")
            .Accepts<FormPreviewRequest>("application/json").Produces<FormPreviewView>().Refuses(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> LinkAsync(
        string id, HttpContext context, FormLinkAccess access, IDefinitions definitions, ILinkKeys keys, JourneyClock clock, IOptions<LinksOptions> links, CancellationToken cancellationToken)
    {
        if (await access.RefusalAsync(context) is { } refusal)
        {
            return refusal;
        }

        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.FormLinkRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        if (definitions.Current.Set.Forms.FirstOrDefault(f => f.Id == id) is not { } form)
        {
            return Problems.NotFound("unknown-form", "There is no such form", $"No form {id} is published.", "GET /v1/documents?kind=form lists forms.");
        }

        var arguments = new Arguments();
        var customer = arguments.Customer("/customer", body.Customer);
        if (string.IsNullOrEmpty(body.Customer))
        {
            arguments.Wrong("/customer", "A customer is needed: answers always have one.");
        }

        var attributes = Attributes(arguments, form, body.Attributes);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var token = new FormToken { Form = form.Id, Customer = customer!.Value, Attributes = attributes, IssuedAt = clock.Now, Answer = FormSigner.NewAnswer() };
        var address = $"{Base(context, links.Value)}{PublicPaths.Form}/{FormSigner.Sign(token, await keys.CurrentAsync(cancellationToken))}";
        return TypedResults.Json(new FormLinkView { Url = address, ExpiresAt = clock.Now + form.ValidFor }, ApiJson.Default.FormLinkView);
    }

    private static ImmutableArray<KeyValuePair<string, string>> Attributes(Arguments arguments, FormDefinition form, IReadOnlyDictionary<string, string>? given)
    {
        var attributes = (given ?? ImmutableDictionary<string, string>.Empty).ToImmutableArray();
        foreach (var (name, value) in attributes)
        {
            var pointer = $"/attributes/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
            if (!form.Attributes.Contains(name))
            {
                arguments.Wrong(pointer, form.Attributes.IsEmpty ? "The form lists no attributes." : $"The form lists {string.Join(", ", form.Attributes)}.");
            }
            else if (value is not { Length: > 0 and <= FormDefinition.ValueLengthMax } || value.Any(char.IsControl))
            {
                arguments.Wrong(pointer, $"A text of 1 to {FormDefinition.ValueLengthMax} characters is needed, without control characters.");
            }
        }

        if (arguments.Problem is null && !FormSigner.Fits(attributes))
        {
            arguments.Wrong("/attributes", $"Names and values together have at most {FormSigner.AttributeBytesMax:N0} bytes.");
        }

        return attributes;
    }

    // Without an address for customers the link leads where it was asked for: to try a form on this machine.
    private static string Base(HttpContext context, LinksOptions links) =>
        links.PublicAddress.Length > 0 ? links.PublicAddress.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";

    private static async Task<IResult> PreviewAsync(HttpContext context, IOptions<LinksOptions> links, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.FormPreviewRequest, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var read = DefinitionReader.Read([new DocumentSource("form", body.Text)]);
        if (read.Set?.Forms is not [var form])
        {
            var arguments = new Arguments();
            arguments.Wrong("/text", read.Errors is [var error, ..] ? $"Line {error.Line}, column {error.Column}: {error.Message}" : "The document of one form is needed.");
            return arguments.Problem!;
        }

        var texts = form.For(body.Language);
        var view = new FormView { Form = form, Texts = texts, Words = FormLanguages.For(texts.Language), Company = links.Value.Name };
        return TypedResults.Json(new FormPreviewView { Html = FormPage.Ask(view), Thanks = FormPage.Thanks(view) }, ApiJson.Default.FormPreviewView);
    }
}
