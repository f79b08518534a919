using CxOrchestrator.Api;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CxOrchestrator.Gateway.Operations;

/// <summary>What people hold back by hand: <c>/v1/sending/policies</c> and <c>/v1/customers/{customer}/suppression</c>.</summary>
internal static class GuardEndpoints
{
    private const int WhyLengthMax = 500;

    private static readonly TimeSpan SuppressionMax = TimeSpan.FromDays(366);

    public static void MapGuards(this IEndpointRouteBuilder routes)
    {
        var policies = routes.MapGroup("/v1/sending/policies").WithTags("Operations");
        policies.MapGet("/", PoliciesAsync)
            .WithName("GetPolicySending").WithSummary("Policies that were stopped by hand or by their breaker")
            .Produces<Api.Page<PolicySendingView>>();
        policies.MapPut("/{policy}", SetPolicyAsync)
            .WithName("SetPolicySending").WithSummary("Stop or resume a policy's actions")
            .WithDescription("It works at once, whatever waits in the log: nothing of the policy is admitted after the answer. Its actions wait until they expire.")
            .Accepts<PolicySendingChange>("application/json").Produces<PolicySendingView>()
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status404NotFound);
        var suppression = routes.MapGroup("/v1/customers/{customer}/suppression").WithTags("Customers")
            .Refuses(StatusCodes.Status400BadRequest);
        suppression.MapGet("/", SuppressionAsync).WithName("GetSuppression").WithSummary("Whether the customer is suppressed").Produces<SuppressionView>();
        suppression.MapPut("/", SetSuppressionAsync)
            .WithName("SetSuppression").WithSummary("Suppress the customer until a time, or end the suppression")
            .WithDescription("It works at once, whatever waits in the log: nothing is admitted for the customer after the answer.")
            .Accepts<SuppressionChange>("application/json").Produces<SuppressionView>()
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> PoliciesAsync(IGuardSwitches switches, IDefinitions definitions, CancellationToken cancellationToken)
    {
        var items = await switches.PoliciesAsync(cancellationToken);
        return TypedResults.Json(
            new Api.Page<PolicySendingView> { Items = [.. items.Select(i => View(i, definitions))], Next = null }, ApiJson.Default.PagePolicySendingView);
    }

    private static async Task<IResult> SetPolicyAsync(
        string policy, HttpRequest request, IGuardSwitches switches, IAuditTrail trail, IDefinitions definitions, RefusalLog log, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(request, ApiJson.Default.PolicySendingChange, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        Check(arguments, body.By, body.Why);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (!body.Stopped && AccessTable.ResumeRefusal(request.HttpContext, "/v1/sending/policies/{policy}") is { } refusal)
        {
            return log.Refuse(request.HttpContext, refusal);
        }

        // One that is no longer published may still have actions that wait; resuming is always allowed.
        if (definitions.Current.Policy(policy) is null && (await switches.PoliciesAsync(cancellationToken)).All(p => p.Policy != policy))
        {
            return Problems.NotFound("unknown-policy", "There is no such policy", $"No policy {policy} is published.", "GET /v1/definitions lists them.");
        }

        var by = request.HttpContext.ActsAs(body.By);
        var state = await switches.SetPolicyAsync(policy, body.Stopped, by, body.Why, cancellationToken);
        var action = state.Stopped ? AuditActions.PolicyStopped : AuditActions.PolicyReleased;
        await trail.AddAsync(new AuditEntry { By = by, Action = action, Kind = DocumentKey.Policy, Id = policy, Detail = body.Why }, CancellationToken.None);
        return TypedResults.Json(View(state, definitions), ApiJson.Default.PolicySendingView);
    }

    private static async Task<IResult> SuppressionAsync(string customer, HttpContext context, IGuardSwitches switches, JourneyClock clock, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        return arguments.PathCustomer(context, customer) is { } key
            ? Answer(key, await switches.SuppressionAsync(key, cancellationToken), clock)
            : arguments.Problem!;
    }

    private static async Task<IResult> SetSuppressionAsync(
        string customer, HttpContext context, IGuardSwitches switches, IAuditTrail trail, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.SuppressionChange, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        Check(arguments, body.By, body.Why);
        if (body.Until is { } until && (until <= clock.Now || until > clock.Now + SuppressionMax))
        {
            arguments.Wrong("/until", $"A time after now by the journey's clock ({clock.Now:O}) and at most {SuppressionMax.Days} days ahead is needed; null ends the suppression.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var by = context.ActsAs(body.By);
        var (changed, row) = await switches.SetSuppressionAsync(key!.Value, body.Until, by, body.Why, body.Version, cancellationToken);
        if (changed)
        {
            var action = body.Until is null ? AuditActions.SuppressionEnded : AuditActions.Suppressed;
            await trail.AddAsync(new AuditEntry { By = by, Action = action, Kind = "customer", Id = key.Value.Customer.Value, Detail = body.Why }, CancellationToken.None);
            return Answer(key.Value, row, clock);
        }

        return Problems.Of(Problems.Make(
            StatusCodes.Status409Conflict,
            "suppression-changed",
            "Somebody else changed the suppression",
            $"It has version {row?.Version ?? 0}, not {body.Version}.",
            "Look at it with GET, and decide again."));
    }

    private static void Check(Arguments arguments, string by, string? why)
    {
        Bodies.CheckName(arguments, by);
        if (why?.Length > WhyLengthMax)
        {
            arguments.Wrong("/why", $"It has at most {WhyLengthMax} characters.");
        }
    }

    private static PolicySendingView View(PolicySwitch state, IDefinitions definitions) => new()
    {
        Policy = state.Policy,
        PolicyName = DecisionViews.PolicyName(state.Policy, definitions.Current),
        Stopped = state.Stopped,
        ChangedBy = state.By,
        Why = state.Why,
        ChangedAt = state.ChangedAt,
    };

    private static JsonHttpResult<SuppressionView> Answer(CustomerKey key, SuppressionRow? row, JourneyClock clock) => TypedResults.Json(
        new SuppressionView
        {
            Customer = key.Customer.Value,
            Suppressed = row?.Until > clock.Now,
            Until = row?.Until,
            ChangedBy = row?.By,
            Why = row?.Why,
            ChangedAt = row?.ChangedAt,
            Version = row?.Version ?? 0,
        },
        ApiJson.Default.SuppressionView);
}
