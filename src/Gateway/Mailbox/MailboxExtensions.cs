using CxOrchestrator.Channels.Mail;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Mailbox;

internal static class MailboxExtensions
{
    public static IServiceCollection AddMailbox(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<MailboxOptions>, MailboxOptionsValidator>();
        services.AddOptions<MailboxOptions>().BindConfiguration(MailboxOptions.Section).ValidateOnStart();
        return services.AddSingleton<MailboxHost>().AddSingleton<ILocalMailbox>(provider => provider.GetRequiredService<MailboxHost>())
            .AddHostedService(provider => provider.GetRequiredService<MailboxHost>());
    }

    /// <summary>Without a port in the settings it takes a free one.</summary>
    public static IServiceCollection TakeFreeMailboxPort(this IServiceCollection services) => services.PostConfigure<MailboxOptions>(o => o.OnFreePort = true);
}
