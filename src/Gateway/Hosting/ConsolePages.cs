namespace CxOrchestrator.Gateway.Hosting;

/// <summary>The console: files of the client, and its one page for every address that is not the API's.</summary>
internal static class ConsolePages
{
    private const string Page = "index.html";

    // These never answer with the console's page: a program that mistypes an address must learn of it.
    private static readonly string[] Programs = ["/v1", "/hubs", "/health", "/openapi", ApiDocuments.PagePath, "/_framework", "/_content"];

    public static void MapConsole(this WebApplication app)
    {
        app.MapStaticAssets().ExcludeFromDescription();
        foreach (var prefix in Programs)
        {
            app.MapFallback(prefix + "/{**rest}", static context =>
                Problems.WriteAsync(context, Problems.UnknownRoute(context.Request.Path.Value ?? ""))).ExcludeFromDescription();
        }

        app.MapFallbackToFile(Page).ExcludeFromDescription();
    }
}
