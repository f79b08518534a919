using System.ComponentModel;
using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Mailbox;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Mailbox;

namespace CxOrchestrator.Gateway.Mailbox;

/// <summary>The gateway's mailbox: <c>/v1/mailbox</c>.</summary>
internal static class MailboxEndpoints
{
    private const string SourceType = "message/rfc822";

    public static void MapMailbox(this IEndpointRouteBuilder routes)
    {
        var mail = routes.MapGroup("/v1/mailbox").WithTags("Mailbox");
        mail.MapGet("/", List)
            .WithName("ListMail").WithSummary("Messages that this gateway's mailbox received, newest first")
            .WithDescription("The mailbox keeps the newest 500 messages in memory and delivers none. Each gateway has its own.")
            .Produces<Api.Page<MailSummary>>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
        mail.MapGet("/{id:long}", Get)
            .WithName("GetMail").WithSummary("A message with its headers, text and HTML").Produces<MailView>()
            .Refuses(StatusCodes.Status404NotFound);
        mail.MapGet("/{id:long}/source", Source)
            .WithName("GetMailSource").WithSummary("A message's bytes as they came")
            .Produces(StatusCodes.Status200OK, contentType: SourceType)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
        mail.MapDelete("/", Empty)
            .WithName("EmptyMailbox").WithSummary("Remove every message from the mailbox").Produces<MailboxEmptiedView>()
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static IResult List(
        [Description("A part of a recipient's address or name.")] string? to,
        [Description("A part of the sender, a recipient, the subject or the text.")] string? text,
        [Description("What next said.")] string? cursor,
        [Description("Most messages, 1 to 500. Default: 50.")] string? limit,
        HttpContext context,
        Sight sight,
        MailboxHost host)
    {
        var arguments = new Arguments();
        var query = new InboxQuery { To = arguments.Text("to", to), Text = arguments.Text("text", text), Limit = arguments.Limit(limit) };
        long before = 0;
        if (!string.IsNullOrEmpty(cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            arguments.Wrong("cursor", "Pass the next cursor of the page before, with the same other arguments.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (host.Inbox is not { } inbox)
        {
            return Off();
        }

        // What is found would say what the masked values are.
        if ((query.To ?? query.Text) is not null && sight.HidesPersonal(context.User))
        {
            return Masked("A search would find masked values", "Your roles do not show personal data, and addresses, subjects and texts are personal.");
        }

        var page = inbox.List(query with { Before = before == 0 ? null : before });
        return TypedResults.Json(
            new Api.Page<MailSummary> { Items = [.. page.Items.Select(MailViews.Head)], Next = page.Next?.ToString(CultureInfo.InvariantCulture), Total = page.Total },
            ApiJson.Default.PageMailSummary);
    }

    private static IResult Get(long id, MailboxHost host) =>
        host.Inbox is not { } inbox ? Off()
        : inbox.Find(id) is { } message ? TypedResults.Json(MailViews.Of(message), ApiJson.Default.MailView)
        : Unknown(id);

    private static IResult Source(long id, HttpContext context, Sight sight, MailboxHost host)
    {
        if (host.Inbox is not { } inbox)
        {
            return Off();
        }

        if (sight.HidesPersonal(context.User))
        {
            return Masked("The source holds personal data", "Your roles do not show personal data, and bytes cannot be masked.");
        }

        if (inbox.Find(id) is not { } message)
        {
            return Unknown(id);
        }

        // A browser that opens it as a page all the same runs nothing of it.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Bytes(message.Source, SourceType, string.Create(CultureInfo.InvariantCulture, $"message-{id}.eml"));
    }

    private static IResult Empty(HttpContext context, MailboxHost host)
    {
        if (host.Inbox is not { } inbox)
        {
            return Off();
        }

        var removed = inbox.Clear();
        AuditedEndpoints.Detail(context, string.Create(CultureInfo.InvariantCulture, $"{removed} {(removed == 1 ? "message" : "messages")}"));
        return TypedResults.Json(new MailboxEmptiedView { Removed = removed }, ApiJson.Default.MailboxEmptiedView);
    }

    private static IResult Off() => Problems.NotFound(
        "no-mailbox", "This gateway has no mailbox", "The setting Mailbox:Port is not given, or it is 0.", "Start the gateway with --Mailbox:Port=2525, or run cx mailbox.");

    private static IResult Unknown(long id) => Problems.NotFound(
        "unknown-mail", "There is no such message", $"The mailbox has no message {id}: it keeps the newest {Inbox.MessagesMax} until the gateway ends or the mailbox is emptied.", "GET /v1/mailbox lists them.");

    private static IResult Masked(string title, string detail) => Problems.Of(Problems.Make(
        StatusCodes.Status403Forbidden, "personal-data", title, detail, "Ask somebody who has another role, or an administrator about Access:MaskedRoles."));
}
