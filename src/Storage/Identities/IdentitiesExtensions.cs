using CxOrchestrator.Grains.Runtime.Customers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Identities;

public static class IdentitiesExtensions
{
    /// <summary>Customers by their identities, over a store's <see cref="IIdentityStore"/>.</summary>
    public static IServiceCollection AddCustomerIdentities(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IdentitiesOptions>, IdentitiesOptionsValidator>());
        services.AddOptions<IdentitiesOptions>().BindConfiguration(IdentitiesOptions.Section).ValidateOnStart();
        services.TryAddSingleton<IdentityReader>();
        services.TryAddSingleton<IIdentityReader>(provider => provider.GetRequiredService<IdentityReader>());
        services.TryAddSingleton<OwnerCache>();
        services.TryAddSingleton<ITouchpointCustomers, TouchpointCustomers>();
        return services;
    }
}
