using System.Text.Json.Serialization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Channels;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Access.Masking;
using CxOrchestrator.Gateway.Access.SecondFactors;
using CxOrchestrator.Gateway.Actions;
using CxOrchestrator.Gateway.Assistants;
using CxOrchestrator.Gateway.Backtests;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Cases;
using CxOrchestrator.Gateway.Catalogue;
using CxOrchestrator.Gateway.Codes;
using CxOrchestrator.Gateway.Connections;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Exports;
using CxOrchestrator.Gateway.Forms;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Identities;
using CxOrchestrator.Gateway.Images;
using CxOrchestrator.Gateway.InApp;
using CxOrchestrator.Gateway.Keys;
using CxOrchestrator.Gateway.Learning;
using CxOrchestrator.Gateway.Links;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Gateway.Live.Protocols;
using CxOrchestrator.Gateway.Mailbox;
using CxOrchestrator.Gateway.Merges;
using CxOrchestrator.Gateway.Operations;
using CxOrchestrator.Gateway.Preferences;
using CxOrchestrator.Gateway.Privacy;
using CxOrchestrator.Gateway.Schedules;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Gateway.Sources.Files;
using CxOrchestrator.Gateway.TestSends;
using CxOrchestrator.Gateway.Touchpoints;
using CxOrchestrator.Gateway.Voice;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Sources.Receiving;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>The parts of the gateway.</summary>
internal static class GatewayHosting
{
    /// <summary>The API, the hub and what is behind them; the store, the log and the documents are the silo's.</summary>
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
        services.AddSingleton<InputHealth>();
        services.AddExceptionHandler<Faults>();
        services.AddProblemDetails();
        services.AddResponseCompression();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);

            // Numbers are numbers in bodies, and the OpenAPI document says so.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddApiDocuments();
        services.AddSingleton<DocumentReading>();
        services.AddChannelConnections(sends: false);
        services.AddSingleton<ConnectionViews>();
        services.AddSingleton<ReportEndpoints>();
        services.AddSingleton<ProviderTrialEndpoints>();
        services.AddHosted<ConnectionWatch>();
        services.AddSources();
        return services.AddMailbox().AddInApp().AddAccess().AddKeys().AddIntake().AddLive().AddPreferences().AddForms().AddBacktests().AddLearning().AddAssistants();
    }

    private static void AddSources(this IServiceCollection services)
    {
        services.AddSingleton<SourceSecrets>();
        services.AddSingleton<IValidateOptions<SourcesOptions>, SourcesOptionsValidator>();
        services.AddOptions<SourcesOptions>().BindConfiguration(SourcesOptions.Section).ValidateOnStart();
        services.AddSingleton<SourceIntake>();
        services.AddSingleton<SourceViews>();
        services.AddSingleton<SourceTrialEndpoints>();
        services.AddHosted<SourceRecorder>();
        services.AddSingleton<SourcePageIntake>();
        services.AddHosted<SourcePuller>();
        services.AddHosted<SourceStreamer>();
        services.AddSingleton<EnrichmentIntake>();
        services.AddSingleton<EnrichmentCalls>();
        services.AddHosted<SourceEnricher>();
        services.AddFileImports();
    }

    private static IServiceCollection AddPreferences(this IServiceCollection services)
    {
        services.AddSingleton<LinkVisits>();
        services.AddSingleton<ImageCache>();
        services.AddSingleton<ImageUses>();
        services.AddSingleton<PreferenceChanges>();
        services.AddSingleton<PreferenceCentre>();
        return services;
    }

    private static IServiceCollection AddForms(this IServiceCollection services)
    {
        services.AddSingleton<AnsweredForms>();
        services.AddSingleton<FormAnswers>();
        services.AddSingleton<HostedForms>();
        services.AddSingleton<FormLinkAccess>();
        return services;
    }

    private static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<RequestBodies>();
        services.AddSingleton<IntakeCustomers>();
        services.AddSingleton<TouchpointIntake>();
        return services;
    }

    private static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveBoard>();
        services.AddSingleton<CustomerReader>();
        services.AddSingleton<IdentityViews>();
        services.AddSingleton<CustomerSearch>();
        services.AddSingleton<CustomerExport>();
        services.AddSingleton<MergeViews>();
        services.AddHosted<UploadErasure>();
        services.AddSingleton<PastConsiderations>();
        services.AddSingleton<DraftFacts>();
        services.AddSingleton<DraftPast>();
        services.AddSingleton<TriggerSearch>();
        services.AddSingleton<UnknownZones>();
        services.AddSingleton<TryEndpoints>();
        services.AddSingleton<WaitingEndpoints>();
        services.TryAddSingleton<CustomerCodec>();
        services.AddSingleton<IValidateOptions<TestSendOptions>, TestSendOptionsValidator>();
        services.AddOptions<TestSendOptions>().BindConfiguration(TestSendOptions.Section).ValidateOnStart();
        services.AddSingleton<TestRecipientEndpoints>();
        services.AddSingleton<TestSendEndpoints>();
        services.AddSingleton<CaseNaming>();
        services.AddSingleton<QuoteViews>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<MailboxSender>();
        services.AddSingleton<LiveObserver>();
        services.AddSingleton<HubAccess>().AddHosted<HubSessions>();
        services.AddSingleton<HealthLog>().AddHosted<Readiness>();
        services.AddHosted<Figures>().AddHosted<BoardLoader>().AddHosted<BoardViews>();
        services.AddSignalR(signalR =>
        {
            signalR.MaximumReceiveMessageSize = 16 * 1024;
            signalR.EnableDetailedErrors = false;
            signalR.AddFilter<HubAccess>();
        }).AddHubProtocols();
        return services;
    }

    /// <summary>Hears what silos commit, and asks customers; needs Orleans.</summary>
    public static IServiceCollection AddLiveListening(this IServiceCollection services)
    {
        services.TryAddSingleton<ICustomerMerges, CustomerMerges>();
        services.AddSingleton<MergedLinks>();
        return services.AddHostedService<LiveListener>().AddSingleton<ICustomerErasing, GrainErasing>();
    }

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
        app.UseSecurityHeaders();
        app.UsePageOrigins();
        app.UseRequestGuard();
        app.UseRateLimiter();
        app.UseResponseCompression();
        app.UseQueryGuard();
        app.UseAccess();
        app.UseMergedCustomers();
        app.UseAssistants();
    }

    public static void MapApi(this IEndpointRouteBuilder app)
    {
        // Who may call what is in one table, and what is hidden from whom goes by the records: neither is an endpoint's own business.
        var routes = app.MapGroup("").AddEndpointFilterFactory(Filter);
        ((IEndpointConventionBuilder)routes).Finally(AccessTable.Apply);
        routes.MapTouchpoints();
        routes.MapHealth();
        routes.MapAccess();
        routes.MapSecondFactor();
        routes.MapSignInPage();
        routes.MapLinks();
        routes.MapPreferences();
        routes.MapForms();
        routes.MapFormLinks();
        routes.MapCustomers();
        routes.MapBoard();
        routes.MapIdentities();
        routes.MapSearch();
        routes.MapCases();
        routes.MapActions();
        routes.MapDeadLetters();
        routes.MapLedger();
        routes.MapDefinitions();
        routes.MapDocuments();
        routes.MapSets();
        routes.MapBacktests();
        routes.MapLearning();
        routes.MapCatalogue();
        routes.MapVoice();
        routes.MapCodes();
        routes.MapConnections();
        routes.MapSources();
        routes.MapSentMessages();
        routes.MapSchedules();
        TestRecipientEndpoints.Map(routes);
        TestSendEndpoints.Map(routes);
        routes.MapMailbox();
        routes.MapInApp();
        routes.MapInAppKeys();
        routes.MapImages();
        routes.MapImageFiles();
        routes.MapSending();
        routes.MapGuards();
        routes.MapPrivacy();
        routes.MapExports();
        routes.MapMerges();
        routes.MapWebhookEndpoints();
        routes.MapStatus();
        routes.MapAccounts();
        routes.MapKeys();
        routes.MapAudit();
        app.MapAssistants();
    }

    public static void MapLive(this IEndpointRouteBuilder routes) => ((IEndpointConventionBuilder)routes.MapHub<JourneyHub>(LiveHub.Path)).Finally(AccessTable.Apply);

    private static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var answers = new SensitiveAnswers(context.ApplicationServices.GetRequiredService<Sight>());
        var audited = context.ApplicationServices.GetRequiredService<AuditedEndpoints>();
        return invocation => answers.InvokeAsync(invocation, async answered =>
        {
            var result = await next(answered);
            await audited.AnsweredAsync(answered.HttpContext, result);
            return result;
        });
    }

    private static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(provider => provider.GetRequiredService<T>());
}
