using System.Net;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace CxOrchestrator.FaultySilo;

/// <summary>Puts the faults around the silo's own parts; the parts themselves know of none.</summary>
internal static class FaultSetup
{
    /// <summary>Key of the clock by which Orleans judges who is in the cluster.</summary>
    private const string MembershipClock = "Orleans.Membership";

    public static void Apply(WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(FaultOptions.Section).Get<FaultOptions>() ?? new FaultOptions();
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton<KillSwitch>();
        Wrap<ITouchpointSource>(services, (provider, source) => ActivatorUtilities.CreateInstance<FaultySource>(provider, source));
        Wrap<ICustomerStore>(services, (provider, store) => ActivatorUtilities.CreateInstance<FaultyStore>(provider, store));
        Wrap<IActionChannel>(services, (provider, channel) => ActivatorUtilities.CreateInstance<FaultyChannel>(provider, channel));
        if (options.ClockOffset != TimeSpan.Zero)
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(new OffsetClock(options.ClockOffset));

            // Orleans compares this one with the machine's own clock, which no provider changes: with two clocks in one process a silo evicts itself.
            services.RemoveAllKeyed<TimeProvider>(MembershipClock);
            services.AddKeyedSingleton(MembershipClock, TimeProvider.System);
        }

        if (options.ListenPort is { } port)
        {
            services.PostConfigure<EndpointOptions>(endpoint => endpoint.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, port));
        }
    }

    private static void Wrap<T>(IServiceCollection services, Func<IServiceProvider, T, T> wrap)
        where T : class
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false } inner && inner.ServiceType == typeof(T))
            {
                services[i] = ServiceDescriptor.Singleton(provider => wrap(provider, (T)Make(provider, inner)));
            }
        }
    }

    private static object Make(IServiceProvider provider, ServiceDescriptor descriptor) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
