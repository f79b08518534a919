using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Mailbox;
using CxOrchestrator.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Demo;

public static class DemoExtensions
{
    /// <summary>With <c>--demo</c> the journey's clock runs faster and a synthetic shop streams in; otherwise nothing. Before the silo is added.</summary>
    public static WebApplicationBuilder AddDemo(this WebApplicationBuilder builder)
    {
        if (!builder.Configuration.GetValue($"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}", false))
        {
            return builder;
        }

        builder.Services.AddSingleton<IValidateOptions<DemoOptions>, DemoOptionsValidator>();
        builder.Services.AddOptions<DemoOptions>().BindConfiguration(DemoOptions.Section).ValidateOnStart();
        builder.Services.TakeFreeMailboxPort();
        builder.Configuration["Definitions:Pack"] ??= "retail mailbox";

        // Its customers' addresses are in a domain that is kept for examples.
        builder.Configuration["Identities:ExampleDomains"] ??= "true";

        // Customers of the demo are on this machine: their links lead to where the console is.
        builder.Configuration["Links:PublicAddress"] ??= FirstUrl(builder.Configuration[WebHostDefaults.ServerUrlsKey]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<DemoClock>();
        builder.Services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, (provider, _) => provider.GetRequiredService<DemoClock>());
        return builder;
    }

    private static string FirstUrl(string? urls) =>
        urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] && Uri.TryCreate(first, UriKind.Absolute, out var url) && url.IsLoopback && url.Port > 0
            ? first
            : GatewayStart.DefaultUrl;

    /// <summary>Opens the shop and its contact centre, once everything that takes its touchpoints runs.</summary>
    public static WebApplicationBuilder AddDemoStream(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue($"{DemoOptions.Section}:{nameof(DemoOptions.Enabled)}", false))
        {
            builder.Services.AddHostedService<DemoStream>();
            builder.Services.AddHostedService<DemoOperators>();
        }

        return builder;
    }

    /// <summary>Empties the demo's own folder: its customers live in a time that ran ahead, and the next demo begins at the present again.</summary>
    internal static void Clear(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            // Another demo that still runs holds this lock; its folder is left alone, and the store will say so.
            using (new FileStream(Path.Combine(folder, "cx.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                foreach (var file in Directory.EnumerateFiles(folder, "cx.db*"))
                {
                    File.Delete(file);
                }
            }
        }
        catch (IOException)
        {
            // In use.
        }
    }
}
