using System.Text;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Definitions;

/// <summary><c>POST /v1/documents/policy/{id}/waiting</c>: how many customers wait in a policy, and what becomes of each.</summary>
internal sealed class WaitingEndpoints(IScheduleStore states, CustomerCodec codec, DefinitionHost host, DraftFacts drafts, RequestBodies bodies, TimeProvider clock)
{
    private const int TextBytesMax = 4 * 1024 * 1024;
    private const int PageMax = 2_000;

    /// <summary>How long customers are looked at; what is counted by then is said to be a part.</summary>
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder documents) => documents
        .MapPost("/policy/{id}/waiting", static (string id, HttpContext context, WaitingEndpoints endpoints, CancellationToken cancellationToken) => endpoints.CountAsync(id, context, cancellationToken))
        .WithName("CountWaiting").WithSummary("Customers waiting in a policy, and what happens to them")
        .WithDescription("What publishing the text, or without a text retiring the policy, means for customers waiting in it. Nothing is changed. After 5 seconds it returns the count so far.")
        .Accepts<WaitingRequest>("application/json").Produces<WaitingView>()
        .Refuses(StatusCodes.Status400BadRequest);

    private async Task<IResult> CountAsync(string id, HttpContext context, CancellationToken cancellationToken)
    {
        using var body = bodies.Command(context, TextBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.WaitingRequest);
        if (request is null)
        {
            return wrong!;
        }

        var arguments = new Arguments();
        var document = new DocumentKey(DocumentKey.Policy, id);
        CompiledDefinitions? next = null;
        var check = DraftCheck.Run(host.Published, document, request.Text);
        if (request.Text is null)
        {
            next = drafts.Without(document);
        }
        else if (check.Text is { } text)
        {
            next = drafts.With(document, text);
        }
        else
        {
            arguments.Wrong("/text", $"The text has errors; the first: {check.Errors[0]}");
        }

        return arguments.Problem ?? TypedResults.Json(await CountAsync(id, next!, cancellationToken), ApiJson.Default.WaitingView);
    }

    private async Task<WaitingView> CountAsync(string policy, CompiledDefinitions next, CancellationToken cancellationToken)
    {
        var (current, began) = (host.Current, clock.GetTimestamp());
        var counts = new SortedDictionary<(string Step, string Variant, bool Continues), long>();
        var (customers, after, complete) = (0L, "", true);
        while (true)
        {
            var page = await states.StatesAsync(after, PageMax, cancellationToken);
            if (page.IsEmpty)
            {
                break;
            }

            foreach (var (_, state) in page)
            {
                var waits = 0;
                foreach (var outcome in WaitOutcomes.Of(codec.Decode(state), policy, current, next))
                {
                    var key = (outcome.Step, outcome.Variant ?? "", outcome.Continues);
                    counts[key] = counts.GetValueOrDefault(key) + 1;
                    waits++;
                }

                customers += waits > 0 ? 1 : 0;
            }

            after = page[^1].Key.ToString();
            if (clock.GetElapsedTime(began) > LookFor)
            {
                complete = false;
                break;
            }
        }

        return new WaitingView
        {
            Waits = counts.Values.Sum(),
            Customers = customers,
            Complete = complete,
            Steps = [.. counts.Select(c => new WaitingStep { Step = c.Key.Step, Variant = c.Key.Variant.Length == 0 ? null : c.Key.Variant, Waits = c.Value, Continues = c.Key.Continues })],
        };
    }
}
