using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Silo;

/// <summary>A silo as a program of its own: <c>dotnet CxOrchestrator.Silo.dll [--urls URL] [--Section:Name=X ...]</c></summary>
internal static class SiloProgram
{
    /// <summary>Where health answers unless <c>--urls</c> says otherwise.</summary>
    private const string DefaultUrl = "http://127.0.0.1:5081";

    /// <summary>Most time that a silo takes to stop; what runs it has to leave it as much.</summary>
    internal static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(90);

    public static Task<int> Main(string[] args) => RunAsync(args);

    /// <param name="args">The command line.</param>
    /// <param name="alter">Alters what was added, before the silo is built: a program that is this silo but for something.</param>
    internal static Task<int> RunAsync(string[] args, Action<WebApplicationBuilder>? alter = null) => StartFailure.GuardAsync(() => RunUnguardedAsync(args, alter));

    private static async Task<int> RunUnguardedAsync(string[] args, Action<WebApplicationBuilder>? alter)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

        // Unless a setting says otherwise: the logs of libraries hide those of the product.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new("Logging:LogLevel:Orleans", "Warning"), new("Logging:LogLevel:Polly", "Warning"), new("Logging:LogLevel:System.Net.Http.HttpClient", "Warning"), new("Logging:LogLevel:Microsoft.AspNetCore", "Warning")] });
        builder.Configuration.AddSettingsFolder(builder.Configuration[SettingsFolder.Variable]);
        builder.Configuration.AddCommandLine(args);
        builder.Logging.QuietStart(builder.Configuration);
        var urls = builder.Configuration["urls"] ?? DefaultUrl;
        if (!await SchemaWait.ReadyAsync(builder.Configuration, urls, TimeProvider.System))
        {
            return 0;
        }

        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // What is in flight is finished and stored before the silo leaves; each of those waits has a bound of its own below this one.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopWithin);
        builder.AddClusterSilo();
        builder.AddTelemetry("cx-silo");
        alter?.Invoke(builder);

        var app = builder.Build();
        app.MapSiloHealth();
        app.MapTelemetry();
        StartFailure.Started(app.Lifetime);
        await app.RunGuardedAsync();
        return 0;
    }
}
