using System.Text;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Silo.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>The whole product in this process as its program puts it together, without the console's files.</summary>
internal sealed class EmbeddedGateway : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _app;

    private EmbeddedGateway(string folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        Client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<EmbeddedGateway> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("cx-gateway-tests-").FullName;
        var builder = GatewayStart.CreateBuilder(["--data", folder, "--urls", "http://127.0.0.1:0", "--Telemetry:SampleEvery=00:00:01", .. settings], out _)
            ?? throw new InvalidOperationException("The settings are wrong.");
        builder.Logging.ClearProviders();
        builder.AddParts();
        builder.Services.AddGateway();
        builder.Services.AddLiveListening();
        builder.AddTelemetry("cx-gateway");
        var app = builder.Build();
        app.UseGateway();
        app.MapApi();
        app.MapLive();
        app.MapTelemetry();
        app.MapApiDocuments();
        await app.StartAsync();
        return new EmbeddedGateway(folder, app);
    }

    /// <summary>Sends touchpoints; gives the status of the answer.</summary>
    public async Task<int> SendAsync(string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), body, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>Values of the metrics page by name with labels.</summary>
    public async Task<Dictionary<string, double>> ScrapeAsync() => Scraped.Read(await PageAsync());

    /// <summary>The metrics page as it is.</summary>
    public Task<string> PageAsync() => Client.GetStringAsync(new Uri(TelemetryOptions.MetricsPath, UriKind.Relative), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
