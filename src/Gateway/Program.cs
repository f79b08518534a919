using CxOrchestrator.Gateway.Demo;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Silo.Telemetry;

return await StartFailure.GuardAsync(async () =>
{
    if (GatewayStart.CreateBuilder(args, out var exitCode) is not { } builder)
    {
        return exitCode;
    }

    if (!await builder.HasTablesAsync())
    {
        return 0;
    }

    builder.AddDemo();
    builder.AddParts();
    builder.Services.AddGateway();
    builder.Services.AddLiveListening();
    builder.AddDemoStream();
    builder.AddTelemetry("cx-gateway");

    var app = builder.Build();
    app.UseGateway();
    app.MapApi();
    app.MapLive();
    app.MapTelemetry();
    app.MapApiDocuments();
    app.MapConsole();
    app.AnnounceStart();
    await app.RunGuardedAsync();
    return 0;
});
