using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Customers;

/// <summary><c>POST /v1/customers/{customer}/try</c>: what a document that is being written would mean for a customer.</summary>
internal sealed class TryEndpoints(CustomerReader reader, DraftFacts drafts, DraftPast past, IGuardSwitches switches, RequestBodies bodies, Sight sight)
{
    private const int TextBytesMax = 4 * 1024 * 1024;
    private static readonly string[] Kinds = ["policy", "segment", "template"];

    public static void Map(IEndpointRouteBuilder customers) => customers
        .MapPost("/try", static (string customer, HttpContext context, TryEndpoints endpoints, CancellationToken cancellationToken) =>
            endpoints.TryAsync(customer, context, cancellationToken))
        .WithName("TryDocument").WithSummary("What a draft would mean for a customer now")
        .WithDescription("The text replaces the published document. Returns every condition with its value, every limit, and the texts personalized for the customer. Nothing is sent or stored.")
        .Accepts<TryRequest>("application/json").Produces<TryView>();

    private async Task<IResult> TryAsync(string customer, HttpContext context, CancellationToken cancellationToken)
    {
        var arguments = new Arguments();
        var key = arguments.PathCustomer(context, customer);
        using var body = bodies.Command(context, TextBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.TryRequest);
        if (request is null)
        {
            return wrong!;
        }

        if (!Kinds.Contains(request.Kind))
        {
            arguments.Wrong("/kind", $"One of {string.Join(", ", Kinds)} is needed.");
        }

        if (request.Text is null || request.Id is null)
        {
            arguments.Wrong("/text", "The id and the text of the document are needed.");
        }

        return arguments.Problem ?? (await reader.StateAsync(key!.Value, cancellationToken) is { } state
            ? TypedResults.Json(await TriedAsync(key.Value, state, new DocumentKey(request.Kind, request.Id!), request.Text!, sight.HidesPersonal(context.User), cancellationToken), ApiJson.Default.TryView)
            : Problems.UnknownCustomer(key.Value.Customer.Value));
    }

    private async Task<TryView> TriedAsync(CustomerKey key, CustomerState state, DocumentKey document, string text, bool masked, CancellationToken cancellationToken)
    {
        var view = new TryView { Customer = key.Customer.Value, Problems = [], Texts = [] };
        var draft = await drafts.OfAsync(key, state, document, text, cancellationToken);
        if (draft.Facts is not { } facts)
        {
            return view with { Problems = [.. draft.Errors.Select(DefinitionViews.Of)] };
        }

        var definitions = facts.Definitions;
        view = view with { Touchpoint = facts.Touchpoint is { } touchpoint ? $"{touchpoint.Type} of {Times.Said(touchpoint.At)}" : null };
        view = document.Kind switch
        {
            "policy" => await OfAsync(view, key, state, document.Id, draft, facts, cancellationToken),
            "segment" => Of(view, definitions.Segment(document.Id)!, facts),
            _ => view with { Texts = TryViews.Texts(definitions.Template(document.Id)!, facts) },
        };
        return masked ? Redacted(view, new Redaction(state, facts.Touchpoint)) : view;
    }

    private static TryView Redacted(TryView view, Redaction redaction) => view with
    {
        Texts = [.. view.Texts.Select(t => t with { Subject = t.Subject is null ? null : redaction.Of(t.Subject), Text = redaction.Of(t.Text) })],
    };

    private async Task<TryView> OfAsync(TryView view, CustomerKey key, CustomerState state, string policy, DraftFacts.Draft draft, Facts facts, CancellationToken cancellationToken)
    {
        var definitions = facts.Definitions;
        var shared = await switches.FactsAsync(key, Explanations.SharedLimits(definitions, policy, facts.At), cancellationToken);
        var explanation = Explanations.Of(state, definitions, policy, shared, facts.At)!;
        var run = await past.OfAsync(key, definitions, policy, facts.At, cancellationToken);
        var triggers = run is null ? TriggerSearch.Partial(explanation.Policy, draft.History) : new TriggerFinding { NewestAt = run.NewestAt, Whole = true };
        return view with
        {
            Why = WhyViews.Of(key.Customer.Value, explanation, triggers, [], []),
            Past = run?.Said(definitions),
            Texts = TryViews.Texts(definitions.Policy(policy)!, facts),
        };
    }

    private static TryView Of(TryView view, SegmentDefinition segment, Facts facts) => view with
    {
        Member = Conditional.Holds(segment.When, facts),
        Conditions = ConditionViews.Of(Explanations.Conditions(segment.When, facts)),
    };
}
