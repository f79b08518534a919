using CxOrchestrator.Api;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>What left through connections.</summary>
internal static class DeliveryEndpoints
{
    public static void MapSentMessages(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/actions/{id}/message", MessageAsync).WithTags("Actions")
        .WithName("GetSentMessage").WithSummary("A message as it was sent, and what became of it").Produces<SentMessageView>()
        .Refuses(StatusCodes.Status404NotFound);

    public static Task<IResult> OfConnectionAsync(string id, string? cursor, string? limit, IDeliveries deliveries, CancellationToken cancellationToken) => Arguments.PageAsync(async () =>
    {
        var arguments = new Arguments();
        var query = new DeliveryQuery { Connection = id, Cursor = arguments.Text("cursor", cursor), Limit = arguments.Limit(limit) };
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var page = await deliveries.ListAsync(query, cancellationToken);
        return TypedResults.Json(new Api.Page<DeliveryView> { Items = [.. page.Items.Select(Of)], Next = page.Next }, ApiJson.Default.PageDeliveryView);
    });

    private static async Task<IResult> MessageAsync(string id, IDeliveries deliveries, CancellationToken cancellationToken)
    {
        if (await deliveries.FindAsync(id, cancellationToken) is not { } delivery || await deliveries.MessageAsync(id, cancellationToken) is not { } message)
        {
            return Problems.NotFound("not-sent", "No message was sent for this action", $"The action {id} did not leave through a connection, or its message is no longer kept.", "GET /v1/actions/{id} says what became of it.");
        }

        var steps = await deliveries.StepsAsync(id, cancellationToken);
        return TypedResults.Json(
            new SentMessageView
            {
                Delivery = Of(delivery),
                Subject = message.Subject,
                Text = message.Text,
                Html = message.Html,
                Link = message.Link,
                LinkText = message.LinkText,
                Image = message.Image,
                Language = message.Language,
                Steps =
                [
                    .. steps.Select(s => new DeliveryStepView
                    {
                        Step = Names<DeliveryStep>.Of(s.Reported.Step), At = s.Reported.At, Reason = s.Reported.Reason, Url = s.Reported.Url, Text = s.Reported.Text, Automated = s.Reported.Automated,
                    }),
                ],
            },
            ApiJson.Default.SentMessageView);
    }

    private static DeliveryView Of(Delivery delivery) => new()
    {
        Action = delivery.Action,
        Customer = delivery.Key.Customer.Value,
        Connection = delivery.Connection,
        Channel = delivery.Channel,
        Address = delivery.Address,
        ProviderId = delivery.ProviderId,
        Answer = delivery.Answer,
        SentAt = delivery.SentAt,
        Step = Names<DeliveryStep>.Of(delivery.Step),
    };
}
