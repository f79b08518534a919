using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Silo.Catalogue;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Erasure;
using CxOrchestrator.Silo.Policies;
using CxOrchestrator.Silo.Retention;
using CxOrchestrator.Silo.Telemetry;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>What a process does with its store, whichever it is.</summary>
internal static class StoreExtensions
{
    /// <summary>
    /// Measures the store's parts, announces changes to cases, keeps erased customers out of dead letters, and removes what is past its
    /// retention. Called after the store is added.
    /// </summary>
    public static IServiceCollection AddStoreParts(this IServiceCollection services)
    {
        services.Decorate<ICustomerStore>((store, provider) => provider.Measured(store));
        services.Decorate<IOutbox>((outbox, provider) => provider.Measured(outbox));
        services.Decorate<ICustomerErasures>((erasures, provider) => provider.Measured(erasures));
        services.Decorate<IDeadLetters>((letters, provider) => provider.Measured(new ErasedDeadLetters(letters, provider.GetRequiredService<ICustomerStore>())));
        services.Decorate<ICaseStore>((cases, provider) => new NotifyingCaseStore(cases, provider.GetRequiredService<ICustomerEvents>()));
        services.AddRetention();
        services.AddHostedService<PolicyHourKeeper>();
        services.AddSingleton<CatalogueGatherer>().AddHostedService<CatalogueKeeper>();
        return services;
    }
}
