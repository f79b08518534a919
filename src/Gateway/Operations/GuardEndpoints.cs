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

/// <summary>What people hold back by hand: <c>/v1/sending/policies</c> and <c>/v1/customers/{customer}/mute</c>.</summary>
internal static class GuardEndpoints
{
    private const int WhyLengthMax = 500;

    private static readonly TimeSpan MuteMax = TimeSpan.FromDays(366);

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
        var mute = routes.MapGroup("/v1/customers/{customer}/mute").WithTags("Customers")
            .Refuses(StatusCodes.Status400BadRequest);
        mute.MapGet("/", MuteAsync).WithName("GetMute").WithSummary("Whether the customer is left alone").Produces<MuteView>();
        mute.MapPut("/", SetMuteAsync)
            .WithName("SetMute").WithSummary("Leave the customer alone until a time, or no longer")
            .WithDescription("It works at once, whatever waits in the log: nothing is admitted for the customer after the answer.")
            .Accepts<MuteChange>("application/json").Produces<MuteView>()
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

        // One that is no longer in force may still have actions that wait; resuming is always allowed.
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

    private static async Task<IResult> MuteAsync(string customer, HttpContext context, IGuardSwitches switches, JourneyClock clock, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        return arguments.PathCustomer(context, customer) is { } key
            ? Answer(key, await switches.MuteAsync(key, cancellationToken), clock)
            : arguments.Problem!;
    }

    private static async Task<IResult> SetMuteAsync(
        string customer, HttpContext context, IGuardSwitches switches, IAuditTrail trail, JourneyClock clock, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.MuteChange, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        Check(arguments, body.By, body.Why);
        if (body.Until is { } until && (until <= clock.Now || until > clock.Now + MuteMax))
        {
            arguments.Wrong("/until", $"A time after now by the journey's clock ({clock.Now:O}) and at most {MuteMax.Days} days ahead is needed; null ends the mute.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var by = context.ActsAs(body.By);
        var (changed, row) = await switches.SetMuteAsync(key!.Value, body.Until, by, body.Why, body.Version, cancellationToken);
        if (changed)
        {
            var action = body.Until is null ? AuditActions.Unmuted : AuditActions.Muted;
            await trail.AddAsync(new AuditEntry { By = by, Action = action, Kind = "customer", Id = key.Value.Customer.Value, Detail = body.Why }, CancellationToken.None);
            return Answer(key.Value, row, clock);
        }

        return Problems.Of(Problems.Make(
            StatusCodes.Status409Conflict,
            "mute-changed",
            "Somebody else changed the mute",
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

    private static JsonHttpResult<MuteView> Answer(CustomerKey key, MuteRow? row, JourneyClock clock) => TypedResults.Json(
        new MuteView
        {
            Customer = key.Customer.Value,
            Muted = row?.Until > clock.Now,
            Until = row?.Until,
            ChangedBy = row?.By,
            Why = row?.Why,
            ChangedAt = row?.ChangedAt,
            Version = row?.Version ?? 0,
        },
        ApiJson.Default.MuteView);
}
