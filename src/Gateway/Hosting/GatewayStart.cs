using System.Net;
using System.Net.NetworkInformation;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Demo;
using CxOrchestrator.Silo.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>Where it listens and keeps its data, and the words it says about it.</summary>
internal static class GatewayStart
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private const string DataFolderSetting = "Embedded:DataFolder";

    /// <summary>The builder with the command line's settings; null where there is nothing to start, with the exit code.</summary>
    public static WebApplicationBuilder? CreateBuilder(string[] args, out int exitCode)
    {
        var line = CommandLine.Parse(args);
        exitCode = line.Error is null ? 0 : 2;
        if (line.Error is not null || line.Help)
        {
            (line.Error is null ? System.Console.Out : System.Console.Error).WriteLine(line.Error is null ? CommandLine.Usage : $"{line.Error}\n\n{CommandLine.Usage}");
            return null;
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddSettingsFolder(builder.Configuration[SettingsFolder.Variable]);
        builder.Configuration.AddInMemoryCollection(line.Settings);
        builder.Logging.QuietStart(builder.Configuration);
        var mode = ModeOf(builder.Configuration);
        var urls = builder.Configuration["urls"] ?? DefaultUrl;
        var signIn = builder.Configuration.GetSection(AccessOptions.Section).GetValue(nameof(AccessOptions.SignIn), SignInMode.Open);
        var onNetwork = mode == GatewayMode.Embedded ? urls.Split(';').FirstOrDefault(u => !IsLoopback(u)) : null;
        if (onNetwork is not null && signIn == SignInMode.Open)
        {
            System.Console.Error.WriteLine($"Nobody has to sign in, so only this machine is answered, and --urls says {onNetwork}. Use http://127.0.0.1:PORT, or set Access:SignIn=Accounts.");
            exitCode = 2;
            return null;
        }

        // Reported before anything else starts, and not after a silo has come up and down again.
        if (urls.Split(';').FirstOrDefault(IsTaken) is { } taken)
        {
            System.Console.Error.WriteLine($"Something listens on {taken} already. Stop it, or give another port: --urls http://127.0.0.1:5081");
            exitCode = 1;
            return null;
        }

        if (mode == GatewayMode.Cluster && builder.Configuration.GetValue(CommandLine.Demo, false))
        {
            System.Console.Error.WriteLine("The demo runs in embedded mode only: its shop has a clock of its own. Leave --demo away, or Mode=Cluster.");
            exitCode = 2;
            return null;
        }

        var access = builder.Configuration.GetSection(AccessOptions.Section);
        if (AccessOptions.Refusal(signIn, access.GetValue(nameof(AccessOptions.OpenOnPurpose), false), mode) is { } refusal)
        {
            System.Console.Error.WriteLine(refusal);
            exitCode = 2;
            return null;
        }

        if (mode == GatewayMode.Embedded && string.IsNullOrEmpty(builder.Configuration[DataFolderSetting]))
        {
            builder.Configuration.AddInMemoryCollection([new(DataFolderSetting, DefaultDataFolder(builder.Configuration))]);
        }

        builder.WebHost.UseUrls(urls).UseStaticWebAssets();
        builder.ServeBuildAsPublished();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(provider => new Installation(
            mode,
            provider.GetRequiredService<TimeProvider>().GetUtcNow(),
            mode == GatewayMode.Embedded ? builder.Configuration[DataFolderSetting] : null)
        { Address = ForPeople(urls), OnNetwork = onNetwork is not null });
        return builder;
    }

    /// <summary>Of a cluster's database, where this process may not make them: waits for them. False where it was asked to end meanwhile.</summary>
    public static Task<bool> HasTablesAsync(this WebApplicationBuilder builder) => ModeOf(builder.Configuration) == GatewayMode.Cluster
        ? SchemaWait.ReadyAsync(builder.Configuration, builder.Configuration["urls"] ?? DefaultUrl, TimeProvider.System)
        : Task.FromResult(true);

    public static GatewayMode ModeOf(IConfiguration configuration) => configuration.GetValue("Mode", GatewayMode.Embedded);

    /// <summary>Prints the address once it answers.</summary>
    public static WebApplication AnnounceStart(this WebApplication app)
    {
        StartFailure.Started(app.Lifetime);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            var data = app.Services.GetRequiredService<Installation>().DataFolder;
            System.Console.WriteLine($"CxOrchestrator listens on {address}{(data is null ? "" : $" and keeps its data in {data}")}");
        });
        return app;
    }

    private static bool IsLoopback(string url) =>
        BindingAddress.Parse(url) is { IsUnixPipe: true } or { IsNamedPipe: true } || LoopbackGuard.IsLoopback(BindingAddress.Parse(url).Host);

    // A wildcard is no address that a browser can open.
    private static string ForPeople(string urls)
    {
        var address = BindingAddress.Parse(urls.Split(';')[0]);
        return address.IsUnixPipe || address.IsNamedPipe ? DefaultUrl
            : address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? $"{address.Scheme}://localhost:{address.Port}" : $"{address.Scheme}://{address.Host}:{address.Port}";
    }

    private static bool IsTaken(string url)
    {
        var address = BindingAddress.Parse(url);
        return !address.IsUnixPipe && !address.IsNamedPipe && address.Port != 0
            && IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l =>
                l.Port == address.Port && (IPAddress.IsLoopback(l.Address) || l.Address.Equals(IPAddress.Any) || l.Address.Equals(IPAddress.IPv6Any)));
    }

    // The demo's customers are kept apart from real ones.
    private static string DefaultDataFolder(IConfiguration configuration)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        var folder = Path.Combine(home.Length > 0 ? home : Directory.GetCurrentDirectory(), "CxOrchestrator");
        if (!configuration.GetValue(CommandLine.Demo, false))
        {
            return Path.Combine(folder, "data");
        }

        var demo = Path.Combine(folder, "demo");
        DemoExtensions.Clear(demo);
        return demo;
    }
}
