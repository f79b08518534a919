using System.ComponentModel;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Customers;

/// <summary><c>/v1/customers</c>.</summary>
internal static class CustomerEndpoints
{
    // How far back the answer to "why not" looks for what sets a policy off.
    private const int WhyHistoryMax = 200;
    private const int WhyDecisionsMax = 20;

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        var customers = routes.MapGroup("/v1/customers/{customer}").WithTags("Customers")
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status404NotFound);
        customers.MapGet("/", GetAsync)
            .WithName("GetCustomer").WithSummary("A customer's live state")
            .WithDescription("Mood, risk with its contributions, the worst open low point, journeys and what is expected next, as of now by the journey's clock.")
            .Produces<CustomerView>().Refuses(StatusCodes.Status410Gone);
        customers.MapGet("/timeline", TimelineAsync)
            .WithName("GetTimeline").WithSummary("What happened, newest first")
            .WithDescription("Every stored input of the customer with its effects. Pass next as before for older ones. What happened to a customer before it was merged into this one is in a history of its own: pass its id as of.")
            .Produces<Api.Page<TimelineEntry>>();
        customers.MapGet("/decisions", DecisionsAsync)
            .WithName("GetCustomerDecisions").WithSummary("What policies decided for the customer, newest first")
            .Produces<Api.Page<DecisionView>>();
        customers.MapGet("/why", WhyAsync)
            .WithName("GetWhy").WithSummary("Why a policy would or would not act now")
            .WithDescription("Every condition with its value now, every limit, and when the policy was last triggered.")
            .Produces<WhyView>();
        TryEndpoints.Map(customers);
    }

    private static async Task<IResult> GetAsync(string customer, HttpContext context, CustomerReader reader, IErasureStore erasures, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        if (arguments.PathCustomer(context, customer) is not { } key)
        {
            return arguments.Problem!;
        }

        return await reader.StateAsync(key, cancellationToken) is { } state
            ? TypedResults.Json(reader.View(state), ApiJson.Default.CustomerView)
            : await erasures.FindAsync(key, cancellationToken) is { ReadmittedAt: null } ? Problems.ErasedCustomer()
            : Problems.UnknownCustomer(key.Customer.Value);
    }

    private static async Task<IResult> TimelineAsync(
        string customer,
        [Description("Only entries before this sequence.")] string? before,
        [Description("The history of this customer, who was merged into the one of the address. Default: that one's own.")] string? of,
        [Description("Most entries, 1 to 500. Default: 50.")] string? limit,
        HttpContext context,
        CustomerReader reader,
        IReadModel store,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        var sequence = arguments.Number("before", before);
        var most = arguments.Limit(limit);
        var part = of is null ? null : arguments.Customer("of", of);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (part is { } other && other != key && await reader.StateAsync(key!.Value, cancellationToken) is { } state && state.Merged.All(m => m.Customer != other.Customer))
        {
            return Problems.NotFound("not-merged", "The customer is no part of this one", $"{of} was not merged into {key.Value.Customer.Value}.", "GET /v1/customers/{customer} lists who was, under merged.");
        }

        key = part ?? key;
        var entries = await store.HistoryAsync(key!.Value, sequence, most, cancellationToken);
        if (entries.IsEmpty && await store.CustomerAsync(key.Value, cancellationToken) is null)
        {
            return Problems.UnknownCustomer(key.Value.Customer.Value);
        }

        return TypedResults.Json(
            new Api.Page<TimelineEntry>
            {
                Items = [.. entries.Select(TimelineViews.Of)],
                Next = entries.Length == most && entries[^1].Sequence > 1
                    ? entries[^1].Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : null,
            },
            ApiJson.Default.PageTimelineEntry);
    }

    private static Task<IResult> DecisionsAsync(
        string customer,
        [Description("Only of this policy.")] string? policy,
        [Description("fired, held or controlGroup.")] string? outcome,
        [Description("What next said.")] string? cursor,
        [Description("Most decisions, 1 to 500. Default: 50.")] string? limit,
        HttpContext context,
        IReadModel store,
        IDefinitions definitions,
        CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var query = new DecisionQuery
        {
            Customer = arguments.PathCustomer(context, customer),
            Policy = arguments.Text("policy", policy),
            Outcome = arguments.Choice<PolicyOutcome>("outcome", outcome),
            Cursor = arguments.Text("cursor", cursor),
            Limit = arguments.Limit(limit),
        };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await store.DecisionsAsync(query, cancellationToken);
        if (page.Items.IsEmpty && await store.CustomerAsync(query.Customer!.Value, cancellationToken) is null)
        {
            return Problems.UnknownCustomer(query.Customer.Value.Customer.Value);
        }

        var current = definitions.Current;
        return TypedResults.Json(
            new Api.Page<DecisionView> { Items = [.. page.Items.Select(d => DecisionViews.Of(d, current))], Next = page.Next },
            ApiJson.Default.PageDecisionView);
    });

    private static async Task<IResult> WhyAsync(
        string customer,
        [Description("The policy's id.")] string? policy,
        HttpContext context,
        CustomerReader reader,
        IReadModel store,
        IGuardSwitches switches,
        IDefinitions definitions,
        PastConsiderations past,
        TriggerSearch triggers,
        JourneyClock clock,
        CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        if (arguments.Text("policy", policy) is null)
        {
            arguments.Wrong("policy", "Say which policy, by its id.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if (await reader.StateAsync(key!.Value, cancellationToken) is not { } state)
        {
            return Problems.UnknownCustomer(key.Value.Customer.Value);
        }

        var current = definitions.Current;
        var now = clock.Now < state.EffectiveAt ? state.EffectiveAt : clock.Now;
        var facts = await switches.FactsAsync(key.Value, Explanations.SharedLimits(current, policy!, now), cancellationToken);
        if (Explanations.Of(state, current, policy!, facts, now) is not { } explanation)
        {
            return Problems.NotFound("unknown-policy", "There is no such policy", $"No policy {policy} is published.", "GET /v1/definitions lists them.");
        }

        var history = await store.HistoryAsync(key.Value, null, WhyHistoryMax, cancellationToken);
        var decisions = await store.DecisionsAsync(
            new DecisionQuery { Customer = key, Policy = policy, Limit = WhyDecisionsMax }, cancellationToken);
        return TypedResults.Json(
            WhyViews.Of(
                key.Value.Customer.Value,
                explanation,
                await triggers.FindAsync(key.Value, current, explanation.Policy, history, now, cancellationToken),
                await past.OfAsync(key.Value, policy!, cancellationToken),
                [.. decisions.Items.Select(d => DecisionViews.Of(d, current))]),
            ApiJson.Default.WhyView);
    }
}
