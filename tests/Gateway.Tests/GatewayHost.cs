using System.Text;
using System.Text.Json;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Live;
using CxOrchestrator.Gateway.Privacy;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Publishing;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace CxOrchestrator.Gateway.Tests;

/// <summary>The gateway on a free port of the loopback, with everything behind it in memory.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly DirectoryInfo _folder;

    private GatewayHost(WebApplication app, HttpClient client, DirectoryInfo folder)
    {
        _app = app;
        _folder = folder;
        Client = client;
    }

    /// <summary>The journey's clock; it stands still.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    public HttpClient Client { get; }

    internal FakeLog Log => _app.Services.GetRequiredService<FakeLog>();

    internal FakeStore Store => _app.Services.GetRequiredService<FakeStore>();

    internal FakeDefinitions Definitions => (FakeDefinitions)_app.Services.GetRequiredService<IDefinitions>();

    internal IWebhookEndpoints Endpoints => _app.Services.GetRequiredService<IWebhookEndpoints>();

    internal Figures Figures => _app.Services.GetRequiredService<Figures>();

    internal FakeOperations Operators => _app.Services.GetRequiredService<FakeOperations>();

    internal LiveObserver Observer => _app.Services.GetRequiredService<LiveObserver>();

    internal LiveBoard Board => _app.Services.GetRequiredService<LiveBoard>();

    internal long HeldBytes => _app.Services.GetRequiredService<RequestBodies>().Held;

    internal BoardLoader Loader => _app.Services.GetRequiredService<BoardLoader>();

    /// <summary>The API and the hub.</summary>
    public static Task<GatewayHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    /// <summary>The API and the hub, on a clock of the test's.</summary>
    public static Task<GatewayHost> StartAsync(TimeProvider clock, params (string Name, string Value)[] settings) => StartAsync(withConsole: false, clock, settings);

    /// <summary>With the console's files, whose hundreds of addresses take their time.</summary>
    public static Task<GatewayHost> StartWithConsoleAsync() => StartAsync(withConsole: true, TimeProvider.System, []);

    private static async Task<GatewayHost> StartAsync(bool withConsole, TimeProvider clock, (string Name, string Value)[] settings)
    {
        var options = new WebApplicationOptions
        {
            EnvironmentName = "Production",
            ApplicationName = typeof(GatewayOptions).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        };
        var folder = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        var builder = withConsole ? WebApplication.CreateBuilder(options) : WebApplication.CreateSlimBuilder(options);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (withConsole)
        {
            builder.WebHost.UseStaticWebAssets();
        }

        foreach (var (name, value) in settings)
        {
            builder.Configuration[name] = value;
        }

        builder.Services.AddGateway();
        builder.Services.AddSerializer();
        builder.Services.AddSingleton<CustomerCodec>();
        builder.Services.AddSingleton(clock);
        builder.Services.AddKeyedSingleton<TimeProvider>(Clocks.Journey, new FakeTimeProvider(Start));
        builder.Services.AddSingleton(new Installation(GatewayStart.ModeOf(builder.Configuration), Start, null));
        builder.Services.AddSingleton<IDefinitions, FakeDefinitions>();
        builder.Services.AddSingleton<DefinitionHost>();
        builder.Services.AddSingleton<FakeLog>().AddSingleton<ITouchpointLog>(p => p.GetRequiredService<FakeLog>()).AddSingleton<ISourcePages, SourcePages>();
        builder.Services.AddSingleton<FakeStore>().AddSingleton<IReadModel>(p => p.GetRequiredService<FakeStore>());
        builder.Services.AddSingleton<FakeOperations>();
        builder.Services.AddSingleton<ICaseStore>(p => p.GetRequiredService<FakeOperations>());
        builder.Services.AddSingleton<ISendingSwitch>(p => p.GetRequiredService<FakeOperations>());
        builder.Services.AddSingleton<IGuardSwitches>(p => p.GetRequiredService<FakeOperations>());
        builder.Services.AddSingleton<IOutbox>(p => p.GetRequiredService<FakeOperations>());
        builder.Services.AddSingleton<IDeadLetters>(p => p.GetRequiredService<FakeOperations>());
        builder.Services.AddLifeStore(folder.FullName);
        builder.Services.AddSingleton<ICustomerErasing, FakeErasing>();
        builder.Services.AddSingleton<ICustomerMerges, FakeMerges>();
        builder.Services.AddSingleton<FakeMessages>();
        builder.Services.AddSingleton<ILinkKeys>(p => p.GetRequiredService<FakeMessages>());
        builder.Services.AddSingleton<IMessageEvents>(p => p.GetRequiredService<FakeMessages>());

        var app = builder.Build();
        app.UseGateway();
        app.MapApi();
        app.MapLive();
        if (withConsole)
        {
            app.MapApiDocuments();
            app.MapConsole();
        }

        await app.StartAsync();
        await BoardLoadedAsync(app.Services.GetRequiredService<LiveBoard>());
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new GatewayHost(app, new HttpClient { BaseAddress = new Uri(address) }, folder);
    }

    // A change that a test announces without storing it would be taken off again by a first reading of the store that comes later.
    private static async Task BoardLoadedAsync(LiveBoard board)
    {
        for (var looks = 0; !board.Loaded && looks < 3_000; looks++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    internal T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<(int Status, JsonElement Json, HttpResponseMessage Response)> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return ((int)response.StatusCode, document.RootElement.Clone(), response);
    }

    public Task<(int Status, JsonElement Json, HttpResponseMessage Response)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonElement Json, HttpResponseMessage Response)> PostAsync(
        string body, string type = "application/json", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/v1/touchpoints", body, type, headers);

    /// <summary>A connection to the hub, as a browser has one.</summary>
    public async Task<HubConnection> ConnectAsync(string? cookie = null)
    {
        var connection = new HubConnectionBuilder().WithUrl(new Uri(Client.BaseAddress!, LiveHub.Path), http =>
        {
            if (cookie is not null)
            {
                http.Headers["Cookie"] = cookie;
            }
        }).Build();
        await connection.StartAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    internal sealed class FakeDefinitions : IDefinitions
    {
        public CompiledDefinitions Current { get; set; } = new(new DefinitionSet
        {
            Version = 1,
            Journeys =
            [
                new JourneyDefinition
                {
                    Id = "order",
                    Name = "Order",
                    InstanceBy = "order",
                    Stages =
                    [
                        new StageDefinition { Id = "placed", Name = "Placed" },
                        new StageDefinition { Id = "paid", Name = "Paid" },
                        new StageDefinition { Id = "shipped", Name = "Shipped" },
                        new StageDefinition { Id = "delivered", Name = "Delivered", Goal = true, End = true },
                    ],
                },
            ],
            Segments = [new SegmentDefinition { Id = "valuable", Name = "Valuable", When = LifetimeAtLeast(1000) }],
            Policies =
            [
                new PolicyDefinition
                {
                    Id = "late-delivery",
                    Name = "Late delivery apology",
                    Version = 3,
                    Triggers = [new OnExpectationMissed { Journey = "order", Expectation = "delivery" }],
                    When = LifetimeAtLeast(500),
                    Actions = [new MessageTemplate { Channel = "email", Text = "Sorry" }],
                    Cooldown = TimeSpan.FromDays(30),
                },
            ],
        });

        private static FieldIs LifetimeAtLeast(double value) => new()
        {
            Field = new FieldPath(FieldRoot.Customer, "lifetimeValue"),
            Comparison = Comparison.AtLeast,
            Values = [Rules.Touchpoints.Scalar.Of(value)],
        };
    }
}
