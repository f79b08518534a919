namespace CxOrchestrator.Gateway.Hosting;

/// <summary>The console: files of the client, and its one page for every address that is not the API's.</summary>
internal static class ConsolePages
{
    private const string Page = "index.html";

    // Addresses of programs never answer with the console's page: who mistypes one must learn of it.
    private const string Pattern = "{*path:nonfile:regex(^(?!(v1|in-app|hubs|health|metrics|openapi|docs|i|l|o|u|p|_framework|_content)(/|$)).*$)}";

    // Ids of customers and documents may look like a file's name: below these pages nothing is one.
    private const string Named = "{page:regex(^(customers|policies|journeys|segments|templates|connections|providers|backtests|warnings)$)}/{**id}";

    // Browsers keep a page that says nothing of its age for a tenth of it: it would open after signing out, and miss the next version's files.
    private static readonly StaticFileOptions Asked = new() { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" };

    /// <summary>
    /// A build's files go out as a published one's: compressed when they were built, and kept by browsers for as long as their names, which their
    /// contents give, are asked for. Left alone, the framework takes a build for one whose files are being edited, and sends each of them whole,
    /// each time. Where that is so, with <c>ASPNETCORE_ENVIRONMENT=Development</c>, it stays.
    /// </summary>
    public static void ServeBuildAsPublished(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            builder.Configuration.AddInMemoryCollection([new("ReloadStaticAssetsAtRuntime", "false"), new("EnableStaticAssetsDevelopmentCaching", "true")]);
        }
    }

    public static void MapConsole(this WebApplication app)
    {
        app.MapStaticAssets().ExcludeFromDescription();

        // The bare address has no path for the pattern to look at.
        app.MapFallbackToFile("/", Page, Asked).ExcludeFromDescription();
        app.MapFallbackToFile(Named, Page, Asked).ExcludeFromDescription();
        app.MapFallbackToFile(Pattern, Page, Asked).ExcludeFromDescription();
    }
}
