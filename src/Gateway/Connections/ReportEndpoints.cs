using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Channels.Sns;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Connections;

/// <summary>Where providers report what became of messages. Callers prove with a signature that they are the provider.</summary>
internal sealed partial class ReportEndpoints(
    IDefinitions definitions, IConnectionSecrets secrets, SecretReading reading, ReportIntake intake, RequestBodies bodies, IHttpClientFactory clients,
    SnsCertificates certificates, IOptions<AccessOptions> access, TimeProvider clock, ILogger<ReportEndpoints> logger)
{
    /// <summary>Longest wait for the confirmation of a subscription.</summary>
    private static readonly TimeSpan ConfirmationTimeout = TimeSpan.FromSeconds(10);

    public const string Path = "/v1/connections/{id}/reports";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, Take).WithTags("Connections")
            .WithName("TakeReports").WithSummary("Delivery webhook of a connection's provider")
            .WithDescription("For the provider, which proves who it is as its document says. Answered once the reports are stored; the same report again changes nothing.")
            .Produces(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status401Unauthorized)
            .Refuses(StatusCodes.Status404NotFound)
            .Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet(Path, Take).WithTags("Connections")
            .WithName("ConfirmReports").WithSummary("Confirmation of a connection's delivery webhook")
            .WithDescription("Some providers ask for it before they report anything.")
            .Produces(StatusCodes.Status200OK)
            .Refuses(StatusCodes.Status401Unauthorized)
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static Task<IResult> Take(string id, HttpContext context, ReportEndpoints reports, CancellationToken cancellationToken) => reports.TakeAsync(id, context, cancellationToken);

    private async Task<IResult> TakeAsync(string id, HttpContext context, CancellationToken cancellationToken)
    {
        var current = definitions.Current;
        if (current.Set.Connections.FirstOrDefault(c => c.Id == id && c.Enabled) is not { } connection || ProviderCatalog.Find(current, connection.Provider) is not { Webhook: not null } provider)
        {
            return Problems.NotFound("unknown-connection", "Nothing is reported here", "No published connection with a provider that reports has this address.", "Check the address that was entered at the provider.");
        }

        using var body = bodies.Intake(context, $"reports {id}", ProviderWebhook.BodyBytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (values, _) = reading.Of(connection, current, await secrets.ListAsync(cancellationToken));
        var request = new WebhookRequest
        {
            Method = context.Request.Method,
            Url = Address(context.Request),
            Headers = [.. context.Request.Headers.SelectMany(h => h.Value, (h, value) => KeyValuePair.Create(h.Key, value ?? ""))],
            Body = body.Bytes,
        };
        var settings = connection.Settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        var result = ProviderWebhook.Read(provider, settings, values, request, certificates, clock.GetUtcNow());
        if (result.Certificate is { } certificate)
        {
            if (!await certificates.FetchAsync(certificate, cancellationToken))
            {
                return NotYet($"The certificate that signed the report cannot be fetched from {certificate.Host}.", "Allow the gateway to reach it over HTTPS.");
            }

            result = ProviderWebhook.Read(provider, settings, values, request, certificates, clock.GetUtcNow());
        }

        if (result.Refusal is { } refusal)
        {
            LogRefused(logger, id, refusal);
            return Problems.Of(Problems.Make(StatusCodes.Status401Unauthorized, "report-refused", "The report is refused", $"It cannot be accepted: {refusal}.", "Check the secret that verifies the webhook, here and at the provider."));
        }

        await intake.StoreAsync(id, result.Reports, CancellationToken.None);
        if (result.Confirm is { } confirm && !await ConfirmAsync(confirm, cancellationToken))
        {
            return NotYet($"{confirm.Host} did not take the confirmation of the subscription.", "Allow the gateway to reach it over HTTPS.");
        }

        return result.Challenge is { } challenge ? TypedResults.Text(challenge, "text/plain") : TypedResults.Ok();
    }

    /// <summary>As the provider called it: the public name where one is set, since a proxy may have changed it.</summary>
    private Uri Address(HttpRequest request)
    {
        var called = $"{request.PathBase}{request.Path}{request.QueryString}";
        return access.Value.PublicUrl is { Length: > 0 } own ? new Uri(own.TrimEnd('/') + called) : new Uri($"{request.Scheme}://{request.Host}{called}");
    }

    private async Task<bool> ConfirmAsync(Uri address, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ConfirmationTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var client = clients.CreateClient(ProviderHttp.ClientName);
        try
        {
            using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException || (lost is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    // A status from 500 on: the provider sends the report again.
    private static IResult NotYet(string detail, string cure) =>
        Problems.Of(Problems.Make(StatusCodes.Status503ServiceUnavailable, "report-not-verified", "The report cannot be verified now", detail, cure));

    [LoggerMessage(3601, LogLevel.Warning, "A report to connection {Connection} was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string connection, string reason);
}
