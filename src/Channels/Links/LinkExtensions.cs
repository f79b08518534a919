using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Links;

/// <summary>Registers what signs and reads links in messages.</summary>
public static class LinkExtensions
{
    /// <summary>
    /// The settings, and what tells programs from people; <see cref="ILinkKeys"/> and <see cref="IMessageEvents"/> are registered with the connections.
    /// A second call changes nothing.
    /// </summary>
    public static IServiceCollection AddLinks(this IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(AutomatedVisits)))
        {
            return services;
        }

        services.AddSingleton<IValidateOptions<LinksOptions>, LinksOptionsValidator>();
        services.AddOptions<LinksOptions>().BindConfiguration(LinksOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LinkUtmOptions>, LinkUtmOptionsValidator>();
        services.AddOptions<LinkUtmOptions>().BindConfiguration(LinkUtmOptions.Section).ValidateOnStart();
        services.AddSingleton<AutomatedVisits>();
        return services;
    }
}
