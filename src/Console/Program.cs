using CxOrchestrator.Console;
using CxOrchestrator.Console.Editor;
using CxOrchestrator.Console.Live;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddMudServices(options =>
{
    options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomRight;
    options.SnackbarConfiguration.VisibleStateDuration = 6000;
    options.SnackbarConfiguration.ShowTransitionDuration = 0;
    options.SnackbarConfiguration.HideTransitionDuration = 0;
});
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri(builder.HostEnvironment.BaseAddress) });
builder.Services.AddSingleton<ApiClient>();
builder.Services.AddSingleton(services => new LiveClient(new Uri(builder.HostEnvironment.BaseAddress), services.GetRequiredService<TimeProvider>()));
builder.Services.AddSingleton<SetInForce>();
builder.Services.AddSingleton<Browser>();
builder.Services.AddSingleton<Preferences>();
builder.Services.AddScoped<CaseDesk>();
var host = builder.Build();
await host.Services.GetRequiredService<LiveClient>().AskClockAsync(host.Services.GetRequiredService<ApiClient>());
await host.RunAsync();
