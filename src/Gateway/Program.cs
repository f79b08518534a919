using CxOrchestrator.Gateway.Demo;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Silo.Hosting;

if (GatewayStart.CreateBuilder(args, out var exitCode) is not { } builder)
{
    return exitCode;
}

builder.AddDemo();
builder.AddParts();
builder.Services.AddGateway();
builder.Services.AddLiveListening();
builder.AddDemoStream();

var app = builder.Build();
app.UseGateway();
app.MapApi();
app.MapLive();
app.MapApiDocuments();
app.MapConsole();
app.AnnounceStart();
await app.RunAsync();
return 0;
