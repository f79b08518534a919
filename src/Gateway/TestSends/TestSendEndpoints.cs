using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.TestSends;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.TestSends;

/// <summary>Drafts to confirmed test recipients and nobody else: <c>/v1/test-sends</c>.</summary>
internal sealed class TestSendEndpoints(
    ITestRecipients recipients,
    CustomerReader reader,
    DraftFacts drafts,
    DefinitionHost host,
    ISendingSwitch sending,
    IGuardSwitches switches,
    IAuditTrail trail,
    RequestBodies bodies,
    IOptions<TestSendOptions> options,
    JourneyClock clock)
{
    /// <summary>Most recipients of one test send.</summary>
    public const int RecipientsMax = 20;

    private const string NoRecipient = "Not a test recipient. Mark the customer with PUT /v1/test-recipients/{customer} first.";
    private const string NotConfirmed = "Nobody has confirmed this test recipient yet. Ask a colleague to.";

    private const int TextBytesMax = 4 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/test-sends", static (HttpContext context, TestSendEndpoints endpoints, CancellationToken cancellationToken) => endpoints.SendAsync(context, cancellationToken))
            .WithTags("Trying")
            .WithName("SendTest").WithSummary("Send a policy's messages and offers to test recipients")
            .WithDescription("Of every variant, and those after waits, personalized for each recipient. It does not count towards limits and does not appear in the customer. Consent and suppressions apply, except to customers that exist only for tests. Callbacks, webhooks and changes of the customer are omitted.")
            .Accepts<TestSendRequest>("application/json").Produces<TestSendView>()
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status403Forbidden).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict)
            .Refuses(StatusCodes.Status429TooManyRequests);

    private async Task<IResult> SendAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = bodies.Command(context, TextBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.TestSendRequest);
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
            arguments.Wrong("/text", $"No policy {document.Id} is published: give its text.");
        }

        return arguments.Problem ?? await StoppedAsync(document.Id, cancellationToken) ?? await SendAsync(keys, document, text!, by, cancellationToken);
    }

    private async Task<IResult?> StoppedAsync(string policy, CancellationToken cancellationToken)
    {
        if ((await sending.GetAsync(cancellationToken)).Stopped)
        {
            return Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "sending-stopped", "All sending is stopped", "A test send would not go out either.", "Resume sending with PUT /v1/sending."));
        }

        return (await switches.PoliciesAsync(cancellationToken)).Any(p => p.Policy == policy && p.Stopped)
            ? Problems.Of(Problems.Make(
                StatusCodes.Status409Conflict, "policy-stopped", "Sending of this policy is stopped", "A test send would not go out either.", $"Resume it with PUT /v1/sending/policies/{policy}."))
            : null;
    }

    private async Task<ImmutableArray<CustomerKey>> RecipientsAsync(Arguments arguments, IReadOnlyList<string>? asked, string by, CancellationToken cancellationToken)
    {
        var marked = (await recipients.ListAsync(cancellationToken)).ToDictionary(r => r.Key.Customer.Value, StringComparer.Ordinal);
        if (asked is null)
        {
            var mine = marked.Values.Where(r => r.Account == by && r.ConfirmedBy is not null).Select(r => r.Key).Take(RecipientsMax).ToImmutableArray();
            if (mine.IsEmpty)
            {
                arguments.Wrong("/customers", "You have no confirmed customer of your own. Mark one with PUT /v1/test-recipients/{customer} and mine: true, have it confirmed, or name test recipients.");
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
                if (recipient.ConfirmedBy is null)
                {
                    arguments.Wrong($"/customers/{i}", NotConfirmed);
                }
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
        // The same draft sent again goes out again.
        var run = string.Create(CultureInfo.InvariantCulture, $"{by}/{clock.SystemNow.UtcTicks}");
        var send = new TestSend { By = by, Actions = [], PerDayMax = options.Value.PerDayMax, At = clock.Now };
        var held = new List<TestHeldView>();
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
                return Answer(new TestSendView { Problems = [.. draft.Errors.Select(DefinitionViews.Of)], Sent = [], Held = [], LeftOut = [], LeftToday = await LeftAsync(by, cancellationToken) });
            }

            var policy = facts.Definitions.Policy(document.Id)!;
            leftOut = [.. facts.Definitions.Actions(policy).All.Where(a => !Rules.Actions.TestSends.IsSent(a.Template)).Select(a => a.Template.Word).Distinct()];
            var onlyForTests = await recipients.IsOnlyForTestsAsync(key, cancellationToken);
            var judged = Rules.Actions.TestSends.Of(policy, facts, run).Select(a => (Action: a, Refusal: Rules.Actions.TestSends.Refusal(state, a, onlyForTests))).ToList();
            held.AddRange(judged.Where(j => j.Refusal is not null).Select(j => Held(key, j.Action, j.Refusal!)));
            send = send with
            {
                Actions = [.. send.Actions, .. judged.Where(j => j.Refusal is null).Select(j => (key, j.Action))],
                OnlyForTests = onlyForTests ? send.OnlyForTests.Add(key) : send.OnlyForTests,
            };
        }

        return await SendAsync(send, document, held, leftOut, cancellationToken);
    }

    private async Task<IResult> SendAsync(TestSend send, DocumentKey document, List<TestHeldView> held, IReadOnlyList<string> leftOut, CancellationToken cancellationToken)
    {
        var result = await recipients.SendAsync(send, cancellationToken);
        if (!result.Suppressed.IsEmpty && result is { NotConfirmed.IsEmpty: true })
        {
            // Reported as held, as for consent; the other recipients still get theirs.
            var suppressed = new TestRefusal(HoldReason.CustomerSuppressed, null);
            held.AddRange(send.Actions.Where(a => result.Suppressed.Contains(a.Key)).Select(a => Held(a.Key, a.Action, suppressed)));
            send = send with { Actions = [.. send.Actions.Where(a => !result.Suppressed.Contains(a.Key))] };
            result = await recipients.SendAsync(send, cancellationToken);
        }

        if (Refusal(result, send.Actions.Length) is { } refusal)
        {
            return refusal;
        }

        if (send.Actions.Length > 0)
        {
            var to = string.Join(", ", send.Actions.Select(a => a.Key.Customer.Value).Distinct());
            await trail.AddAsync(new AuditEntry { By = send.By, Action = AuditActions.TestSent, Kind = document.Kind, Id = document.Id, Detail = $"to {to}" }, CancellationToken.None);
        }

        return Answer(new TestSendView
        {
            Problems = [],
            Sent = [.. send.Actions.Select(a => new TestSentView { Customer = a.Key.Customer.Value, Action = a.Action.Id, Kind = Names<ActionKind>.Of(a.Action.Kind), Channel = a.Action.Channel! })],
            Held = held,
            LeftOut = leftOut,
            LeftToday = result.Left,
        });
    }

    private IResult? Refusal(TestSendResult result, int asked)
    {
        if (!result.NotConfirmed.IsEmpty || !result.Suppressed.IsEmpty)
        {
            // Removed, or suppressed, between the reading and the sending.
            var late = new Arguments();
            late.Wrong("/customers", $"{result.NotConfirmed.Concat(result.Suppressed).First().Customer.Value} changed meanwhile. Nothing was sent; send it again.");
            return late.Problem!;
        }

        var now = clock.SystemNow;
        return result.TooMany
            ? Problems.Of(
                Problems.Make(
                    StatusCodes.Status429TooManyRequests,
                    "test-sends-spent",
                    "You have sent as many tests as you may today",
                    $"An account may send {options.Value.PerDayMax} messages and offers a day as tests. {result.Left} are left today, and this would send {asked}.",
                    "Choose fewer recipients, or send it after midnight (UTC)."),
                now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime)
            : null;
    }

    private async Task<int> LeftAsync(string account, CancellationToken cancellationToken) =>
        Math.Max(0, options.Value.PerDayMax - await recipients.SentTodayAsync(account, cancellationToken));

    private static TestHeldView Held(CustomerKey key, DecidedAction action, TestRefusal refusal) => new()
    {
        Customer = key.Customer.Value,
        Kind = Names<ActionKind>.Of(action.Kind),
        Channel = action.Channel!,
        Reason = Names<HoldReason>.Of(refusal.Reason),
        ReasonText = refusal.Limit ?? DecisionViews.ReasonText(refusal.Reason, null, action.Channel)!,
    };

    private static JsonHttpResult<TestSendView> Answer(TestSendView view) => TypedResults.Json(view, ApiJson.Default.TestSendView);
}
