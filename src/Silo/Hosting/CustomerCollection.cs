using CxOrchestrator.Grains.Runtime.Customers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>When customers leave memory: some time after their last input, and earlier where memory runs short.</summary>
internal static class CustomerCollection
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    public static IServiceCollection AddCustomerCollection(this IServiceCollection services)
    {
        services.AddOptions<GrainCollectionOptions>().Configure<IOptions<CustomerGrainOptions>>((collection, customers) =>
        {
            collection.CollectionQuantum = LookEvery;
            collection.ClassSpecificCollectionAge[CustomerGrainOptions.GrainClass] = customers.Value.IdleAfter;
            collection.EnableActivationSheddingOnMemoryPressure = true;
            collection.MemoryUsageLimitPercentage = customers.Value.MemoryLimitPercent;
            collection.MemoryUsageTargetPercentage = customers.Value.MemoryLimitPercent * 0.9;
        });
        return services;
    }
}
