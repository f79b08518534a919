using System.Buffers;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.TestSends;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.TestSends;

/// <summary>Whom drafts may be sent to: <c>/v1/test-recipients</c>, and customers made for it: <c>/v1/test-customers</c>.</summary>
internal sealed class TestRecipientEndpoints(
    ITestRecipients recipients, CustomerReader reader, ITouchpointLog log, IAuditTrail trail, IOptions<TestSendOptions> options, JourneyClock clock)
{
    private static readonly TimeSpan LogFaultRetry = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var marks = routes.MapGroup("/v1/test-recipients").WithTags("Trying");
        marks.MapGet("/", static (HttpContext context, TestRecipientEndpoints endpoints, CancellationToken cancellationToken) => endpoints.ListAsync(context, cancellationToken))
            .WithName("GetTestRecipients").WithSummary("Customers that drafts may be sent to, confirmed or not").Produces<TestRecipientsView>();
        marks.MapPut("/{customer}", static (string customer, HttpContext context, TestRecipientEndpoints endpoints, CancellationToken cancellationToken) => endpoints.MarkAsync(customer, context, cancellationToken))
            .WithName("MarkTestRecipient").WithSummary("Mark a customer that drafts may be sent to")
            .WithDescription("Test sends really go out: mark your own customer, or one that was made for tests. Nothing is sent until a second person has confirmed the mark.")
            .Accepts<MarkRecipient>("application/json").Produces<TestRecipientView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
        marks.MapPost("/{customer}/confirm", static (string customer, HttpContext context, TestRecipientEndpoints endpoints, CancellationToken cancellationToken) => endpoints.ConfirmAsync(customer, context, cancellationToken))
            .WithName("ConfirmTestRecipient").WithSummary("Confirm a test recipient that somebody else marked").Produces<TestRecipientView>()
            .Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        marks.MapDelete("/{customer}", static (string customer, HttpContext context, TestRecipientEndpoints endpoints, CancellationToken cancellationToken) => endpoints.UnmarkAsync(customer, context, cancellationToken))
            .WithName("UnmarkTestRecipient").WithSummary("Remove a test recipient")
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/test-customers", static (HttpContext context, TestRecipientEndpoints endpoints, CancellationToken cancellationToken) => endpoints.AddAsync(context, cancellationToken))
            .WithTags("Trying")
            .WithName("AddTestCustomer").WithSummary("Make a customer that exists only for tests, and mark it")
            .WithDescription("Its consent is not asked for, until a touchpoint of another source is recorded of it.")
            .Accepts<NewTestCustomer>("application/json").Produces<TestRecipientView>(StatusCodes.Status202Accepted)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status409Conflict).Refuses(StatusCodes.Status503ServiceUnavailable);
    }

    private async Task<IResult> ListAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var all = await recipients.ListAsync(cancellationToken);
        var sent = await recipients.SentTodayAsync(context.Actor().Name, cancellationToken);
        var view = new TestRecipientsView
        {
            Recipients = [.. all.Select(r => Of(r, context))],
            PerAccountMax = options.Value.RecipientsPerAccountMax,
            PerDayMax = options.Value.PerDayMax,
            LeftToday = Math.Max(0, options.Value.PerDayMax - sent),
        };
        return TypedResults.Json(view, ApiJson.Default.TestRecipientsView);
    }

    private async Task<IResult> MarkAsync(string customer, HttpContext context, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.MarkRecipient, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        return await reader.StateAsync(key, cancellationToken) is null
            ? Problems.UnknownCustomer(key.Customer.Value)
            : await MarkAsync(key, body.Mine, context, cancellationToken) is { } marked
                ? TypedResults.Json(Of(marked, context), ApiJson.Default.TestRecipientView)
                : TooManyMarks();
    }

    private async Task<IResult> ConfirmAsync(string customer, HttpContext context, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        var by = context.Actor().Name;
        switch (await recipients.ConfirmAsync(key, by, cancellationToken))
        {
            case TestRecipientChange.NotMarked:
                return NotMarked(key);
            case TestRecipientChange.OwnMark:
                return Problems.Of(Problems.Make(
                    StatusCodes.Status403Forbidden,
                    "own-mark",
                    "A second person confirms a test recipient",
                    $"You marked {key.Customer.Value} yourself.",
                    "Ask a colleague to confirm it."));
            default:
                await NoteAsync(by, AuditActions.TestRecipientConfirmed, key, null);
                var all = await recipients.ListAsync(cancellationToken);
                return all.FirstOrDefault(r => r.Key == key) is { } confirmed ? TypedResults.Json(Of(confirmed, context), ApiJson.Default.TestRecipientView) : NotMarked(key);
        }
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
            return NotMarked(key);
        }

        await NoteAsync(context.Actor().Name, AuditActions.TestRecipientUnmarked, key, null);
        return TypedResults.NoContent();
    }

    private async Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.NewTestCustomer, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var bytes = Touchpoint(body);
        var reading = TouchpointJson.Read(bytes);
        if (reading.Touchpoint is not { } touchpoint)
        {
            return Problems.WrongArguments([.. reading.Errors.Select(e => new FieldProblem { Pointer = e.Pointer, Detail = e.Detail })]);
        }

        var key = CustomerKey.For(touchpoint.Customer);
        if (await reader.StateAsync(key, cancellationToken) is not null)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict,
                "customer-exists",
                "There is such a customer already",
                $"Touchpoints of {key.Customer.Value} are recorded.",
                "Choose another id."));
        }

        // Marked first: a customer that nobody could send to would be left behind otherwise.
        if (await MarkAsync(key, body.Mine, context, cancellationToken) is not { } marked)
        {
            return TooManyMarks();
        }

        try
        {
            await log.AppendAsync([new LogItem { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = bytes }], cancellationToken);
        }
        catch (Exception exception) when (exception is LogBusyException or LogFullException)
        {
            return Problems.Of(Problems.Unavailable("The touchpoint log takes no more at present."), LogFaultRetry);
        }

        return TypedResults.Json(Of(marked, context), ApiJson.Default.TestRecipientView, statusCode: StatusCodes.Status202Accepted);
    }

    private async Task<TestRecipient?> MarkAsync(CustomerKey key, bool mine, HttpContext context, CancellationToken cancellationToken)
    {
        var by = context.Actor().Name;
        var marked = await recipients.MarkAsync(new TestRecipient { Key = key, Account = mine ? by : null, MarkedBy = by }, options.Value.RecipientsPerAccountMax, cancellationToken);
        if (marked is not null)
        {
            await NoteAsync(by, AuditActions.TestRecipientMarked, key, mine ? "their own" : null);
        }

        return marked;
    }

    private byte[] Touchpoint(NewTestCustomer body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", $"made:{body.Customer}");
            writer.WriteString("source", Rules.Actions.TestSends.Source);
            writer.WriteString("type", "customer.updated");
            writer.WriteString("customer", body.Customer);
            writer.WriteString("at", clock.Now);
            writer.WriteStartObject("attributes");
            foreach (var (name, value) in body.Attributes ?? new Dictionary<string, JsonElement>())
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static TestRecipientView Of(TestRecipient recipient, HttpContext context)
    {
        var by = context.Actor().Name;
        return new TestRecipientView
        {
            Customer = recipient.Key.Customer.Value,
            Mine = recipient.Account == by,
            Account = recipient.Account,
            MarkedBy = recipient.MarkedBy,
            MarkedAt = recipient.MarkedAt,
            ConfirmedBy = recipient.ConfirmedBy,
            ConfirmedAt = recipient.ConfirmedAt,
            Confirmable = recipient.ConfirmedBy is null && recipient.MarkedBy != by && recipient.Account != by,
        };
    }

    private IResult TooManyMarks() => Problems.Of(Problems.Make(
        StatusCodes.Status409Conflict,
        "too-many-test-recipients",
        "You have marked as many test recipients as you may",
        $"An account may mark {options.Value.RecipientsPerAccountMax}.",
        "Remove one that you no longer need, or use one that a colleague marked."));

    private static IResult NotMarked(CustomerKey key) => Problems.NotFound(
        "no-test-recipient", "The customer is not a test recipient", $"{key.Customer.Value} is not marked.", "GET /v1/test-recipients lists those that are.");

    private Task<AuditEntry> NoteAsync(string by, string action, CustomerKey key, string? detail) =>
        trail.AddAsync(new AuditEntry { By = by, Action = action, Kind = "customer", Id = key.Customer.Value, Detail = detail }, CancellationToken.None);
}
