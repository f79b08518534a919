using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Erasure;
using CxOrchestrator.Silo.Identities;
using CxOrchestrator.Silo.Ingestion;
using CxOrchestrator.Silo.Live;
using CxOrchestrator.Silo.Policies;
using CxOrchestrator.Silo.Schedules;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>Parts that embedded and clustered hosts have in common.</summary>
internal static class SiloParts
{
    public static IServiceCollection AddClocks(this IServiceCollection services)
    {
        services.AddSteadyLog();
        services.AddMaskedLog();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddKeyedSingleton(Clocks.Journey, (provider, _) => provider.GetRequiredService<TimeProvider>());
        return services;
    }

    public static IServiceCollection AddDefinitions(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<DefinitionOptions>, DefinitionOptionsValidator>();
        services.AddOptions<DefinitionOptions>().BindConfiguration(DefinitionOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DraftOptions>, DraftOptionsValidator>();
        services.AddOptions<DraftOptions>().BindConfiguration(DraftOptions.Section).ValidateOnStart();
        services.AddPolicyEngine();
        services.AddSingleton<DefinitionHost>();
        services.AddSingleton<IDefinitions>(provider => provider.GetRequiredService<DefinitionHost>());
        services.AddSingleton<DocumentLife>();
        services.AddHostedService<DefinitionWatcher>();
        return services;
    }

    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddOptions<CustomerGrainOptions>().BindConfiguration(CustomerGrainOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CustomerCodec>();
        services.AddSingleton<IdentityWatch>();
        services.AddSingleton<ITextReader>(SentimentTexts.Shared);
        services.AddSingleton<ICustomers, GrainCustomers>();
        services.TryAddSingleton<ICustomerMerges, CustomerMerges>();
        services.AddHostedService<LinkMerger>();
        services.AddSingleton<LiveRelay>();
        services.AddSingleton<PolicySuspender>().AddHostedService(provider => provider.GetRequiredService<PolicySuspender>());
        services.AddSingleton<PolicyFaults>();
        services.AddSingleton<AuditWriter>().AddHostedService(provider => provider.GetRequiredService<AuditWriter>());
        services.AddSingleton<ICustomerEvents, CustomerEvents>();
        return services;
    }

    public static IServiceCollection AddIngestion(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<IngestionOptions>, IngestionOptionsValidator>();
        services.AddOptions<IngestionOptions>().BindConfiguration(IngestionOptions.Section).ValidateOnStart();
        services.AddSingleton<ReadProgress>();
        services.TryAddSingleton<IReadThrough>(provider => provider.GetRequiredService<ReadProgress>());
        services.AddHostedService(provider => provider.GetRequiredService<LiveRelay>());
        services.AddSingleton<TimerFaults>();
        services.AddHostedService<TouchpointConsumer>();
        services.TryAddSingleton<IReadingGate, PublishedGate>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<TimerFirer>(
            provider, new GatedReadThrough(provider.GetRequiredService<IReadThrough>(), provider.GetRequiredService<IReadingGate>())));
        services.AddSingleton<IValidateOptions<ErasureOptions>, ErasureOptionsValidator>();
        services.AddOptions<ErasureOptions>().BindConfiguration(ErasureOptions.Section).ValidateOnStart();
        services.AddHostedService<ErasureRunner>();
        services.AddSingleton<IValidateOptions<ScheduleOptions>, ScheduleOptionsValidator>();
        services.AddOptions<ScheduleOptions>().BindConfiguration(ScheduleOptions.Section).ValidateOnStart();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ScheduleRunner>(
            provider, new GatedReadThrough(provider.GetRequiredService<IReadThrough>(), provider.GetRequiredService<IReadingGate>())));
        return services;
    }
}
