using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Api.TestSends;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Hubs;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Gateway.Views;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Endpoints;

/// <summary>Drafts to test recipients and nobody else: <c>/v1/test-recipients</c> and <c>/v1/test-sends</c>.</summary>
internal sealed class TestSendEndpoints(
    ITestRecipients recipients, CustomerReader reader, DraftFacts drafts, DefinitionHost host, ISendingSwitch sending, IAuditTrail trail, RequestBodies bodies, TimeProvider clock)
{
    /// <summary>Most recipients of one test.</summary>
    public const int RecipientsMax = 20;

    private const string NoRecipient = "No test recipient. Mark the customer with PUT /v1/test-recipients/{customer} first.";

    private const int TextBytesMax = 4 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var marks = routes.MapGroup("/v1/test-recipients").WithTags("Trying");
        marks.MapGet("/", static (HttpContext context, TestSendEndpoints endpoints, CancellationToken cancellationToken) => endpoints.ListAsync(context, cancellationToken))
            .WithName("GetTestRecipients").WithSummary("Customers that drafts may be sent to").Produces<TestRecipientsView>();
        marks.MapPut("/{customer}", static (string customer, HttpContext context, TestSendEndpoints endpoints, CancellationToken cancellationToken) => endpoints.MarkAsync(customer, context, cancellationToken))
            .WithName("MarkTestRecipient").WithSummary("Let drafts be sent to a customer")
            .WithDescription("Mark customers that you made for this, or your own: what is sent to them really goes out.")
            .Accepts<MarkRecipient>("application/json").Produces<TestRecipientView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        marks.MapDelete("/{customer}", static (string customer, HttpContext context, TestSendEndpoints endpoints, CancellationToken cancellationToken) => endpoints.UnmarkAsync(customer, context, cancellationToken))
            .WithName("UnmarkTestRecipient").WithSummary("Let no drafts be sent to a customer any more")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/test-sends", static (HttpContext context, TestSendEndpoints endpoints, CancellationToken cancellationToken) => endpoints.SendAsync(context, cancellationToken))
            .WithTags("Trying")
            .WithName("SendTest").WithSummary("Send a policy's messages and offers to test recipients")
            .WithDescription("Of every variant, and those after waits, with the words as each recipient would read them. Nothing is decided: no cap, no budget and no code is used. Callbacks, webhooks and changes of the customer are left out.")
            .Accepts<TestSendRequest>("application/json").Produces<TestSendView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var all = await recipients.ListAsync(cancellationToken);
        return TypedResults.Json(new TestRecipientsView { Recipients = [.. all.Select(r => Of(r, context))] }, GatewayJson.Default.TestRecipientsView);
    }

    private async Task<IResult> MarkAsync(string customer, HttpContext context, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, GatewayJson.Default.MarkRecipient, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        if (await reader.StateAsync(key, cancellationToken) is null)
        {
            return Problems.UnknownCustomer(key.Customer.Value);
        }

        var by = context.Actor().Name;
        var marked = await recipients.MarkAsync(new TestRecipient { Key = key, Account = body.Mine ? by : null, MarkedBy = by }, cancellationToken);
        await NoteAsync(by, AuditActions.TestRecipientMarked, "customer", key.Customer.Value, body.Mine ? "their own" : null);
        return TypedResults.Json(Of(marked, context), GatewayJson.Default.TestRecipientView);
    }

    private async Task<IResult> UnmarkAsync(string customer, HttpContext context, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        if (!await recipients.UnmarkAsync(key, cancellationToken))
        {
            return Problems.NotFound("no-test-recipient", "No test recipient", $"{key.Customer.Value} is none.", "GET /v1/test-recipients lists them.");
        }

        await NoteAsync(context.Actor().Name, AuditActions.TestRecipientUnmarked, "customer", key.Customer.Value, null);
        return TypedResults.NoContent();
    }

    private async Task<IResult> SendAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = bodies.Command(context, TextBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, GatewayJson.Default.TestSendRequest);
        if (request is null)
        {
            return wrong!;
        }

        var by = context.Actor().Name;
        var arguments = new Arguments();
        var keys = await RecipientsAsync(arguments, request.Customers, by, cancellationToken);
        var document = new DocumentKey(DocumentKey.Policy, request.Id ?? "");
        var text = request.Text ?? host.Published?.Documents.FirstOrDefault(d => d.Kind == document.Kind && d.Id == document.Id)?.Text;
        if (text is null)
        {
            arguments.Wrong("/text", $"No policy {document.Id} is in force: give its text.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        return (await sending.GetAsync(cancellationToken)).Stopped
            ? Problems.Of(Problems.Make(StatusCodes.Status409Conflict, "sending-stopped", "All sending is stopped", "A test is sent like everything else, and nothing is sent now.", "PUT /v1/sending resumes it."))
            : await SendAsync(keys, document, text!, by, cancellationToken);
    }

    private async Task<ImmutableArray<CustomerKey>> RecipientsAsync(Arguments arguments, IReadOnlyList<string>? asked, string by, CancellationToken cancellationToken)
    {
        var marked = (await recipients.ListAsync(cancellationToken)).ToDictionary(r => r.Key.Customer.Value, StringComparer.Ordinal);
        if (asked is null)
        {
            var mine = marked.Values.Where(r => r.Account == by).Select(r => r.Key).Take(RecipientsMax).ToImmutableArray();
            if (mine.IsEmpty)
            {
                arguments.Wrong("/customers", "No customer is marked as your own. Mark one with PUT /v1/test-recipients/{customer} and mine: true, or name test recipients.");
            }

            return mine;
        }

        if (asked.Count is 0 or > RecipientsMax)
        {
            arguments.Wrong("/customers", $"1 to {RecipientsMax} test recipients are needed; these are {asked.Count}.");
            return [];
        }

        var keys = ImmutableArray.CreateBuilder<CustomerKey>();
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i] is { } name && marked.TryGetValue(name, out var recipient))
            {
                keys.Add(recipient.Key);
            }
            else
            {
                arguments.Wrong($"/customers/{i}", NoRecipient);
            }
        }

        return [.. keys.Distinct()];
    }

    private async Task<IResult> SendAsync(ImmutableArray<CustomerKey> keys, DocumentKey document, string text, string by, CancellationToken cancellationToken)
    {
        // Whoever sends the same draft again gets it again.
        var run = string.Create(CultureInfo.InvariantCulture, $"{by}/{clock.GetUtcNow().UtcTicks}");
        var actions = ImmutableArray.CreateBuilder<(CustomerKey Key, DecidedAction Action)>();
        IReadOnlyList<string> leftOut = [];
        foreach (var key in keys)
        {
            if (await reader.StateAsync(key, cancellationToken) is not { } state)
            {
                return Problems.UnknownCustomer(key.Customer.Value);
            }

            var draft = await drafts.OfAsync(key, state, document, text, cancellationToken);
            if (draft.Facts is not { } facts)
            {
                return Answer(new TestSendView { Problems = [.. draft.Errors.Select(DefinitionViews.Of)], Sent = [], LeftOut = [] });
            }

            var policy = facts.Definitions.Policy(document.Id)!;
            leftOut = [.. facts.Definitions.Actions(policy).All.Where(a => !TestSends.IsSent(a.Template)).Select(a => KindOf(a.Template)).Distinct()];
            actions.AddRange(TestSends.Of(policy, facts, run).Select(a => (key, a)));
        }

        var others = await recipients.SendAsync(actions.ToImmutable(), cancellationToken);
        if (!others.IsEmpty)
        {
            // Taken off between the look and the sending.
            var late = new Arguments();
            late.Wrong("/customers", $"{others[0].Customer.Value}: {NoRecipient} Nothing was sent.");
            return late.Problem!;
        }

        if (actions.Count > 0)
        {
            await NoteAsync(by, AuditActions.TestSent, document.Kind, document.Id, $"to {string.Join(", ", keys.Select(k => k.Customer.Value))}");
        }

        return Answer(new TestSendView
        {
            Problems = [],
            Sent = [.. actions.Select(a => new TestSentView { Customer = a.Key.Customer.Value, Action = a.Action.Id, Kind = Names<ActionKind>.Of(a.Action.Kind), Channel = a.Action.Channel! })],
            LeftOut = leftOut,
        });
    }

    private static JsonHttpResult<TestSendView> Answer(TestSendView view) => TypedResults.Json(view, GatewayJson.Default.TestSendView);

    private static string KindOf(ActionTemplate template) => template switch
    {
        CallbackTemplate => "callback",
        WebhookTemplate => "webhook",
        WaitTemplate => "wait",
        MuteTemplate => "mute",
        SetAttributeTemplate => "setAttribute",
        SegmentTemplate { Add: true } => "addToSegment",
        _ => "removeFromSegment",
    };

    private static TestRecipientView Of(TestRecipient recipient, HttpContext context) => new()
    {
        Customer = recipient.Key.Customer.Value,
        Mine = recipient.Account is { } account && account == context.Actor().Name,
        Account = recipient.Account,
        MarkedBy = recipient.MarkedBy,
        MarkedAt = recipient.MarkedAt,
    };

    private Task<AuditEntry> NoteAsync(string by, string action, string kind, string id, string? detail) =>
        trail.AddAsync(new AuditEntry { By = by, Action = action, Kind = kind, Id = id, Detail = detail }, CancellationToken.None);
}
