using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Gateway.Endpoints;
using CxOrchestrator.Gateway.Hubs;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Gateway.Views;
using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>The parts of the gateway.</summary>
internal static class GatewayHosting
{
    /// <summary>The API, the hub and what stands behind them; the store, the log and the documents are the silo's.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section)
            .Validate(
                o => o.InFlightBytesMax >= 2L * o.BodyBytesMax,
                "Gateway:InFlightBytesMax must be at least twice Gateway:BodyBytesMax, or one large body alone is refused.")
            .ValidateOnStart();
        services.AddMetrics();
        services.AddSingleton<Metrics>();
        services.AddSingleton<JourneyClock>();
        services.AddExceptionHandler<Faults>();
        services.AddProblemDetails();
        services.AddResponseCompression();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default));
        services.AddApiDocuments();
        services.AddSingleton<DocumentReading>();
        return services.AddAccess().AddIntake().AddLive().AddBacktests();
    }

    private static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<RequestBodies>();
        services.AddSingleton<TouchpointIntake>();
        return services;
    }

    private static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveBoard>();
        services.AddSingleton<CustomerReader>();
        services.AddSingleton<PastConsiderations>();
        services.AddSingleton<DraftFacts>();
        services.AddSingleton<DraftPast>();
        services.AddSingleton<TryEndpoints>();
        services.AddSingleton<TestSendEndpoints>();
        services.AddSingleton<CaseNaming>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<MailboxSender>();
        services.AddSingleton<LiveObserver>();
        services.AddHosted<Figures>().AddHosted<BoardLoader>().AddHosted<BoardViews>();
        services.AddSignalR(signalR =>
        {
            signalR.MaximumReceiveMessageSize = 16 * 1024;
            signalR.EnableDetailedErrors = false;
        }).AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default));
        return services;
    }

    /// <summary>Hears what silos commit; needs Orleans.</summary>
    public static IServiceCollection AddLiveListening(this IServiceCollection services) => services.AddHostedService<LiveListener>();

    /// <summary>The silo, the log and the store; in a cluster only what asks them.</summary>
    public static void AddParts(this WebApplicationBuilder builder)
    {
        if (GatewayStart.ModeOf(builder.Configuration) == GatewayMode.Cluster)
        {
            builder.AddClusterClient();
        }
        else
        {
            builder.AddEmbeddedSilo();
        }
    }

    public static void UseGateway(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(Faults.WriteStatusAsync);
        if (app.Services.GetRequiredService<Installation>().Mode == GatewayMode.Embedded)
        {
            app.UseLoopbackGuard();
        }

        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseQueryGuard();
        app.UseAccess();
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        // Intake, health and signing in are for whoever reaches them; everything else is for people with a role.
        routes.MapTouchpoints();
        routes.MapHealth();
        routes.MapAccess();
        routes.MapSignInPage();
        var known = routes.MapGroup("").RequireAuthorization(AccessPolicies.View);
        known.MapCustomers();
        known.MapBoard();
        known.MapSearch();
        known.MapCases();
        known.MapActions();
        known.MapDeadLetters();
        known.MapLedger();
        known.MapDefinitions();
        known.MapDocuments();
        known.MapSets();
        known.MapBacktests();
        known.MapCatalogue();
        known.MapCodes();
        known.MapSchedules();
        TestSendEndpoints.Map(known);
        known.MapSending();
        known.MapGuards();
        known.MapStatus();
        known.MapAccounts();
        known.MapAudit();
    }

    public static void MapLive(this IEndpointRouteBuilder routes) => routes.MapHub<JourneyHub>(LiveHub.Path).RequireAuthorization(AccessPolicies.View);

    private static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
